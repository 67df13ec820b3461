package dev.pulse.launcher.stack;

import dev.pulse.launcher.host.HomeLock;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.options.KafkaSettings;
import dev.pulse.launcher.process.ChildProcess;
import dev.pulse.launcher.process.Role;
import dev.pulse.sandbox.Fault;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a load needs around it, on this machine: started side by side, awaited one after the other,
 * and said so.
 */
public final class LocalStack {
  private final Surroundings surroundings;
  private final Parts parts;
  private final boolean quiet;
  private final long beginNanos;
  private boolean aggregatorSaid;

  /** None of it yet. */
  public LocalStack(Surroundings surroundings, Parts parts, boolean quiet) {
    this.surroundings = surroundings;
    this.parts = parts;
    this.quiet = quiet;
    this.beginNanos = surroundings.nanos().getAsLong();
  }

  /**
   * Starts the sandbox and returns at once.
   *
   * @param port that it prefers
   * @param fault what is built in to be found, if anything
   */
  public ChildProcess startSandbox(int port, Optional<Fault> fault) {
    return parts.start(
        Role.SANDBOX,
        fault.map(Fault::jvmFlags).orElse(List.of()),
        List.of("--port=" + port, "--fault=" + fault.map(Fault::label).orElse("")),
        Map.of());
  }

  /** Starts Kafka and returns at once. */
  public ChildProcess startBroker() {
    return parts.start(Role.BROKER, List.of(), Map.of());
  }

  /** Starts the aggregator on a Kafka that answers, and returns at once. */
  public ChildProcess startAggregator(KafkaSettings kafka) {
    return parts.start(Role.AGGREGATOR, kafka.arguments(), Map.of());
  }

  /**
   * Waits for the sandbox.
   *
   * @return its base URL
   */
  public String awaitSandbox(ChildProcess sandbox, int port) throws InterruptedException {
    var facts = Parts.await(sandbox);
    String url = facts.getOrDefault("url", "");
    boolean preferred = Boolean.parseBoolean(facts.get("preferred"));
    say("PostgreSQL and Redis", "");
    say("sandbox API", url + (preferred ? "" : " (port " + port + " is taken)"));
    return url;
  }

  /** Holds a sandbox that serves to the CPU that its fault leaves it, where it does. */
  public void hold(ChildProcess sandbox, Optional<Fault> fault) {
    fault.map(Fault::cores).ifPresent(cores -> cores.ifPresent(at -> parts.hold(sandbox, at)));
    fault.ifPresent(built -> say("fault", built.label() + ": " + built.description()));
  }

  /**
   * Waits for Kafka.
   *
   * @param lock lets other commands on the same data folder know of it
   * @return its address
   */
  public String awaitBroker(ChildProcess broker, Optional<HomeLock> lock)
      throws InterruptedException {
    String bootstrap = Parts.await(broker).getOrDefault("bootstrap", "");
    lock.ifPresent(held -> held.publishAddress(bootstrap));
    say("Kafka", bootstrap + ", data in " + surroundings.home().kafka());
    return bootstrap;
  }

  /** Waits for the aggregator, as long as its Kafka lives; says so the first time. */
  public void awaitAggregator(ChildProcess aggregator) throws InterruptedException {
    parts.awaitBesideOthers(aggregator);
    if (!aggregatorSaid) {
      aggregatorSaid = true;
      say("aggregator", "");
    }
  }

  /** Says that something is there, and since when. */
  public void say(String what, String where) {
    if (!quiet) {
      double seconds = (surroundings.nanos().getAsLong() - beginNanos) / 1e9;
      surroundings.say(
          String.format(Locale.ROOT, "  %5.1f s  %-22s %s", seconds, what, where).stripTrailing());
    }
  }
}
