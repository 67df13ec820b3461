package dev.pulse.launcher.progress;

import dev.pulse.aggregator.sink.SinkProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person should hear of a sink, and when: at once that nothing gets through and how much
 * waits, again every ten seconds, and that it goes on. Belongs to one thread.
 */
public final class SinkNews {
  /** Results are committed every second or so, and so nothing may be written for as long. */
  private static final Duration SLOW = Duration.ofSeconds(5);

  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final String target;
  private final Duration routine;
  private long points;
  private long behind;
  private long told;
  private long movedNanos;
  private long saidNanos;
  private boolean stuck;

  /**
   * Of a sink that begins.
   *
   * @param target InfluxDB's address, for people
   * @param routine between two words on a sink that works; never where zero
   * @param nanos now, monotonic
   */
  public SinkNews(String target, Duration routine, long nanos) {
    this.target = target;
    this.routine = routine;
    movedNanos = nanos;
    saidNanos = nanos;
  }

  /**
   * What there is to say, if anything.
   *
   * @param nanos now, monotonic
   */
  public Optional<String> at(long nanos, SinkProgress now) {
    if (now.points() != points || now.behind() < behind || now.behind() == 0) {
      movedNanos = nanos;
    }
    points = now.points();
    behind = now.behind();
    var still = Duration.ofNanos(nanos - movedNanos);
    boolean wasStuck = stuck;
    stuck = now.behind() > 0 && (!now.trouble().isEmpty() || still.compareTo(SLOW) >= 0);
    if (stuck) {
      return !wasStuck || isDue(nanos, AGAIN)
          ? say(
              nanos,
              now,
              String.format(
                  Locale.ROOT,
                  "InfluxDB at %s takes nothing, for %ds%s",
                  target,
                  still.toSeconds(),
                  reason(now)))
          : Optional.empty();
    }
    if (wasStuck) {
      return say(nanos, now, "InfluxDB at " + target + " takes points again");
    }
    boolean isNew = now.points() != told || now.behind() > 0;
    return !routine.isZero() && isNew && isDue(nanos, routine)
        ? say(nanos, now, String.format(Locale.ROOT, "%,d points written", now.points()))
        : Optional.empty();
  }

  private boolean isDue(long nanos, Duration step) {
    return nanos - saidNanos >= step.toNanos();
  }

  private Optional<String> say(long nanos, SinkProgress now, String what) {
    saidNanos = nanos;
    told = now.points();
    String refused =
        now.rejected() == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d points refused", now.rejected());
    return Optional.of(
        String.format(Locale.ROOT, "%s; %,d records wait in Kafka%s", what, now.behind(), refused));
  }

  private static String reason(SinkProgress now) {
    return now.trouble().isEmpty() ? "" : " (" + now.trouble() + ")";
  }
}
