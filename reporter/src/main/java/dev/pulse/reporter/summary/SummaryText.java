package dev.pulse.reporter.summary;

import dev.pulse.reporter.run.K6Format;
import dev.pulse.reporter.verdict.ThresholdResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The end-of-test summary in k6's layout: thresholds, total results, and, in full mode, each
 * scenario; then the accounting line and the verdict. Plain text without colours.
 */
public final class SummaryText {
  private static final int DOTS = 35;
  private static final Set<String> FULL_ONLY =
      Set.of(
          "http_req_connecting",
          "http_req_receiving",
          "http_req_tls_handshaking",
          "http_req_waiting");

  private final SummaryMode mode;
  private final List<TrendStat> stats;
  private final StringBuilder text = new StringBuilder();

  private SummaryText(SummaryMode mode, List<TrendStat> stats) {
    this.mode = mode;
    this.stats = stats;
  }

  /**
   * Writes a summary.
   *
   * @param stats columns of the trends, in order
   * @return lines with a line feed after each; empty if disabled
   */
  public static String of(RunSummary summary, SummaryMode mode, List<TrendStat> stats) {
    var writer = new SummaryText(mode, stats);
    if (mode != SummaryMode.DISABLED) {
      writer.write(summary);
    }
    return writer.text.toString();
  }

  private void write(RunSummary summary) {
    thresholds(summary.judgement().thresholds());
    title("TOTAL RESULTS");
    section(summary.total());
    if (mode == SummaryMode.FULL) {
      summary
          .scenarios()
          .forEach(
              (name, scenario) -> {
                title("SCENARIO: " + name);
                section(scenario);
              });
    }
    title("VERDICT");
    verdict(summary);
  }

  private void title(String title) {
    line("  █ " + title + "\n");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void thresholds(List<ThresholdResult> thresholds) {
    if (thresholds.isEmpty()) {
      return;
    }
    title("THRESHOLDS");
    Map<String, List<ThresholdResult>> byMetric = new LinkedHashMap<>();
    thresholds.forEach(
        t -> byMetric.computeIfAbsent(t.metric(), metric -> new ArrayList<>()).add(t));
    byMetric.forEach(
        (metric, all) -> {
          line("    " + metric);
          all.forEach(
              t -> line("    " + mark(t.holds()) + " '" + t.expression() + "' " + t.figure()));
          line("");
        });
  }

  private static String mark(boolean isGood) {
    return isGood ? "✓" : "✗";
  }

  private void section(RunSummary.Section section) {
    checks(section);
    section
        .groups()
        .forEach(
            (group, metrics) -> {
              line("    " + group);
              metrics(metrics);
              line("");
            });
  }

  private void checks(RunSummary.Section section) {
    var share = section.checkRate();
    if (share.total() == 0) {
      return;
    }
    long failed = share.total() - share.hits();
    line(
        label("checks_total")
            + share.total()
            + "  "
            + K6Format.number(section.checksPerSecond())
            + "/s");
    line(label("checks_succeeded") + outOf(share.hits(), share.total()));
    line(label("checks_failed") + outOf(failed, share.total()) + "\n");
    section.checks().forEach(this::check);
    line("");
  }

  private static String outOf(long hits, long total) {
    return String.format(Locale.ROOT, "%-8s%d out of %d", percent(hits, total), hits, total);
  }

  private static String percent(long hits, long total) {
    return total == 0 ? "-" : K6Format.percent((double) hits / total);
  }

  private void check(CheckLine check) {
    line("    " + mark(check.isOk()) + " " + check.name());
    if (!check.isOk()) {
      line(
          String.format(
              Locale.ROOT,
              "      ↳  %s — ✓ %d / ✗ %d",
              K6Format.percent(check.rate()),
              check.passes(),
              check.fails()));
    }
  }

  private void metrics(List<Metric> metrics) {
    var shown =
        metrics.stream()
            .filter(m -> mode == SummaryMode.FULL || !FULL_ONLY.contains(m.name()))
            .toList();
    int[] widths = widths(shown);
    for (Metric metric : shown) {
      line(label(metric.name()) + value(metric, widths));
    }
  }

  private static String label(String name) {
    return "    " + name + ".".repeat(Math.max(1, DOTS - name.length())) + ": ";
  }

  private int[] widths(List<Metric> metrics) {
    int[] widths = new int[stats.size()];
    for (Metric metric : metrics) {
      if (metric instanceof Metric.Trend trend) {
        for (int i = 0; i < widths.length; i++) {
          widths[i] = Math.max(widths[i], cell(stats.get(i), trend).length());
        }
      }
    }
    return widths;
  }

  private static String cell(TrendStat stat, Metric.Trend trend) {
    double figure = stat.of(trend.micros());
    String value = stat.isCount() ? K6Format.number(figure) : K6Format.duration(figure);
    return stat.name() + "=" + value;
  }

  private String value(Metric metric, int[] widths) {
    if (metric instanceof Metric.Trend trend) {
      return trend(trend, widths);
    }
    if (metric instanceof Metric.Rate rate) {
      return outOf(rate.share().hits(), rate.share().total());
    }
    if (metric instanceof Metric.Counter counter) {
      return counter.isData()
          ? K6Format.bytes((double) counter.count())
              + "  "
              + K6Format.bytes(counter.perSecond())
              + "/s"
          : counter.count() + "  " + K6Format.number(counter.perSecond()) + "/s";
    }
    var gauge = (Metric.Gauge) metric;
    return gauge.value() + "  min=" + gauge.min() + "  max=" + gauge.max();
  }

  private String trend(Metric.Trend trend, int[] widths) {
    if (trend.micros().count() == 0) {
      return "no data";
    }
    var cells = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cell(stats.get(i), trend);
      cells.append(cell).append(" ".repeat(widths[i] - cell.length() + 1));
    }
    return cells.toString().stripTrailing();
  }

  private void verdict(RunSummary summary) {
    var judgement = summary.judgement();
    line("    " + judgement.accounting().line());
    for (var result : judgement.criteria()) {
      line(
          String.format(
              Locale.ROOT,
              "    %s %s of %s: %s (%s), bound %s",
              result.verdict(),
              result.criterion().label(),
              result.scope(),
              result.valueText(),
              result.intervalText(),
              result.boundText()));
    }
    line("\n    " + judgement.verdict() + " · run " + summary.run());
    judgement.reasons().forEach(reason -> line("    - " + reason));
  }
}
