package dev.pulse.launcher.stack;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.Logging;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.PulseHome;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.process.ChildFailedException;
import dev.pulse.launcher.process.ChildProcess;
import dev.pulse.launcher.process.ChildSpec;
import dev.pulse.launcher.process.CpuLimit;
import dev.pulse.launcher.process.JvmCommand;
import dev.pulse.launcher.process.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The children of this process. Whatever is started here ends with {@link #close}, in the reverse
 * order, and, should this process die first, by itself.
 */
public final class Parts implements AutoCloseable {
  /** Longest start of a part: a broker that recovers after a crash on a busy machine. */
  public static final Duration LONGEST_START = Duration.ofMinutes(2);

  /** Between two looks at the others while one is awaited. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private static final String MAIN = "dev.pulse.launcher.Pulse";
  private static final List<String> FLAGS =
      List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

  private final Surroundings surroundings;
  private final PulseHome home;
  private final List<ChildProcess> children = new CopyOnWriteArrayList<>();
  private final List<CpuLimit> limits = new CopyOnWriteArrayList<>();

  /** None yet. The data folder must exist. */
  public Parts(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.home = surroundings.home();
  }

  /** The same with the JVM flags of its role alone. */
  public ChildProcess start(Role role, List<String> arguments, Map<String, String> variables) {
    return start(role, List.of(), arguments, variables);
  }

  /**
   * Starts a part and returns at once.
   *
   * @param more JVM flags, which win over those of the role
   * @param arguments of its hidden command; no secrets
   * @param variables of its environment; may be secrets
   */
  public ChildProcess start(
      Role role, List<String> more, List<String> arguments, Map<String, String> variables) {
    var flags = new ArrayList<>(FLAGS);
    flags.addAll(role.flags());
    flags.addAll(more);
    flags.addAll(ClassArchives.flags(role));
    flags.add("-D" + Logging.ROLE + "=" + role.command());
    var command = new ArrayList<>(List.of(role.command()));
    command.addAll(arguments);
    var environment = new HashMap<>(variables);
    environment.put(PulseHome.VARIABLE, home.root().toString());
    var spec =
        new ChildSpec(
            role,
            JvmCommand.of(flags, MAIN, command),
            environment,
            home.log(role.command()),
            surroundings::say);
    try {
      var child = ChildProcess.start(spec);
      children.add(child);
      return child;
    } catch (IOException e) {
      throw new PulseFailure(
          ExitCode.ENVIRONMENT,
          "the " + role.command() + " cannot be started: " + e.getMessage(),
          e);
    }
  }

  /**
   * Holds a part to a share of a core from now on.
   *
   * @param cores see {@link CpuLimit}
   */
  public void hold(ChildProcess child, double cores) {
    try {
      limits.add(CpuLimit.on(child.handle(), cores, surroundings.nanos()));
    } catch (IOException e) {
      throw new PulseFailure(
          ExitCode.ENVIRONMENT, "the CPU of a part cannot be limited: " + e.getMessage(), e);
    }
  }

  /**
   * Waits until a part serves.
   *
   * @return what it says others need to reach it
   * @throws PulseFailure with its own reason if it does not
   */
  public static Map<String, String> await(ChildProcess child) throws InterruptedException {
    try {
      return child.awaitReady(LONGEST_START);
    } catch (ChildFailedException e) {
      throw new PulseFailure(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The same for a part that can't begin without the others.
   *
   * @throws PulseFailure also, and at once, if one of the others dies meanwhile
   */
  public Map<String, String> awaitBesideOthers(ChildProcess child) throws InterruptedException {
    long deadline = surroundings.nanos().getAsLong() + LONGEST_START.toNanos();
    while (surroundings.nanos().getAsLong() < deadline && !child.isDecidedWithin(LOOK)) {
      requireAliveBeside(child);
    }
    return await(child);
  }

  private void requireAliveBeside(ChildProcess child) {
    try {
      for (ChildProcess other : children) {
        if (other != child && other.role() != Role.GENERATOR) {
          other.requireAlive();
        }
      }
    } catch (ChildFailedException e) {
      throw new PulseFailure(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Does nothing while all parts run that should.
   *
   * @throws ChildFailedException if one has died; the generator may have ended
   */
  public void requireAlive() throws ChildFailedException {
    for (ChildProcess child : children) {
      if (child.role() != Role.GENERATOR) {
        child.requireAlive();
      }
    }
  }

  /** Forgets a part that has ended by itself. */
  public void forget(ChildProcess child) {
    children.remove(child);
  }

  /** Ends all at once, without a chance to save anything. */
  public void kill() {
    children.forEach(ChildProcess::kill);
  }

  /** Ends all side by side, but Kafka after those that may still have something to write to it. */
  @Override
  public void close() {
    limits.forEach(CpuLimit::close);
    var clients = children.stream().filter(child -> child.role() != Role.BROKER).toList();
    clients.forEach(ChildProcess::askToEnd);
    clients.forEach(ChildProcess::close);
    children.forEach(ChildProcess::close);
    children.clear();
  }
}
