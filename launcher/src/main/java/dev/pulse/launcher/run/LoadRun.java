package dev.pulse.launcher.run;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.host.Version;
import dev.pulse.launcher.options.KafkaSettings;
import dev.pulse.launcher.process.ChildFailedException;
import dev.pulse.launcher.progress.ProgressView;
import dev.pulse.launcher.progress.RunHeader;
import dev.pulse.launcher.stack.Parts;
import dev.pulse.protocol.ControlChannel;
import dev.pulse.protocol.v1.Abort;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Ended;
import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.Started;
import dev.pulse.reporter.run.RunFollower;
import dev.pulse.scenario.RunPlans;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run:
 *
 * <pre>
 * RunPlan ─▶ generators prepare ─▶ AgentReady ─▶ Started ─▶ load ─▶ Manifest ─▶ complete ─▶ Ended
 *                                                   └─ signal or threshold: Abort ┘
 * </pre>
 */
public final class LoadRun {
  private static final Logger LOG = LoggerFactory.getLogger(LoadRun.class);
  private static final Duration KAFKA_WAIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_PREPARATION = Duration.ofSeconds(90);

  private final Surroundings surroundings;
  private final Parts parts;
  private final Map<String, Object> kafka;
  private final Generators.Source source;
  private final StopRequests stops;
  private final boolean quiet;
  private final Preparation beforeLoad;
  private final Consumer<RunFollower> watcher;

  /** What else must be there before the load begins, and may start beside the generator. */
  @FunctionalInterface
  public interface Preparation {
    /** Waits until it is there. */
    void await() throws InterruptedException;
  }

  /**
   * Runs on a Kafka whose topics exist.
   *
   * @param parts a death of any but a generator breaks the run off
   * @param source who sends the load
   * @param quiet no header and no progress
   * @param beforeLoad awaited before the load begins
   * @param watcher told of each run before it begins; may ask the follower at any time, from any
   *     thread
   */
  public LoadRun(
      Surroundings surroundings,
      Parts parts,
      KafkaSettings kafka,
      Generators.Source source,
      StopRequests stops,
      boolean quiet,
      Preparation beforeLoad,
      Consumer<RunFollower> watcher) {
    this.surroundings = surroundings;
    this.parts = parts;
    this.kafka = kafka.client();
    this.source = source;
    this.stops = stops;
    this.quiet = quiet;
    this.beforeLoad = beforeLoad;
    this.watcher = watcher;
  }

  /**
   * Runs it to its end, and returns when its figures are complete or no more of them come.
   *
   * @param run run id that no other has
   * @throws PulseFailure if the load could not begin; the reason stands in the run's records, too
   */
  public FinishedRun run(String run, PlannedRun planned) throws InterruptedException {
    try (var generators = source.find(run, planned);
        var control = openControl(run);
        var follower = RunFollower.start(kafka, run)) {
      var plan =
          RunPlans.of(planned.test(), planned.group(), generators.count(), Version.current());
      send(control, ControlRecord.newBuilder().setPlan(plan));
      generators.prepare(control);
      beforeLoad.await();
      watcher.accept(follower);
      if (!quiet) {
        RunHeader.lines(run, plan).forEach(surroundings::say);
      }
      var offsets = awaitReady(control, generators);
      return load(run, plan, control, follower, generators, offsets);
    }
  }

  private ControlChannel openControl(String run) {
    try {
      return ControlChannel.open(
          kafka, run, ControlChannel.From.NOW, KAFKA_WAIT, surroundings.wall());
    } catch (TimeoutException e) {
      throw new PulseFailure(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()), e);
    }
  }

  /** Waits until all are ready; how far their clocks are off, microseconds by agent. */
  private Map<String, Long> awaitReady(ControlChannel control, Generators generators)
      throws InterruptedException {
    long deadline = surroundings.nanos().getAsLong() + LONGEST_PREPARATION.toNanos();
    try {
      while (!generators.areReady()) {
        if (Thread.interrupted()) {
          throw new InterruptedException("stopped before the load began");
        }
        requireParts();
        if (surroundings.nanos().getAsLong() > deadline) {
          throw new PulseFailure(
              ExitCode.ENVIRONMENT,
              "not ready after "
                  + LONGEST_PREPARATION.toSeconds()
                  + " s: "
                  + generators.notReady());
        }
      }
      return generators.clockOffsetsMicros();
    } catch (InterruptException e) {
      // The flag is still up, and would end the goodbye at once.
      boolean unused = Thread.interrupted();
      sayNotBegun(control);
      throw new InterruptedException("stopped before the load began");
    } catch (InterruptedException | PulseFailure e) {
      sayNotBegun(control);
      throw e;
    }
  }

  /** Tells all who prepare that nothing comes of it. */
  private static void sayNotBegun(ControlChannel control) throws InterruptedException {
    control.send(abort("not started"));
    end(control, "not started");
  }

  private void requireParts() {
    try {
      parts.requireAlive();
    } catch (ChildFailedException e) {
      throw new PulseFailure(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()), e);
    }
  }

  // ---- the load

  private FinishedRun load(
      String run,
      RunPlan plan,
      ControlChannel control,
      RunFollower follower,
      Generators generators,
      Map<String, Long> offsets)
      throws InterruptedException {
    var start = surroundings.wall().instant().plus(generators.lead());
    long startNanos = surroundings.nanos().getAsLong() + generators.lead().toNanos();
    stops.endStarting();
    send(control, ControlRecord.newBuilder().setStarted(started(start, offsets)));
    var view = new ProgressView(surroundings.terminal(), quiet);
    var course =
        new LoadCourse(
            follower,
            view,
            stops,
            () -> (surroundings.nanos().getAsLong() - startNanos) / 1_000,
            reason -> control.send(abort(reason)));
    Optional<String> failure = course.follow(generators, parts);
    failure.ifPresent(why -> control.send(abort(why)));
    if (failure.isEmpty()) {
      course.awaitComplete(parts).ifPresent(view::say);
    }
    view.end();
    String reason = failure.orElse(course.stopReason());
    end(control, reason);
    LOG.info("Run {} of {} ended: {}", run, plan.getTitle(), reason);
    return new FinishedRun(run, stops.isStopping(), failure);
  }

  private static Started started(Instant start, Map<String, Long> offsets) {
    return Started.newBuilder()
        .setAgent("launcher")
        .putAllAgentOffsetsMicros(offsets)
        .setStartEpochMicros(ChronoUnit.MICROS.between(Instant.EPOCH, start))
        .build();
  }

  private static ControlRecord.Builder abort(String reason) {
    return ControlRecord.newBuilder().setAbort(Abort.newBuilder().setReason(reason));
  }

  private static void end(ControlChannel control, String reason) throws InterruptedException {
    var ended = ControlRecord.newBuilder().setEnded(Ended.newBuilder().setStopReason(reason));
    if (!ControlChannel.await(control.send(ended), Duration.ofSeconds(5))) {
      LOG.warn("The end of the run could not be written to Kafka");
    }
  }

  private static void send(ControlChannel control, ControlRecord.Builder record)
      throws InterruptedException {
    CompletableFuture<Void> sent = control.send(record);
    if (!ControlChannel.await(sent, KAFKA_WAIT)) {
      throw new PulseFailure(
          ExitCode.ENVIRONMENT,
          "Kafka did not take a control record within " + KAFKA_WAIT.toSeconds() + " s");
    }
  }
}
