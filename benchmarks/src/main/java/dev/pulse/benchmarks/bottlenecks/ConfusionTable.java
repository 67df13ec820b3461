package dev.pulse.benchmarks.bottlenecks;

import dev.pulse.benchmarks.process.Command;
import dev.pulse.benchmarks.process.ToolFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Runs the demo with each of its faults, and without one, over and over with other seeds, and
 * prints what the reports found as tables for {@code docs/bottlenecks.md}.
 */
final class ConfusionTable {
  private static final String USAGE =
      """
      Usage: benchmarks/bottlenecks [--rounds N] [FAULT...]

        --rounds N   runs of each fault, each with a seed of its own: 1 to N; default 3
        FAULT        none (the healthy demo), slow-query, cpu-starved, small-pool, outliers,
                     memory-leak, cold-cache; default: all. About eighty seconds a run, load to
                     127.0.0.1 only. Needs two cores that are otherwise idle.

      Example: benchmarks/bottlenecks --rounds 1 none small-pool
      """;

  private static final int MOST_ROUNDS = 100;

  private record Wish(int rounds, List<Case> cases) {}

  private ConfusionTable() {}

  /** Runs it; see the usage. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Command.run(args, USAGE, words -> run(wish(words)));
  }

  private static Wish wish(List<String> arguments) {
    int rounds = 3;
    List<Case> cases = new ArrayList<>();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String word = rest.next();
      if (word.equals("--rounds")) {
        rounds = rounds(rest.hasNext() ? rest.next() : "");
      } else {
        cases.add(
            Case.of(word).orElseThrow(() -> new IllegalArgumentException("no fault " + word)));
      }
    }
    return new Wish(rounds, cases.isEmpty() ? List.of(Case.values()) : cases);
  }

  private static int rounds(String text) {
    if (text.matches("[1-9][0-9]{0,2}") && Integer.parseInt(text) <= MOST_ROUNDS) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        "--rounds must be 1 to " + MOST_ROUNDS + ", is \"" + text + "\"");
  }

  private static void run(Wish wish) throws IOException, InterruptedException, ToolFailedException {
    Path folder = Files.createTempDirectory("pulse-bottlenecks");
    System.err.println("reports go to " + folder);
    var demo = new Demo(Path.of(System.getProperty("pulse.script", "pulse")), folder);
    var confusion = new Confusion();
    for (int round = 1; round <= wish.rounds(); round++) {
      for (Case fault : wish.cases()) {
        var findings = demo.findings(fault, round);
        System.err.println("round " + round + ", " + fault.label() + ": " + findings);
        confusion.add(fault, findings);
      }
    }
    System.out.print(confusion.markdown());
  }
}
