package dev.pulse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.integration.TargetServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Aggregators die, come back and leave in the middle of a run; every sample is counted once. */
@Tag("faults")
class AggregatorFaultTest {
  /** Printed with each run, so that a failure can be had again. */
  private static final long SEED = Long.getLong("pulse.faults.seed", 4_711);

  private static final String SECOND = "pulse-aggregator-2";

  @TempDir Path folder;
  private final Random random = new Random(SEED);
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

  /** Up to 6.5 s apart: while it starts, while it restores, and while it works. */
  @Test
  void killedFiftyTimesOverTenRunsItCountsEverySampleOnce() throws Exception {
    for (int run = 1; run <= 10; run++) {
      killAtRandom(run, 5, 6_000, 36);
    }
  }

  private void killAtRandom(int run, int kills, int mostMillis, int seconds) throws Exception {
    try (var load = Load.start(stack, target, folder.resolve("run" + run), seconds)) {
      for (int kill = 0; kill < kills; kill++) {
        int millis = 500 + random.nextInt(mostMillis);
        System.out.println("seed " + SEED + ", run " + run + ": kill after " + millis + " ms");
        Load.hold(Duration.ofMillis(millis));
        stack.aggregator().kill();
        stack.aggregator().begin();
      }
      Held.assertNothingLost(load.result());
    }
  }

  @Test
  void itsStateIsRebuiltFromKafkaWhereItIsTruncatedOrRemoved() throws Exception {
    try (var load = Load.start(stack, target, folder.resolve("run"), 30)) {
      load.awaitRequests(1_000);
      stack.aggregator().kill();
      for (Path file : stack.aggregator().temporaryFiles()) {
        Files.write(file, new byte[0]);
      }
      stack.aggregator().begin().awaitReady();
      load.awaitRequests(1_000);
      stack.aggregator().kill();
      for (Path file : stack.aggregator().temporaryFiles()) {
        Files.delete(file);
      }
      stack.aggregator().begin();
      Held.assertNothingLost(load.result());
    }
  }

  @Test
  void oneOfTwoIsKilledAndDoesNotComeBack() throws Exception {
    var second = stack.aggregator(SECOND).begin().awaitReady();
    try (var load = Load.start(stack, target, folder.resolve("run"), 40)) {
      load.awaitRequests(1_000);
      second.kill();
      Held.assertNothingLost(load.result());
    }
  }

  @Test
  void oneOfTwoLeavesInOrder() throws Exception {
    var second = stack.aggregator(SECOND).begin().awaitReady();
    try (var load = Load.start(stack, target, folder.resolve("run"), 40)) {
      load.awaitRequests(1_000);
      second.end();
      Held.assertNothingLost(load.result());
    }
  }

  @Test
  void oneThatJoinsInTheMiddleTakesItsShare() throws Exception {
    try (var load = Load.start(stack, target, folder.resolve("run"), 30)) {
      load.awaitRequests(1_000);
      stack.aggregator(SECOND).begin().awaitReady();
      Held.assertNothingLost(load.result());
    }
  }

  @Test
  void stalledForTwentySecondsItCatchesUp() throws Exception {
    try (var load = Load.start(stack, target, folder.resolve("run"), 35)) {
      load.awaitRequests(1_000);
      stack.aggregator().stall();
      Load.hold(Duration.ofSeconds(20));
      stack.aggregator().resume();
      var result = load.result();
      Held.assertNothingLost(result);
      Held.assertLoadHeld(result);
      assertThat(stack.aggregator().isAlive()).isTrue();
    }
  }
}
