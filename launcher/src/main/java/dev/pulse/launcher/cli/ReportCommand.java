package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.reporter.report.Report;
import dev.pulse.reporter.report.ReportTemplate;
import dev.pulse.reporter.run.RunReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The report again, from Kafka. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Write the report over one or more runs again, from Kafka; the load is not repeated.",
      "The exit code is that of the verdict."
    },
    footer = {
      "",
      "Examples:",
      "  pulse report latest",
      "  pulse report RUN1 RUN2 --criteria criteria.yaml --template my-template.md",
      "  pulse report latest --waive \"Ann: known outlier, ticket 12\""
    })
final class ReportCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private Kafka kafka = new Kafka();
  @Mixin private JudgingOptions judging = new JudgingOptions();
  @Mixin private RulesOption rules = new RulesOption();

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description = "Template of your own. Default: the one in docs/.")
  private @Nullable Path template;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where the Markdown goes; page, pictures and summary.json stand beside it. Default:"
              + " reports/RUN/load-testing-report.md")
  private @Nullable Path file;

  @Option(
      names = "--no-thresholds",
      description = "Crossed thresholds of the scenario file do not fail the command.")
  private boolean noThresholds;

  @Parameters(arity = "1..*", paramLabel = "RUN", description = RunSelection.DESCRIPTION)
  private List<String> runs = new ArrayList<>();

  ReportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    var criteria = judging.criteria();
    var wantedRules = rules.read();
    ReportTemplate wanted = ReportFiles.template(template);
    try (var open = kafka.open(surroundings)) {
      var ids =
          runs.stream()
              .map(run -> RunSelection.resolve(run, open.settings(), surroundings))
              .distinct()
              .toList();
      var reader = new RunReader(open.settings());
      var report =
          Report.of(
              ids.stream().map(reader::read).toList(), criteria, wantedRules, judging.waiver());
      write(report, wanted, ids.get(0));
      surroundings.terminal().out().println(report.decision().text());
      return Verdicts.exitCode(report.decision(), report.judgements(), !noThresholds).code();
    }
  }

  /**
   * Writes it.
   *
   * @throws PulseFailure if the template is wrong or a file cannot be written
   */
  private void write(Report report, ReportTemplate wanted, String firstRun) {
    Path markdown =
        file == null
            ? ReportFiles.write(report, wanted, surroundings.reports().resolve(firstRun))
            : ReportFiles.writeAs(report, wanted, surroundings.workingDirectory().resolve(file));
    surroundings.say("report: " + surroundings.shortened(markdown));
  }
}
