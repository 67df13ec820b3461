package dev.pulse.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.integration.ExportedSamples;
import java.util.Arrays;
import java.util.Locale;

/** Assertions that hold whenever nothing was lost and the load never paused. */
final class Held {
  /** A second on a machine that other tests share, as a part of the median second. */
  private static final double LEAST_SHARE = 0.5;

  /** All seconds together, as a part of so many median ones. */
  private static final double LEAST_SHARE_OF_ALL = 0.95;

  private static final long SECOND_MICROS = 1_000_000;

  private Held() {}

  /** Every scheduled sample was received once, and a recomputation gives the same figures. */
  static void assertNothingLost(Load.Result result) {
    var accounting = result.accounting();
    assertThat(accounting.path("status").asText()).as(result.run().output()).isEqualTo("COMPLETE");
    assertThat(accounting.path("lost").asLong()).isZero();
    assertThat(accounting.path("received").asLong()).isEqualTo(result.scheduled()).isPositive();
    assertThat(result.verified().exitCode()).as(result.verified().output()).isZero();
    assertThat(result.verified().output())
        .contains(result.scheduled() + " of " + result.scheduled() + " samples accounted for");
  }

  /** In every whole second about as many requests began, and about when they were due. */
  static void assertLoadHeld(Load.Result result) throws Exception {
    var samples = result.samples();
    long[] perSecond = requestsPerSecond(samples);
    long[] sorted = Arrays.stream(perSecond).sorted().toArray();
    long median = sorted[sorted.length / 2];
    assertThat(sorted[0])
        .as("requests begun in the weakest second of %s", Arrays.toString(perSecond))
        .isGreaterThan((long) (LEAST_SHARE * median));
    assertThat(Arrays.stream(perSecond).sum())
        .as("requests begun in all of %s", Arrays.toString(perSecond))
        .isGreaterThan((long) (LEAST_SHARE_OF_ALL * median * perSecond.length));
    long lagMicros = samples.percentile("start_lag_us", 99);
    assertThat(lagMicros).as("start lag, p99, µs").isLessThan(50_000);
    System.out.printf(
        Locale.ROOT,
        "load held: %d requests, weakest second %d, median %d, start lag p99 %.1f ms, verdict %s%n",
        samples.count(),
        sorted[0],
        median,
        lagMicros / 1e3,
        result.verdict());
  }

  /** By intended start, the last second left out. */
  private static long[] requestsPerSecond(ExportedSamples samples) {
    long[] starts = samples.sorted("intended_start_us");
    long seconds = starts[starts.length - 1] / SECOND_MICROS;
    long[] counts = new long[Math.toIntExact(seconds)];
    for (long start : starts) {
      if (start / SECOND_MICROS < seconds) {
        counts[(int) (start / SECOND_MICROS)]++;
      }
    }
    return counts;
  }
}
