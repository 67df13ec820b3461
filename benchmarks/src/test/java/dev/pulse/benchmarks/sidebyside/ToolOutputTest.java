package dev.pulse.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.benchmarks.process.GeneratorOutput;
import dev.pulse.benchmarks.process.ProcessUsage;
import dev.pulse.benchmarks.process.TargetServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The files are what wrk 4.1.0, k6 1.8.1, nginx 1.22 and Linux 6 really gave. */
final class ToolOutputTest {
  private static String captured(String file) throws IOException {
    try (var stream = ToolOutputTest.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void wrkSaysHowManyRequestsItMade() throws IOException {
    assertThat(WrkOutput.parse(captured("wrk.txt"))).isEqualTo(new WrkOutput(137_417, 0));
  }

  @Test
  void answersThatWrkDidNotLikeAreErrors() throws IOException {
    assertThat(WrkOutput.parse(captured("wrk-http-500.txt")))
        .isEqualTo(new WrkOutput(127_831, 127_831));
  }

  @Test
  void socketErrorsOfWrkAreErrors() throws IOException {
    String output =
        captured("wrk.txt") + "  Socket errors: connect 1, read 20, write 300, timeout 4000\n";

    assertThat(WrkOutput.parse(output).errors()).isEqualTo(4_321);
  }

  @Test
  void k6SaysHowManyRequestsItMade() throws IOException {
    assertThat(K6Output.parse(captured("k6.txt"))).isEqualTo(new K6Output(20_136, 0));
  }

  @Test
  void theThirdCountOfNginxIsRequests() throws IOException {
    assertThat(TargetServer.counted(captured("nginx-status.txt"))).isEqualTo(285_394);
  }

  @Test
  void outputThatBreaksOffIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> WrkOutput.parse("Running 2s test"));
    assertThatIllegalArgumentException().isThrownBy(() -> K6Output.parse("http_reqs....: 12"));
    assertThatIllegalArgumentException().isThrownBy(() -> TargetServer.counted("404 Not Found"));
    assertThatIllegalArgumentException().isThrownBy(() -> GeneratorOutput.parse(""));
    assertThatIllegalArgumentException().isThrownBy(() -> AggregatorOutput.parse(""));
  }

  @Test
  void theGeneratorsAccountIsReadAsItIsWritten() {
    var account = new GeneratorOutput(1_200, 1_190, 10);

    assertThat(GeneratorOutput.parse("noise\n" + account.line() + "\n")).isEqualTo(account);
  }

  @Test
  void theAggregatorsResultIsReadAsItIsWritten() {
    var result = new AggregatorOutput(500_001, 700_000, 1.302, "12 of 12 samples accounted for");

    assertThat(AggregatorOutput.parse(result.line())).isEqualTo(result);
  }

  @Test
  void cpuAndPeakMemoryAreReadFromProc() throws IOException {
    String stat = captured("proc-stat.txt").replace("(cat)", "(a ) name)");
    String busy = stat.replaceFirst("4194304 123 0 0 0 0 0", "4194304 123 0 0 0 250 17");

    var usage = ProcessUsage.parse(busy, captured("proc-status.txt"));

    assertThat(usage.cpuSeconds()).isCloseTo(2.67, within(1e-9));
    assertThat(usage.peakResidentBytes()).isEqualTo(1_764L << 10);
  }

  @Test
  void aProcessThatIsGoneHasNoUsage() {
    assertThat(ProcessUsage.of(ProcessHandle.current().pid())).isPresent();
    assertThat(ProcessUsage.of(Integer.MAX_VALUE)).isEmpty();
  }
}
