package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.reporter.run.RunCatalog;
import dev.pulse.reporter.run.RunEntry;
import dev.pulse.scenario.Durations;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the runs. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = "List the runs in Kafka, oldest first.",
    footer = {"", "Example:", "  pulse runs"})
final class RunsCommand implements Callable<Integer> {
  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Surroundings surroundings;

  @Mixin private Kafka kafka = new Kafka();

  RunsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (var open = kafka.open(surroundings)) {
      print(new RunCatalog(open.settings(), surroundings.wall()).list());
    }
    return ExitCode.OK.code();
  }

  private void print(List<RunEntry> runs) {
    var out = surroundings.terminal().out();
    int width = runs.stream().mapToInt(run -> run.run().length()).max().orElse(3);
    String row = "%-" + Math.max(3, width) + "s  %-19s  %-10s  %8s  %12s  %s%n";
    out.printf(Locale.ROOT, row, "RUN", "PLANNED (UTC)", "STATE", "LENGTH", "SAMPLES", "TITLE");
    for (RunEntry run : runs) {
      out.printf(
          Locale.ROOT,
          row,
          run.run(),
          AT.format(run.plannedAt()),
          run.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
          length(run.durationMicros()),
          String.format(Locale.ROOT, "%,d", run.samples()),
          run.stopReason().isEmpty() ? run.title() : run.title() + " (" + run.stopReason() + ")");
    }
  }

  private static String length(long micros) {
    return Durations.format(Duration.ofSeconds(Math.round(micros / 1e6)));
  }
}
