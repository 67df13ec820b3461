package dev.pulse.benchmarks.sidebyside;

import dev.pulse.aggregator.Aggregator;
import dev.pulse.aggregator.AggregatorConfig;
import dev.pulse.aggregator.Recomputation;
import dev.pulse.aggregator.RunRecords;
import dev.pulse.aggregator.Verification;
import dev.pulse.benchmarks.process.ProcessUsage;
import dev.pulse.protocol.SystemClock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The aggregator as a process of its own over a run that is already in Kafka: how fast it goes
 * through it, and whether every sample is in the result.
 */
final class AggregatorMain {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 10;
  private static final long LONGEST_POLLS = 60_000 / POLL_MILLIS;

  private final String kafka;
  private final String run;
  private final long expected;

  private AggregatorMain(String kafka, String run, long expected) {
    this.kafka = kafka;
    this.run = run;
    this.expected = expected;
  }

  private record Moment(long nanos, long samples, double cpuSeconds) {}

  /**
   * Runs it and prints what {@link AggregatorOutput} reads.
   *
   * @param args bootstrap servers, run id, samples in that run
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    var main = new AggregatorMain(args[0], args[1], Long.parseLong(args[2]));
    System.out.println(main.measure().line());
  }

  private AggregatorOutput measure() throws IOException, InterruptedException {
    try (var aggregator = Aggregator.start(AggregatorConfig.of(kafka))) {
      aggregator.awaitRunning(START_TIMEOUT);
      Moment first = await(aggregator, 1);
      Moment half = await(aggregator, expected / 2);
      Moment taken = await(aggregator, expected);
      Moment committed = awaitCommitted(taken);
      return new AggregatorOutput(
          expected / seconds(first, committed),
          (taken.samples - half.samples) / seconds(half, taken),
          (taken.cpuSeconds - half.cpuSeconds) * 1e6 / (taken.samples - half.samples),
          verify());
    }
  }

  private Moment await(Aggregator aggregator, long samples)
      throws IOException, InterruptedException {
    for (long i = 0; i < LONGEST_POLLS; i++) {
      var health = aggregator.health();
      if (!health.isWell()) {
        throw new IOException("the aggregator stopped: " + health.failure());
      }
      if (health.samples() >= samples) {
        return now(health.samples());
      }
      pause();
    }
    throw new IOException("the aggregator has not taken " + samples + " samples in a minute");
  }

  private Moment awaitCommitted(Moment taken) throws IOException, InterruptedException {
    for (long i = 0; i < LONGEST_POLLS; i++) {
      if (committed() >= expected) {
        return now(taken.samples);
      }
      pause();
    }
    throw new IOException("committed are " + committed() + " of " + expected + " samples");
  }

  private long committed() {
    return RunRecords.aggregates(kafka, run).values().stream()
        .mapToLong(record -> record.getInterval().getFigures().getSamples())
        .sum();
  }

  private String verify() {
    var verification =
        Verification.compare(
            Recomputation.of(kafka, run),
            RunRecords.aggregates(kafka, run).values(),
            RunRecords.manifests(kafka, run));
    return verification.summary()
        + (verification.isComplete() ? "" : ", but " + verification.differences());
  }

  private static Moment now(long samples) throws IOException {
    var usage = ProcessUsage.of(ProcessHandle.current().pid());
    return new Moment(
        SystemClock.nanoTime(),
        samples,
        usage.orElseThrow(() -> new IOException("needs Linux: no /proc/PID/status")).cpuSeconds());
  }

  private static double seconds(Moment from, Moment to) {
    return (to.nanos - from.nanos) / 1e9;
  }

  private static void pause() throws InterruptedException {
    boolean never = new CountDownLatch(1).await(POLL_MILLIS, TimeUnit.MILLISECONDS);
    assert !never;
  }
}
