package dev.pulse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.integration.TargetServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signals to {@code pulse run} under load. */
class SignalFaultTest {
  private static final int VERIFY_FAILED = 99;
  private static final int STOPPED_BY_SIGNAL = 105;

  @TempDir Path folder;
  private TargetServer target;
  private Stack stack;

  @BeforeEach
  void startStack() throws Exception {
    target = new TargetServer();
    stack = Stack.start(folder);
  }

  @AfterEach
  void stopStack() {
    stack.close();
    target.close();
  }

  @Test
  void sigtermDrainsAndReportsWhatWasMeasured() throws Exception {
    try (var load = Load.start(stack, target, folder.resolve("run"), 120)) {
      load.awaitRequests(500);

      load.signal("TERM");

      var result = load.result();
      assertThat(result.run().exitCode()).as(result.run().output()).isEqualTo(STOPPED_BY_SIGNAL);
      Held.assertNothingLost(result);
      assertThat(result.decision()).isEqualTo("INCONCLUSIVE");
    }
  }

  /** No request is answered any more, so the load cannot drain. */
  @Test
  void theSecondCtrlCEndsAtOnceAndSaysWhereThePartialResultIs() throws Exception {
    try (var load = Load.start(stack, target, folder.resolve("run"), 120)) {
      load.awaitRequests(500);
      target.freeze();
      try {
        load.signal("INT");
        Agents.awaitOutput(load.command(), "stopping the load gracefully");
        load.signal("INT");

        var ended = load.command().await(Duration.ofSeconds(5));

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(STOPPED_BY_SIGNAL);
        assertThat(ended.output()).contains("ended at once", "pulse show latest");
      } finally {
        target.thaw();
      }
      var verified = load.verify();
      assertThat(verified.exitCode()).as(verified.output()).isEqualTo(VERIFY_FAILED);
      assertThat(verified.output()).contains("left no manifest");
    }
  }
}
