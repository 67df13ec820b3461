package dev.pulse.reporter.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.protocol.Outcome;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.RunFixture;
import dev.pulse.reporter.run.Selection;
import dev.pulse.reporter.run.Timing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Four ways to compute a p99 that turn a failing run into a passing number. Each test takes the
 * shortcut on a run, sees it pass, and then sees the run judged FAIL.
 */
class ShortcutsTest {
  private static final long FAST_MICROS = 80_000;
  private static final long SLOW_MICROS = 900_000;
  private static final double ACCEPTANCE_MICROS = Criteria.DEFAULT.p99Micros().acceptance();

  @Test
  void averagingTheNodesP99sPassesARunOfWhichOneNodeInTwoSawItFail() {
    var run = new RunFixture("nodes", 60);
    var healthy = new ArrayList<Long>();
    var ill = new ArrayList<Long>();
    for (int second = 0; second < 60; second++) {
      add(run, healthy, "a1", second, 60, FAST_MICROS);
      add(run, ill, "a2", second, 57, FAST_MICROS);
      add(run, ill, "a2", second, 3, SLOW_MICROS);
    }

    double shortcut = (p99(healthy) + p99(ill)) / 2.0;

    assertThat(shortcut).isLessThan(ACCEPTANCE_MICROS);
    assertFails(run.data());
  }

  @Test
  void theLastMinutePassesARunThatFailedBefore() {
    var run = new RunFixture("recovered", 180);
    for (int second = 0; second < 180; second++) {
      run.ok(second, 57, FAST_MICROS).ok(second, 3, second < 120 ? SLOW_MICROS : FAST_MICROS);
    }
    var data = run.data();

    long shortcut =
        data.figures(Selection.all().between(120, 179)).response().valueAtPercentile(99);

    assertThat((double) shortcut).isLessThan(ACCEPTANCE_MICROS);
    assertFails(data);
  }

  @Test
  void theMeanOfTheSecondsP99sPassesARunThatFreezesNowAndThen() {
    var run = new RunFixture("freezes", 200);
    for (int second = 0; second < 200; second++) {
      boolean frozen = second % 10 == 0;
      run.ok(second, frozen ? 30 : 60, FAST_MICROS);
      run.ok(second, frozen ? 30 : 0, 2_500_000);
    }
    var data = run.data();

    double shortcut =
        data.timeline(Selection.all()).stream()
            .mapToLong(point -> point.p99Micros())
            .average()
            .orElseThrow();

    assertThat(shortcut).isLessThan(ACCEPTANCE_MICROS);
    assertFails(data);
  }

  @Test
  void latencyFromTheActualSendPassesARunWhoseRequestsHadToWait() {
    var run = new RunFixture("queued", 60);
    for (int second = 0; second < 60; second++) {
      run.ok(second, 57, FAST_MICROS);
      run.samples("a1", second, 3, SLOW_MICROS, FAST_MICROS, Outcome.OK);
    }
    var data = run.data();

    long shortcut = data.figures(Selection.all()).timing(Timing.SERVICE).valueAtPercentile(99);

    assertThat((double) shortcut).isLessThan(ACCEPTANCE_MICROS);
    assertFails(data);
  }

  private static void add(
      RunFixture run, List<Long> own, String agent, int second, int count, long micros) {
    run.samples(agent, second, count, 0, micros, Outcome.OK);
    for (int i = 0; i < count; i++) {
      own.add(micros);
    }
  }

  private static long p99(List<Long> micros) {
    return LatencyHistogram.of(micros.stream().mapToLong(Long::longValue).toArray())
        .valueAtPercentile(99);
  }

  private static void assertFails(RunData data) {
    var judgement = new Judge(Criteria.DEFAULT).judge(data);
    assertThat(judgement.doubts()).isEmpty();
    assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
  }
}
