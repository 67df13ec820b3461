package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.Terminal;
import dev.pulse.reporter.summary.RunSummary;
import dev.pulse.reporter.summary.SummaryMode;
import dev.pulse.reporter.summary.SummaryText;
import dev.pulse.reporter.summary.TrendStat;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How the summary at the end looks. */
final class SummaryOptions {
  @Option(
      names = "--summary-mode",
      paramLabel = "MODE",
      defaultValue = "compact",
      description = "compact, full or disabled. Default: ${DEFAULT-VALUE}")
  private SummaryMode mode = SummaryMode.COMPACT;

  @Option(
      names = "--summary-trend-stats",
      paramLabel = "LIST",
      defaultValue = "avg,min,med,max,p(90),p(95),p(99)",
      converter = StatsConverter.class,
      description = "Columns of the durations. Default: ${DEFAULT-VALUE}")
  private Stats stats = new Stats(TrendStat.DEFAULT);

  /** For picocli. */
  SummaryOptions() {}

  /** Prints the summary of a run. */
  void print(RunSummary summary, Terminal terminal) {
    terminal.out().print(SummaryText.of(summary, mode, stats.list()));
    terminal.out().flush();
  }

  /** The columns; a type of its own, because picocli would split a list. */
  record Stats(List<TrendStat> list) {}

  /** Reads {@code avg,p(95)}. */
  static final class StatsConverter implements picocli.CommandLine.ITypeConverter<Stats> {
    @Override
    public Stats convert(String typed) {
      try {
        return new Stats(TrendStat.parse(typed));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
