package dev.pulse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.integration.TargetServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka dies, stalls and is away in the middle of a load, which does not notice. */
class BrokerFaultTest {
  /** Heap of 512 MiB at most, of which a run like these needs little, and what a JVM is. */
  private static final long MOST_MEBIBYTES = 400;

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
  void killedAndThenStalledForTwentySecondsItCostsNoSample() throws Exception {
    try (var load = Load.start(stack, target, folder.resolve("run"), 38)) {
      stack.broker().kill();
      stack.broker().begin().awaitReady();
      load.awaitRequests(1_000);
      stallFor(Duration.ofSeconds(20));
      assertNothingLostAndLoadHeld(load);
    }
  }

  @Test
  @Tag("faults")
  void stalledForAMinuteItCostsNoSample() throws Exception {
    try (var load = Load.start(stack, target, folder.resolve("run"), 75)) {
      stallFor(Duration.ofSeconds(60));
      assertNothingLostAndLoadHeld(load);
    }
  }

  @Test
  @Tag("faults")
  void awayForAMinuteItCostsNoSample() throws Exception {
    try (var load = Load.start(stack, target, folder.resolve("run"), 75)) {
      stack.broker().end();
      Load.hold(Duration.ofSeconds(60));
      stack.broker().begin();
      assertNothingLostAndLoadHeld(load);
    }
  }

  private void stallFor(Duration length) throws Exception {
    stack.broker().stall();
    Load.hold(length);
    stack.broker().resume();
  }

  private static void assertNothingLostAndLoadHeld(Load load) throws Exception {
    long mebibytes = Load.peakMebibytes(load.generator());
    var result = load.result();
    Held.assertNothingLost(result);
    Held.assertLoadHeld(result);
    assertThat(mebibytes).as("resident memory of the generator, MiB").isLessThan(MOST_MEBIBYTES);
    System.out.println("generator resident at most " + mebibytes + " MiB");
  }
}
