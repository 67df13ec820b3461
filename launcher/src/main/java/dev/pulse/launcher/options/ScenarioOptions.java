package dev.pulse.launcher.options;

import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.scenario.Durations;
import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.Ramp;
import dev.pulse.scenario.UserPool;
import dev.pulse.scenario.file.Overrides;
import dev.pulse.scenario.file.ScenarioException;
import dev.pulse.scenario.file.ScenarioFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the command line says about a scenario, shared by all commands that read one. */
public final class ScenarioOptions {
  private static final String VARIABLE_PREFIX = "PULSE_E_";

  @Option(
      names = {"-e", "--env"},
      paramLabel = "KEY=VALUE",
      description = "Variable for the scenario, over one of the environment. Repeatable.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Option(
      names = {"-u", "--vus"},
      paramLabel = "N",
      description = "Number of virtual users, instead of the file's.")
  private @Nullable Integer vus;

  @Option(
      names = {"-d", "--duration"},
      paramLabel = "30m",
      converter = DurationConverter.class,
      description = "Length, such as 90s or 1h30m, instead of the file's.")
  private @Nullable Duration duration;

  @Option(
      names = {"-s", "--stage"},
      paramLabel = "2m:100",
      converter = RampConverter.class,
      description = "Stage as DURATION:VUS, instead of the file's stages. Repeatable.")
  private List<Ramp> stages = new ArrayList<>();

  @Option(names = "--tag", paramLabel = "KEY=VALUE", description = "Tag of the run. Repeatable.")
  private Map<String, String> tags = new LinkedHashMap<>();

  @Option(names = "--seed", paramLabel = "N", description = "Makes mix and think times repeatable.")
  private @Nullable Long seed;

  @Option(
      names = "--insecure-skip-tls-verify",
      description = "Accept any TLS certificate of the target.")
  private boolean insecureSkipTlsVerify;

  /** For picocli. */
  public ScenarioOptions() {}

  /** The variables as environment of a {@code pulse generator}, which other users cannot read. */
  public Map<String, String> environmentOfGenerator() {
    var environment = new LinkedHashMap<String, String>();
    variables.forEach((name, value) -> environment.put(VARIABLE_PREFIX + name, value));
    return environment;
  }

  /** Takes over what {@link #environmentOfGenerator} holds, but for what is set already. */
  public void takeVariables(Map<String, String> environment) {
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(VARIABLE_PREFIX)) {
            variableIfAbsent(name.substring(VARIABLE_PREFIX.length()), value);
          }
        });
  }

  /** Adds a variable unless the command line sets it. */
  public void variableIfAbsent(String name, String value) {
    variables.putIfAbsent(name, value);
  }

  /**
   * Reads a file with these options.
   *
   * @throws PulseFailure with all that is wrong with it
   */
  public LoadTest load(Path file, Surroundings surroundings) {
    return load(file, surroundings, Optional.empty());
  }

  /**
   * The same with users that are known already, so that the users file need not be here.
   *
   * @throws PulseFailure with all that is wrong with it
   */
  public LoadTest load(Path file, Surroundings surroundings, Optional<UserPool> users) {
    try {
      return ScenarioFile.load(
          file, ScenarioFile.variables(variables, surroundings.environment()), overrides(), users);
    } catch (ScenarioException e) {
      throw PulseFailure.inFile(String.join("\n", e.lines()), e);
    }
  }

  /**
   * The same again as arguments for another process, all but the variables.
   *
   * @param seedOfTest the seed that the test was read with, so that both have the same
   */
  public List<String> argumentsWithoutVariables(long seedOfTest) {
    var arguments = new ArrayList<String>();
    if (vus != null) {
      arguments.add("--vus=" + vus);
    }
    if (duration != null) {
      arguments.add("--duration=" + duration.toMillis() + "ms");
    }
    for (Ramp stage : stages) {
      arguments.add("--stage=" + stage.duration().toMillis() + "ms:" + stage.target());
    }
    tags.forEach((key, value) -> arguments.add("--tag=" + key + "=" + value));
    arguments.add("--seed=" + seedOfTest);
    if (insecureSkipTlsVerify) {
      arguments.add("--insecure-skip-tls-verify");
    }
    return arguments;
  }

  private Overrides overrides() {
    return new Overrides(
        vus == null ? OptionalInt.empty() : OptionalInt.of(vus),
        Optional.ofNullable(duration),
        stages,
        seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
        tags,
        insecureSkipTlsVerify);
  }

  /** Reads {@code 90s}. */
  public static final class DurationConverter
      implements picocli.CommandLine.ITypeConverter<Duration> {
    /** For picocli. */
    public DurationConverter() {}

    @Override
    public Duration convert(String typed) {
      try {
        return Durations.parse(typed);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Reads {@code 2m:100}. */
  static final class RampConverter implements picocli.CommandLine.ITypeConverter<Ramp> {
    @Override
    public Ramp convert(String typed) {
      int colon = typed.lastIndexOf(':');
      if (colon < 0 || !typed.substring(colon + 1).matches("\\d{1,7}")) {
        throw new TypeConversionException(
            "a stage must be DURATION:VUS such as 2m:100, is \"" + typed + "\"");
      }
      var length = new DurationConverter().convert(typed.substring(0, colon));
      return new Ramp(length, Integer.parseInt(typed.substring(colon + 1)));
    }
  }
}
