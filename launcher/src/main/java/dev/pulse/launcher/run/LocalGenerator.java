package dev.pulse.launcher.run;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.options.KafkaSettings;
import dev.pulse.launcher.process.ChildFailedException;
import dev.pulse.launcher.process.ChildProcess;
import dev.pulse.launcher.process.Role;
import dev.pulse.launcher.stack.Parts;
import dev.pulse.protocol.ControlChannel;
import dev.pulse.protocol.v1.ControlRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A generator in a process of its own, on this machine. */
public final class LocalGenerator implements Generators {
  private static final Duration POLL = Duration.ofMillis(50);

  /** A control record is there long before. */
  private static final Duration LEAD = Duration.ofMillis(300);

  private final Surroundings surroundings;
  private final Parts parts;
  private final ChildProcess child;
  private @Nullable ControlChannel control;

  private LocalGenerator(Surroundings surroundings, Parts parts, ChildProcess child) {
    this.surroundings = surroundings;
    this.parts = parts;
    this.child = child;
  }

  /** Starts one for each run. */
  public static Generators.Source source(
      Surroundings surroundings, Parts parts, KafkaSettings kafka) {
    return (run, planned) -> {
      var arguments = new ArrayList<>(kafka.arguments());
      arguments.add("--run=" + run);
      arguments.addAll(planned.generatorArguments());
      arguments.add(planned.file().toString());
      var child = parts.start(Role.GENERATOR, arguments, planned.generatorVariables());
      return new LocalGenerator(surroundings, parts, child);
    };
  }

  @Override
  public int count() {
    return 1;
  }

  @Override
  public Duration lead() {
    return LEAD;
  }

  @Override
  public void prepare(ControlChannel newControl) {
    control = newControl;
  }

  @Override
  public boolean areReady() throws InterruptedException {
    if (control != null && control.poll(POLL).stream().anyMatch(ControlRecord::hasReady)) {
      return true;
    }
    if (!child.isAlive()) {
      throw notStarted();
    }
    return false;
  }

  private PulseFailure notStarted() {
    try {
      child.requireAlive();
      return new PulseFailure(ExitCode.ENVIRONMENT, "the generator ended before the load began");
    } catch (ChildFailedException e) {
      List<String> said = child.reasons();
      String why = said.isEmpty() ? String.valueOf(e.getMessage()) : String.join("\n  ", said);
      return new PulseFailure(ExitCode.ENVIRONMENT, "the load was not started:\n  " + why, e);
    }
  }

  @Override
  public String notReady() {
    return "the generator, see " + surroundings.home().log(Role.GENERATOR.command());
  }

  @Override
  public Map<String, Long> clockOffsetsMicros() {
    return Map.of();
  }

  @Override
  public boolean isLoading() {
    return child.isAlive();
  }

  @Override
  public Optional<String> stopReason() {
    return Optional.empty();
  }

  @Override
  public Optional<String> failure() throws InterruptedException {
    if (child.awaitExit(Duration.ofSeconds(1)) == 0) {
      return Optional.empty();
    }
    try {
      child.requireAlive();
      return Optional.empty();
    } catch (ChildFailedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    child.close();
    parts.forget(child);
  }
}
