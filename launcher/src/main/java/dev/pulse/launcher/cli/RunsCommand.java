package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.reporter.archive.DiskUsage;
import dev.pulse.reporter.run.RunCatalog;
import dev.pulse.reporter.run.RunEntry;
import dev.pulse.scenario.Durations;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the runs. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = "List the runs in Kafka, oldest first.",
    footer = {"", "Examples:", "  pulse runs", "  pulse runs --bytes"})
final class RunsCommand implements Callable<Integer> {
  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Surroundings surroundings;

  @Mixin private Kafka kafka = new Kafka();

  @Option(
      names = "--bytes",
      description =
          "What each run takes up on disk: compressed, one replica. Reads every record, so it takes"
              + " a while where there are many.")
  private boolean bytes;

  RunsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (var open = kafka.open(surroundings)) {
      var runs = new RunCatalog(open.settings(), surroundings.wall()).list();
      if (bytes) {
        print(runs, measure(open.settings()));
      } else {
        print(runs);
      }
    }
    return ExitCode.OK.code();
  }

  private DiskUsage measure(Map<String, Object> kafkaSettings) {
    try (var work = new LongWork(surroundings)) {
      return DiskUsage.read(kafkaSettings, work);
    }
  }

  private void print(List<RunEntry> runs, DiskUsage usage) {
    var out = surroundings.terminal().out();
    var byRun = usage.bytesByRun();
    int width = runs.stream().mapToInt(run -> run.run().length()).max().orElse(3);
    String row = "%-" + Math.max(9, width) + "s  %12s  %10s  %s%n";
    out.printf(Locale.ROOT, row, "RUN", "SAMPLES", "ON DISK", "TITLE (compressed, one replica)");
    for (RunEntry run : runs) {
      String samples = String.format(Locale.ROOT, "%,d", run.samples());
      String size = Bytes.text(byRun.getOrDefault(run.run(), 0L));
      out.printf(Locale.ROOT, row, run.run(), samples, size, run.title());
    }
    out.printf(
        Locale.ROOT, row, "(removed)", "", Bytes.text(usage.removedBytes()), "not yet freed");
    long nobody = byRun.getOrDefault(DiskUsage.NOBODY, 0L);
    if (nobody > 0) {
      out.printf(Locale.ROOT, row, "(no run)", "", Bytes.text(nobody), "records that name none");
    }
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
