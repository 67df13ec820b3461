package dev.pulse.launcher.run;

import dev.pulse.launcher.process.ChildFailedException;
import dev.pulse.launcher.progress.ProgressFigures;
import dev.pulse.launcher.progress.ProgressView;
import dev.pulse.launcher.stack.Parts;
import dev.pulse.reporter.run.Accounting;
import dev.pulse.reporter.run.RunFollower;
import dev.pulse.reporter.verdict.ThresholdEvaluation;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The course of a load: shows progress, ends it early on a request or a threshold, notices when a
 * part dies, and waits for the figures. Belongs to one thread.
 */
final class LoadCourse {
  /** No new figures for this long after the load: no more will come. */
  static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

  /** Between two looks at the thresholds: half of an interval, so that none waits for long. */
  private static final long LOOK_MICROS = 500_000;

  private static final Duration TICK = Duration.ofMillis(100);

  private final RunFollower follower;
  private final ProgressView view;
  private final StopRequests stops;
  private final LongSupplier elapsedMicros;
  private final Consumer<String> abort;
  private String stopReason = "";
  private long nextLookMicros;

  /**
   * A course.
   *
   * @param elapsedMicros since the load's start; negative before
   * @param abort tells the agents to stop gracefully, with the reason
   */
  LoadCourse(
      RunFollower follower,
      ProgressView view,
      StopRequests stops,
      LongSupplier elapsedMicros,
      Consumer<String> abort) {
    this.follower = follower;
    this.view = view;
    this.stops = stops;
    this.elapsedMicros = elapsedMicros;
    this.abort = abort;
  }

  /** Why the load was ended before its end; empty where it was not. */
  String stopReason() {
    return stopReason;
  }

  /**
   * Follows until the generators have ended.
   *
   * @return what broke the run off, if anything did
   */
  Optional<String> follow(Generators generators, Parts parts) throws InterruptedException {
    while (generators.isLoading()) {
      stops.await(TICK);
      stopWhereAsked();
      stopWhereOneIsGone(generators);
      if (elapsedMicros.getAsLong() >= nextLookMicros) {
        nextLookMicros = elapsedMicros.getAsLong() + LOOK_MICROS;
        stopAtThreshold();
      }
      if (view.isDue(elapsedMicros.getAsLong())) {
        show();
      }
      try {
        parts.requireAlive();
      } catch (ChildFailedException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
    stopWhereOneIsGone(generators);
    return generators.failure();
  }

  /**
   * Waits until every sample is in the figures.
   *
   * @return what is still missing when no more figures come; empty if all are there
   */
  Optional<String> awaitComplete(Parts parts) throws InterruptedException {
    long received = -1;
    long changedMicros = elapsedMicros.getAsLong();
    while (true) {
      var accounting = follower.read(Accounting::of);
      if (accounting.isComplete()) {
        return Optional.empty();
      }
      long now = elapsedMicros.getAsLong();
      if (accounting.received() != received) {
        received = accounting.received();
        changedMicros = now;
      }
      boolean silent = now - changedMicros > LONGEST_SILENCE.toNanos() / 1_000;
      if (silent || !partsAlive(parts)) {
        return Optional.of("figures are missing: " + String.join("; ", accounting.faults()));
      }
      stops.await(TICK);
    }
  }

  private void stopWhereAsked() {
    if (stops.isStopping() && stopReason.isEmpty()) {
      stop("signal");
      view.say("stopping the load gracefully; again to end everything at once");
    }
  }

  private void stopWhereOneIsGone(Generators generators) {
    var reason = generators.stopReason();
    if (reason.isPresent() && stopReason.isEmpty()) {
      stop(reason.get());
      view.say("stopping the load: " + reason.get());
    }
  }

  private void stopAtThreshold() {
    if (stopReason.isEmpty()) {
      follower
          .read(ThresholdEvaluation::toAbort)
          .ifPresent(
              crossed -> {
                stop("threshold " + crossed.metric() + " " + crossed.expression());
                view.say("stopping the load: threshold crossed, " + crossed.text());
              });
    }
  }

  private void stop(String reason) {
    stopReason = reason;
    abort.accept(reason);
  }

  private void show() {
    long now = Math.max(0, elapsedMicros.getAsLong());
    var figures = follower.read(data -> ProgressFigures.of(data, now));
    view.show(stopReason.isEmpty() ? "running" : "stopping", figures);
  }

  private static boolean partsAlive(Parts parts) {
    try {
      parts.requireAlive();
      return true;
    } catch (ChildFailedException e) {
      return false;
    }
  }
}
