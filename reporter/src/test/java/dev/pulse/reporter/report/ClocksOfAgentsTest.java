package dev.pulse.reporter.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.v1.ClockEstimate;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.reporter.run.RunFixture;
import dev.pulse.reporter.verdict.Criteria;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClocksOfAgentsTest {
  private static String markdown(RunFixture run, long offsetMicros, long errorMicros)
      throws Exception {
    var data = run.data();
    String agent = data.hellos().iterator().next().getAgent();
    var clock = ClockEstimate.newBuilder().setAgent(agent).setOffsetMicros(offsetMicros);
    data.accept(
        ControlRecord.newBuilder().setRun("r").setClock(clock.setErrorMicros(errorMicros)).build());
    return Report.of(List.of(data), Criteria.DEFAULT, Optional.empty())
        .markdown(ReportTemplate.standard());
  }

  @Test
  void theEstimateOfEachAgentIsInTheReport() throws Exception {
    assertThat(markdown(new RunFixture("r", 20).ok(3, 50, 20_000), 3_600_000_250L, 1_480))
        .contains("Clocks, less that of the launcher:")
        .contains("3,600,000.3 ± 1.5 ms");
  }

  @Test
  void aRunOfOneMachineSaysNothingOfClocks() throws Exception {
    var data = new RunFixture("r", 20).ok(3, 50, 20_000).data();
    assertThat(
            Report.of(List.of(data), Criteria.DEFAULT, Optional.empty())
                .markdown(ReportTemplate.standard()))
        .doesNotContain("Clocks");
  }
}
