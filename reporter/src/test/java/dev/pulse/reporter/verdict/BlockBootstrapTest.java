package dev.pulse.reporter.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.HistogramRecorder;
import dev.pulse.reporter.run.ResponseInterval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BlockBootstrapTest {
  private static final int INTERVALS = 240;
  private static final int REQUESTS = 60;
  private static final double PERSISTENCE = 0.7;

  /**
   * Requests whose latency follows a state that persists from second to second: log-normal, with a
   * first-order autoregression in the mean.
   */
  private static List<ResponseInterval> autocorrelated(long seed, int count) {
    var random = new Random(seed);
    var intervals = new ArrayList<ResponseInterval>();
    double state = random.nextGaussian();
    for (int i = 0; i < count; i++) {
      state =
          PERSISTENCE * state + Math.sqrt(1 - PERSISTENCE * PERSISTENCE) * random.nextGaussian();
      var response = new HistogramRecorder();
      long errors = 0;
      for (int request = 0; request < REQUESTS; request++) {
        response.record((long) (100_000 * Math.exp(0.3 * state + 0.4 * random.nextGaussian())));
        errors += random.nextDouble() < 0.01 * Math.exp(0.5 * state) ? 1 : 0;
      }
      intervals.add(new ResponseInterval(i, REQUESTS, REQUESTS, errors, response.drain()));
    }
    return intervals;
  }

  @Test
  void intervalsOfAutocorrelatedRunsHoldTheTruthAboutAsOftenAsTheySay() {
    // Of the model: log-normal with variance 0.3² + 0.4², and E exp(0.5 z) = exp(0.125).
    double trueP99 = 100_000 * Math.exp(2.326348 * 0.5);
    double trueRate = 0.01 * Math.exp(0.125);
    int p99Held = 0;
    int rateHeld = 0;
    int runs = 200;
    for (int run = 0; run < runs; run++) {
      var drawn = new BlockBootstrap(autocorrelated(run, INTERVALS), 200, run).intervals(0.95);
      p99Held += holds(drawn.p99Micros(), trueP99) ? 1 : 0;
      rateHeld += holds(drawn.errorRate(), trueRate) ? 1 : 0;
    }
    assertThat(p99Held / (double) runs).isBetween(0.88, 0.99);
    assertThat(rateHeld / (double) runs).isBetween(0.88, 0.99);
  }

  private static boolean holds(Estimate estimate, double truth) {
    return estimate.lower() <= truth && truth <= estimate.upper();
  }

  @Test
  void blocksAreLongerWhereBadSecondsLast() {
    var steady = new ArrayList<ResponseInterval>();
    var shuffled = autocorrelated(1, INTERVALS);
    Collections.shuffle(shuffled, new Random(1));
    steady.addAll(shuffled);
    var lasting = new BlockBootstrap(autocorrelated(1, INTERVALS), 100, 1);
    assertThat(lasting.blockLength())
        .isGreaterThan(new BlockBootstrap(steady, 100, 1).blockLength());
  }

  @Test
  void theSameSeedDrawsTheSameIntervals() {
    var intervals = autocorrelated(3, INTERVALS);
    assertThat(new BlockBootstrap(intervals, 100, 9).intervals(0.95))
        .isEqualTo(new BlockBootstrap(intervals, 100, 9).intervals(0.95));
  }

  @Test
  void aDayIsCutIntoABoundedNumberOfStretches() {
    var day = new ArrayList<ResponseInterval>();
    for (int part = 0; part < 12; part++) {
      day.addAll(autocorrelated(part, INTERVALS));
    }
    var drawn = new BlockBootstrap(day, 100, 1).intervals(0.95);
    assertThat(drawn.p99Micros().lower()).isLessThan(drawn.p99Micros().upper());
  }

  @Test
  void boundsForIndependentSamplesAreThoseOfTheTextbook() {
    var bounds = new BinomialBounds(0.95);
    assertThat(NormalQuantile.of(0.975)).isCloseTo(1.959964, within());
    assertThat(bounds.rate(0, 381).upper()).isLessThan(0.01);
    assertThat(bounds.rate(0, 380).upper()).isGreaterThan(0.01);
    assertThat(bounds.rate(5, 100).lower()).isCloseTo(0.021543, within());
    assertThat(bounds.rate(5, 100).upper()).isCloseTo(0.111750, within());
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-5);
  }
}
