package dev.pulse.launcher.cli;

import dev.pulse.launcher.agents.AgentFleet;
import dev.pulse.launcher.agents.RemoteSource;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.HomeLock;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.options.KafkaSettings;
import dev.pulse.launcher.process.ChildProcess;
import dev.pulse.launcher.run.FinishedRun;
import dev.pulse.launcher.run.Generators;
import dev.pulse.launcher.run.LoadRun;
import dev.pulse.launcher.run.LocalGenerator;
import dev.pulse.launcher.run.PlannedRun;
import dev.pulse.launcher.run.RunIds;
import dev.pulse.launcher.run.StopRequests;
import dev.pulse.launcher.stack.LocalStack;
import dev.pulse.launcher.stack.Parts;
import dev.pulse.reporter.run.RunCatalog;
import dev.pulse.reporter.run.RunEntry;
import dev.pulse.sandbox.Fault;
import dev.pulse.scenario.LoadTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One command that runs loads, from its options to its exit code. Everything is checked before
 * anything starts; everything that was started ends with it.
 */
final class LoadSession {
  private final Surroundings surroundings;
  private final RunOptions options;
  private final AgentOptions agents;
  private final Parts parts;
  private final StopRequests stops;
  private final LocalStack stack;
  private final RunSinks sinks;
  private final RunCollectors collectors;

  LoadSession(Surroundings surroundings, RunOptions options, AgentOptions agents) {
    this.surroundings = surroundings;
    this.options = options;
    this.agents = agents;
    this.parts = new Parts(surroundings);
    this.stops = new StopRequests(this::endAtOnce);
    this.stack = new LocalStack(surroundings, parts, options.quiet);
    this.sinks = new RunSinks(surroundings);
    this.collectors = new RunCollectors(surroundings, options);
  }

  /** Runs scenario files against what they name. */
  ExitCode run(List<Path> files) {
    return run(files, Optional.empty());
  }

  /** Runs a scenario file against a sandbox of its own. */
  ExitCode demo(Path file, OwnSandbox sandbox) {
    return run(List.of(file), Optional.of(sandbox));
  }

  /**
   * A sandbox that this command starts.
   *
   * @param port that it prefers
   * @param fault what is built in to be found, if anything
   */
  record OwnSandbox(int port, Optional<Fault> fault) {}

  private ExitCode run(List<Path> files, Optional<OwnSandbox> sandbox) {
    var named = options.kafka.settings(surroundings);
    requireConsistentOptions(named);
    sinks.check(options.influxOutputs());
    var yardstick = new Yardstick(options.judging.criteria(), options.rules.read());
    files.forEach(file -> collectors.plan(options.scenario.load(file, surroundings)));
    var lock =
        named.isEmpty() || sandbox.isPresent()
            ? Optional.of(takeHome())
            : Optional.<HomeLock>empty();
    surroundings.home().create();
    stops.listen();
    stops.beginStarting();
    try (parts;
        var live = LiveView.begin(options, stack)) {
      return start(files, named, sandbox, lock, yardstick, live);
    } catch (InterruptedException e) {
      surroundings.say("pulse: stopped before the load began, nothing was measured");
      return ExitCode.INTERRUPTED;
    } finally {
      stops.endStarting();
      lock.ifPresent(HomeLock::close);
    }
  }

  private void requireConsistentOptions(Optional<KafkaSettings> named) {
    if (agents.areWanted() && named.isEmpty()) {
      throw new PulseFailure(
          ExitCode.BAD_CONFIGURATION,
          "--agents needs --kafka HOST:PORT, the Kafka that the agents wait at");
    }
    if (options.noAggregator && named.isEmpty()) {
      throw new PulseFailure(
          ExitCode.BAD_CONFIGURATION,
          "--no-aggregator needs --kafka HOST:PORT, a Kafka that an aggregator works on");
    }
  }

  private HomeLock takeHome() {
    return HomeLock.take(surroundings.home());
  }

  /** Starts side by side, awaits in the order in which a reader would expect them. */
  private ExitCode start(
      List<Path> files,
      Optional<KafkaSettings> named,
      Optional<OwnSandbox> sandbox,
      Optional<HomeLock> lock,
      Yardstick yardstick,
      LiveView live)
      throws InterruptedException {
    Optional<ChildProcess> broker =
        named.isEmpty() ? Optional.of(stack.startBroker()) : Optional.empty();
    if (sandbox.isPresent()) {
      int port = sandbox.get().port();
      var started = stack.startSandbox(port, sandbox.get().fault());
      String url = stack.awaitSandbox(started, port);
      stack.hold(started, sandbox.get().fault());
      options.scenario.variableIfAbsent("BASE_URL", url);
      collectors.addSandbox(sandbox.get().fault());
    }
    KafkaSettings kafka =
        broker.isPresent()
            ? KafkaSettings.at(stack.awaitBroker(broker.get(), lock))
            : named.orElseThrow();
    Kafka.createTopics(kafka);
    Optional<ChildProcess> aggregator =
        options.noAggregator ? Optional.empty() : Optional.of(stack.startAggregator(kafka));
    LoadRun.Preparation beforeLoad = () -> await(aggregator);
    try (sinks) {
      sinks.start(options.influxOutputs(), kafka);
      var code = load(files, kafka, beforeLoad, yardstick, live);
      sinks.finish();
      return code;
    }
  }

  private ExitCode load(
      List<Path> files,
      KafkaSettings kafka,
      LoadRun.Preparation beforeLoad,
      Yardstick yardstick,
      LiveView live)
      throws InterruptedException {
    if (!agents.areWanted()) {
      var source = LocalGenerator.source(surroundings, parts, kafka);
      return load(files, loads(kafka, source, beforeLoad, live), kafka, yardstick, live);
    }
    try (var fleet = AgentFleet.open(kafka, surroundings)) {
      var source = new RemoteSource(fleet, agents.request(), surroundings, options.quiet);
      return load(files, loads(kafka, source, beforeLoad, live), kafka, yardstick, live);
    }
  }

  private LoadRun loads(
      KafkaSettings kafka,
      Generators.Source source,
      LoadRun.Preparation beforeLoad,
      LiveView live) {
    return new LoadRun(
        surroundings, parts, kafka, source, stops, options.quiet, beforeLoad, live::show);
  }

  private void await(Optional<ChildProcess> aggregator) throws InterruptedException {
    if (aggregator.isPresent()) {
      stack.awaitAggregator(aggregator.get());
    }
  }

  private ExitCode load(
      List<Path> files, LoadRun loads, KafkaSettings kafka, Yardstick yardstick, LiveView live)
      throws InterruptedException {
    var finished = new ArrayList<FinishedRun>();
    Optional<PulseFailure> failure = Optional.empty();
    var taken = runsIn(kafka);
    for (Path file : files) {
      if (stops.isStopping() || failure.isPresent()) {
        break;
      }
      var test = options.scenario.load(file, surroundings);
      String run = RunIds.next(surroundings.wall().instant(), test.name(), taken) + suffix();
      taken.add(run);
      sinks.add(run);
      String group = finished.isEmpty() ? run : finished.get(0).run();
      var watch = collectors.during(run, test, kafka);
      try {
        finished.add(loads.run(run, planned(test, file, group)));
      } catch (PulseFailure e) {
        failure = Optional.of(e);
      } finally {
        // Before the report, which reads what it has sent.
        watch.close();
      }
    }
    return present(finished, failure, kafka, yardstick, live);
  }

  private ExitCode present(
      List<FinishedRun> finished,
      Optional<PulseFailure> failure,
      KafkaSettings kafka,
      Yardstick yardstick,
      LiveView live) {
    if (finished.isEmpty()) {
      throw failure.orElseThrow();
    }
    failure.ifPresent(e -> surroundings.say("pulse: " + e.getMessage()));
    var code = new RunResults(surroundings, kafka, options, yardstick).present(finished, live);
    return failure.isPresent() ? code.worse(ExitCode.ENVIRONMENT) : code;
  }

  private Set<String> runsIn(KafkaSettings kafka) {
    var catalog = new RunCatalog(kafka.client(), surroundings.wall());
    var runs = new HashSet<String>();
    catalog.list().stream().map(RunEntry::run).forEach(runs::add);
    return runs;
  }

  /** On a Kafka of many, two commands may plan runs of one name in the same second. */
  private String suffix() {
    return options.kafka.address().isEmpty()
        ? ""
        : "-" + UUID.randomUUID().toString().substring(0, 4);
  }

  private PlannedRun planned(LoadTest test, Path file, String group) {
    var arguments = new ArrayList<>(options.scenario.argumentsWithoutVariables(test.seed()));
    options.allowedTargets.forEach(host -> arguments.add("--allow-target=" + host));
    return new PlannedRun(test, file, arguments, options.scenario.environmentOfGenerator(), group);
  }

  /** The second Ctrl-C. */
  private void endAtOnce() {
    surroundings.say(
        "\npulse: ended at once; samples that were not yet in Kafka are lost, and the run stays"
            + " without an end: pulse show latest tells what is there");
    parts.kill();
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
  }
}
