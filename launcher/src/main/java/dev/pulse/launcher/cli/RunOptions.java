package dev.pulse.launcher.cli;

import dev.pulse.launcher.live.LivePage;
import dev.pulse.launcher.options.ScenarioOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that run a load. */
final class RunOptions {
  @Mixin ScenarioOptions scenario = new ScenarioOptions();
  @Mixin JudgingOptions judging = new JudgingOptions();
  @Mixin RulesOption rules = new RulesOption();
  @Mixin SummaryOptions summary = new SummaryOptions();
  @Mixin Kafka kafka = new Kafka();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "json=FILE|csv=FILE|influxdb=URL",
      converter = RunOutput.Converter.class,
      description =
          "Also write every sample to a file, when the run is over; or the figures to InfluxDB"
              + " while it runs (http://localhost:8086/DATABASE; token in PULSE_INFLUXDB_TOKEN, or"
              + " PULSE_INFLUXDB_USER and PULSE_INFLUXDB_PASSWORD). Repeatable.")
  List<RunOutput> outputs = new ArrayList<>();

  @Option(
      names = "--collect",
      paramLabel = "FILE",
      description =
          "Watch the system under test while the load is on: PostgreSQL, Redis, Prometheus,"
              + " processes, as the file says. Goes before what the scenario names. See"
              + " docs/collecting.md.")
  @Nullable Path collect;

  @Option(
      names = "--no-thresholds",
      description = "Crossed thresholds of the scenario file do not fail the command.")
  boolean noThresholds;

  @Option(
      names = {"-q", "--quiet"},
      description = "No header, no progress.")
  boolean quiet;

  @Option(
      names = "--allow-target",
      paramLabel = "HOST",
      description =
          "Host that may be loaded though it is neither loopback nor private. Repeatable.")
  Set<String> allowedTargets = new LinkedHashSet<>();

  @Option(
      names = "--no-aggregator",
      description = "With --kafka: start no aggregator, as one runs there already.")
  boolean noAggregator;

  @Option(
      names = "--live-port",
      paramLabel = "N",
      defaultValue = "" + LivePage.DEFAULT_PORT,
      description =
          "Port of the live page on 127.0.0.1; the next free one where it is taken. Default:"
              + " ${DEFAULT-VALUE}")
  int livePort = LivePage.DEFAULT_PORT;

  @Option(names = "--no-live", description = "No live page.")
  boolean noLive;

  /** For picocli. */
  RunOptions() {}

  List<SampleFile> sampleFiles() {
    return of(SampleFile.class);
  }

  List<InfluxOutput> influxOutputs() {
    return of(InfluxOutput.class);
  }

  private <T extends RunOutput> List<T> of(Class<T> kind) {
    return outputs.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
