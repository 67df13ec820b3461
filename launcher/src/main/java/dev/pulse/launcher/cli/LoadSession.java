package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.HomeLock;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.run.FinishedRun;
import dev.pulse.launcher.run.LoadRun;
import dev.pulse.launcher.run.PlannedRun;
import dev.pulse.launcher.run.RunIds;
import dev.pulse.launcher.run.RunWatcher;
import dev.pulse.launcher.run.StopRequests;
import dev.pulse.launcher.stack.LocalStack;
import dev.pulse.launcher.stack.Parts;
import dev.pulse.reporter.run.RunCatalog;
import dev.pulse.reporter.run.RunEntry;
import dev.pulse.reporter.verdict.Criteria;
import dev.pulse.scenario.LoadTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One command that runs loads, from its options to its exit code. Everything is checked before
 * anything starts; everything that was started ends with it.
 */
final class LoadSession {
  private final Surroundings surroundings;
  private final RunOptions options;
  private final Parts parts;
  private final StopRequests stops;

  LoadSession(Surroundings surroundings, RunOptions options) {
    this.surroundings = surroundings;
    this.options = options;
    this.parts = new Parts(surroundings);
    this.stops = new StopRequests(this::endAtOnce);
  }

  /** Runs scenario files against what they name. */
  ExitCode run(List<Path> files) throws InterruptedException {
    return run(files, OptionalInt.empty());
  }

  /** Runs a scenario file against a sandbox of its own. */
  ExitCode demo(Path file, int sandboxPort) throws InterruptedException {
    return run(List.of(file), OptionalInt.of(sandboxPort));
  }

  private ExitCode run(List<Path> files, OptionalInt sandboxPort) throws InterruptedException {
    requireConsistentOptions();
    var criteria = options.judging.criteria();
    files.forEach(file -> options.scenario.load(file, surroundings));
    boolean ownsData = options.kafka.address().isEmpty() || sandboxPort.isPresent();
    var lock =
        ownsData ? Optional.of(HomeLock.take(surroundings.home())) : Optional.<HomeLock>empty();
    surroundings.home().create();
    stops.listen();
    stops.beginStarting();
    try (parts) {
      return start(files, sandboxPort, lock, criteria);
    } catch (InterruptedException e) {
      surroundings.say("pulse: stopped before the load began, nothing was measured");
      return ExitCode.INTERRUPTED;
    } finally {
      lock.ifPresent(HomeLock::close);
    }
  }

  private void requireConsistentOptions() {
    if (options.noAggregator && options.kafka.address().isEmpty()) {
      throw new PulseFailure(
          ExitCode.BAD_CONFIGURATION,
          "--no-aggregator needs --kafka HOST:PORT, a Kafka that an aggregator works on");
    }
  }

  /** Starts side by side, awaits in the order in which a reader would expect them. */
  private ExitCode start(
      List<Path> files, OptionalInt sandboxPort, Optional<HomeLock> lock, Criteria criteria)
      throws InterruptedException {
    var stack = new LocalStack(surroundings, parts, options.quiet);
    var sandbox =
        sandboxPort.isPresent()
            ? Optional.of(stack.startSandbox(sandboxPort.getAsInt()))
            : Optional.<dev.pulse.launcher.process.ChildProcess>empty();
    var broker =
        options.kafka.address().isEmpty()
            ? Optional.of(stack.startBroker())
            : Optional.<dev.pulse.launcher.process.ChildProcess>empty();
    if (sandbox.isPresent()) {
      String url = stack.awaitSandbox(sandbox.get(), sandboxPort.getAsInt());
      options.scenario.variableIfAbsent("BASE_URL", url);
    }
    String bootstrap =
        broker.isPresent()
            ? stack.awaitBroker(broker.get(), lock)
            : options.kafka.address().orElseThrow();
    Kafka.createTopics(bootstrap);
    if (!options.noAggregator) {
      stack.awaitAggregator(stack.startAggregator(bootstrap));
    }
    return load(files, bootstrap, criteria);
  }

  private ExitCode load(List<Path> files, String bootstrap, Criteria criteria)
      throws InterruptedException {
    var catalog =
        new RunCatalog(Map.of("bootstrap.servers", bootstrap), surroundings.wall());
    Set<String> taken = new HashSet<>();
    catalog.list().stream().map(RunEntry::run).forEach(taken::add);
    var loads =
        new LoadRun(surroundings, parts, bootstrap, stops, options.quiet, RunWatcher.NONE);
    var finished = new ArrayList<FinishedRun>();
    Optional<PulseFailure> failure = Optional.empty();
    String group = "";
    for (Path file : files) {
      if (stops.isStopping() || failure.isPresent()) {
        break;
      }
      var test = options.scenario.load(file, surroundings);
      String run = RunIds.next(surroundings.wall().instant(), test.name(), taken);
      taken.add(run);
      group = group.isEmpty() ? run : group;
      try {
        finished.add(loads.run(run, planned(test, file, group)));
      } catch (PulseFailure e) {
        failure = Optional.of(e);
      }
    }
    if (finished.isEmpty()) {
      throw failure.orElseThrow();
    }
    failure.ifPresent(e -> surroundings.say("pulse: " + e.getMessage()));
    var results = new RunResults(surroundings, bootstrap, options, criteria);
    var code = results.present(finished);
    return failure.isPresent() ? code.worse(ExitCode.ENVIRONMENT) : code;
  }

  private PlannedRun planned(LoadTest test, Path file, String group) {
    var arguments = new ArrayList<>(options.scenario.argumentsWithoutVariables(test.seed()));
    options.allowedTargets.forEach(host -> arguments.add("--allow-target=" + host));
    var variables = new java.util.HashMap<String, String>();
    options
        .scenario
        .variables()
        .forEach(
            (name, value) ->
                variables.put(dev.pulse.launcher.roles.GeneratorRole.VARIABLE_PREFIX + name, value));
    return new PlannedRun(test, file, arguments, variables, group);
  }

  /** The second Ctrl-C. */
  private void endAtOnce() {
    surroundings.say(
        "\npulse: ended at once; samples that were not yet in Kafka are lost, the run stays"
            + " without an end, pulse show latest tells what is there");
    parts.kill();
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
  }
}
