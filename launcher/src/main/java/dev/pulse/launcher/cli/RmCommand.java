package dev.pulse.launcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.reporter.archive.ArchiveException;
import dev.pulse.reporter.archive.RunRemoval;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes runs. */
@Command(
    name = "rm",
    mixinStandardHelpOptions = true,
    description =
        "Remove runs. They are gone at once; Kafka frees their room from the beginning of its logs"
            + " on, so samples of a run that stand behind those of an older one wait for it.",
    footer = {"", "Example:", "  pulse rm 20260101-1200 --yes"})
final class RmCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private Kafka kafka = new Kafka();

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Parameters(arity = "1..*", paramLabel = "RUN", description = RunSelection.DESCRIPTION)
  private List<String> runs = new ArrayList<>();

  RmCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (var open = kafka.open(surroundings);
        var work = new LongWork(surroundings)) {
      Set<String> ids = new LinkedHashSet<>();
      for (String run : runs) {
        ids.add(RunSelection.resolve(run, open.settings(), surroundings));
      }
      if (!yes && !isConfirmed(ids)) {
        throw new PulseFailure(
            ExitCode.BAD_CONFIGURATION,
            "nothing was removed: say --yes to remove " + String.join(", ", ids));
      }
      var result = new RunRemoval(open.settings(), surroundings.wall(), work).remove(ids);
      work.clear();
      print(ids, result);
      return ExitCode.OK.code();
    } catch (ArchiveException e) {
      throw new PulseFailure(ExitCode.BAD_CONFIGURATION, String.valueOf(e.getMessage()), e);
    }
  }

  private boolean isConfirmed(Set<String> ids) {
    if (!surroundings.terminal().errIsTerminal()) {
      return false;
    }
    surroundings.terminal().err().print("Remove " + String.join(", ", ids) + "? [y/N] ");
    surroundings.terminal().err().flush();
    try {
      String answer = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
      return answer != null && answer.strip().equalsIgnoreCase("y");
    } catch (IOException e) {
      return false;
    }
  }

  private void print(Set<String> ids, RunRemoval.Result result) {
    var out = surroundings.terminal().out();
    ids.forEach(id -> out.println(id + ": removed"));
    out.println(
        Bytes.text(result.freedBytes())
            + " of disk freed, "
            + Bytes.text(result.compactingBytes())
            + " more when Kafka compacts its intervals");
    result
        .waiting()
        .forEach((run, bytes) -> out.println(Bytes.text(bytes) + " wait behind run " + run));
  }
}
