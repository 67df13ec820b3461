package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.options.KafkaSettings;
import dev.pulse.launcher.run.FinishedRun;
import dev.pulse.reporter.export.SampleExport;
import dev.pulse.reporter.report.Report;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.RunReader;
import dev.pulse.reporter.summary.RunSummary;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What becomes of runs when they are over: summaries, sample files, the report, the exit code. */
final class RunResults {
  private final Surroundings surroundings;
  private final Map<String, Object> kafka;
  private final RunOptions options;
  private final Yardstick yardstick;

  RunResults(
      Surroundings surroundings, KafkaSettings kafka, RunOptions options, Yardstick yardstick) {
    this.surroundings = surroundings;
    this.kafka = kafka.client();
    this.options = options;
    this.yardstick = yardstick;
  }

  /** Prints and writes everything, and judges. */
  ExitCode present(List<FinishedRun> finished, LiveView live) {
    for (FinishedRun run : finished) {
      run.failure()
          .ifPresent(why -> surroundings.say("pulse: run " + run.run() + " broke off: " + why));
    }
    var reader = new RunReader(kafka);
    var data = finished.stream().map(run -> reader.read(run.run())).toList();
    var report = Report.of(data, yardstick.criteria(), yardstick.rules(), options.judging.waiver());
    for (int i = 0; i < data.size(); i++) {
      options.summary.print(
          RunSummary.of(data.get(i), report.judgements().get(i)), surroundings.terminal());
    }
    live.show(report.judgements().get(data.size() - 1));
    new VerdictRecord(surroundings, kafka, yardstick.criteria(), options.judging.criteriaName())
        .tell(report);
    data.forEach(run -> writeSamples(run, data.size() == 1));
    write(report, finished.get(0).run());
    var verdict = Verdicts.exitCode(report.decision(), report.judgements(), !options.noThresholds);
    return finished.stream().map(run -> code(run, verdict)).reduce(ExitCode.OK, ExitCode::worse);
  }

  private static ExitCode code(FinishedRun run, ExitCode verdict) {
    if (run.failure().isPresent()) {
      return ExitCode.ENVIRONMENT;
    }
    return run.stopped() ? ExitCode.INTERRUPTED : verdict;
  }

  private void write(Report report, String name) {
    var markdown =
        ReportFiles.write(report, ReportFiles.template(null), surroundings.reports().resolve(name));
    surroundings.terminal().out().println("  report: " + surroundings.shortened(markdown));
    surroundings.terminal().out().println("  " + report.decision().text());
  }

  private void writeSamples(RunData run, boolean isOnlyRun) {
    for (SampleFile output : options.sampleFiles()) {
      Path file = surroundings.workingDirectory().resolve(output.pathFor(run.run(), isOnlyRun));
      try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
        var result = new SampleExport(kafka).export(run, output.format(), out);
        surroundings.say(result.samples() + " samples written to " + file);
      } catch (IOException e) {
        throw new PulseFailure(ExitCode.ENVIRONMENT, file + " cannot be written: " + e, e);
      }
    }
  }
}
