package dev.pulse.benchmarks.scaling;

import dev.pulse.benchmarks.process.Command;
import dev.pulse.benchmarks.process.Place;
import dev.pulse.benchmarks.process.ToolFailedException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Measures how cost grows, one thing at a time, each on a fresh broker, and prints tables for
 * {@code docs/scaling.md}.
 */
final class Scaling {
  private static final String USAGE =
      """
      Usage: benchmarks/scaling [PART...]

        Parts: series, rate, aggregators, agents; default: all. About ten minutes, load to
        127.0.0.1 only. Needs two cores that are otherwise idle.

      Example: benchmarks/scaling series rate
      """;

  private static final int INTERVALS = 60;

  private static final Place BOTH_CORES = new Place("0,1", 0);
  private static final Place ONE_CORE = new Place("0", 0);
  private static final Place OTHER_CORE = new Place("1", 0);

  private enum Part {
    SERIES,
    RATE,
    AGGREGATORS,
    AGENTS
  }

  private Scaling() {}

  /** Runs it; see the usage. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Command.run(args, USAGE, words -> run(parts(words)));
  }

  private static Set<Part> parts(List<String> names) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    names.forEach(name -> parts.add(Part.valueOf(name.toUpperCase(Locale.ROOT))));
    return parts.isEmpty() ? EnumSet.allOf(Part.class) : parts;
  }

  private static void run(Set<Part> parts)
      throws IOException, InterruptedException, ToolFailedException {
    if (parts.contains(Part.SERIES)) {
      head("series, 50,000 samples/s of one agent");
      for (int series : new int[] {10, 100, 500}) {
        row(series, Aggregation.of(new StoredRun(1, series, INTERVALS, 50), 1, BOTH_CORES));
      }
    }
    if (parts.contains(Part.RATE)) {
      head("samples/s, 10 series of one agent");
      for (int batches : new int[] {1, 10, 100}) {
        row(
            batches * 1_000,
            Aggregation.of(new StoredRun(1, 10, INTERVALS, batches), 1, BOTH_CORES));
      }
    }
    if (parts.contains(Part.AGGREGATORS)) {
      head("aggregators, 100 series, 100,000 samples/s of four agents");
      for (int aggregators : new int[] {1, 2}) {
        row(
            aggregators,
            Aggregation.of(new StoredRun(4, 100, INTERVALS, 25), aggregators, BOTH_CORES));
      }
    }
    if (parts.contains(Part.AGENTS)) {
      agents();
    }
  }

  private static void head(String what) {
    System.out.printf(
        Locale.ROOT,
        "%n| %s | samples | CPU s, whole process | CPU µs a sample, second half | samples/s by the"
            + " clock, second half | bytes a sample, samples topic | repartition, bytes an interval"
            + " | results, bytes an interval |%n|--:|--:|--:|--:|--:|--:|--:|--:|%n",
        what);
  }

  private static void row(int what, Aggregation measured) {
    System.out.printf(
        Locale.ROOT,
        "| %,d | %,d | %.1f | %.2f | %,.0f | %.1f | %,d | %,d |%n",
        what,
        measured.run().samples(),
        measured.cpuSeconds(),
        measured.warmCpuMicros(),
        measured.warmRate(),
        (double) measured.sampleBytes() / measured.run().samples(),
        measured.repartitionBytes() / INTERVALS,
        measured.intervalBytes() / INTERVALS);
  }

  private static void agents() throws IOException, InterruptedException, ToolFailedException {
    System.out.printf(
        Locale.ROOT,
        "%n| agents of one run | requests/s | CPU µs a request, all agents | bytes a sample on disk"
            + " | samples, none lost |%n|--:|--:|--:|--:|--:|%n");
    for (int agents : new int[] {1, 2, 4}) {
      var measured = Generation.of(agents, ONE_CORE, OTHER_CORE);
      System.out.printf(
          Locale.ROOT,
          "| %d | %,.0f | %.1f | %.1f | %,d |%n",
          agents,
          measured.rate(),
          measured.cpuMicros(),
          measured.sampleBytes(),
          measured.samples());
    }
  }
}
