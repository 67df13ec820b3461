package dev.pulse.benchmarks.sidebyside;

import dev.pulse.benchmarks.process.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param length how long each tool loads, 8 s to 40 s
 * @param parts what is measured
 * @param generators where the tools run, one after the other
 * @param servers where nginx and the broker run
 * @param jvmFlags more flags for this generator's JVM, such as a flight recording
 * @param isKept whether the temporary folder stays
 */
record Options(
    Duration length,
    Set<Part> parts,
    Place generators,
    Place servers,
    List<String> jvmFlags,
    boolean isKept) {

  /** What can be measured. */
  enum Part {
    WRK,
    K6,
    PULSE,
    VUS,
    AGGREGATOR
  }

  /** How it is called. */
  static final String USAGE =
      """
      Usage: benchmarks/side-by-side [--seconds N] [--only PART,...] [--cores G,S] [--nice N]
             [--jvm FLAG]... [--keep]

        --seconds N    how long each tool loads, 8 to 40; default 20
        --only PARTS   of wrk,k6,pulse,vus,aggregator; default: all
        --cores G,S    core of the generators, core of server and broker; default 0,1
        --nice N       priority of all of them; below 0, as root, on a machine that others use too
        --jvm FLAG     one more flag for this generator's JVM
        --keep         leave the temporary folder behind, with what every tool printed

      Example: benchmarks/side-by-side --seconds 10 --only wrk,pulse
      """;

  private static final int LEAST_SECONDS = 8;
  private static final int MOST_SECONDS = 40;

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException naming what it does not know, or what is out of range
   */
  static Options parse(List<String> arguments) {
    Duration length = Duration.ofSeconds(20);
    Set<Part> parts = EnumSet.allOf(Part.class);
    String[] cores = {"0", "1"};
    int niceness = 0;
    var jvmFlags = new ArrayList<String>();
    boolean isKept = false;
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String name = rest.next();
      switch (name) {
        case "--seconds" -> length = seconds(value(name, rest));
        case "--only" -> parts = parts(value(name, rest));
        case "--cores" -> cores = cores(value(name, rest));
        case "--nice" -> niceness = Integer.parseInt(value(name, rest));
        case "--jvm" -> jvmFlags.add(value(name, rest));
        case "--keep" -> isKept = true;
        default -> throw new IllegalArgumentException("unknown option " + name);
      }
    }
    return new Options(
        length,
        parts,
        new Place(cores[0], niceness),
        new Place(cores[1], niceness),
        List.copyOf(jvmFlags),
        isKept);
  }

  private static String value(String name, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(name + " must be followed by a value");
    }
    return rest.next();
  }

  private static Duration seconds(String value) {
    int seconds = Integer.parseInt(value);
    if (seconds < LEAST_SECONDS || seconds > MOST_SECONDS) {
      throw new IllegalArgumentException("--seconds must be 8 to 40, is " + value);
    }
    return Duration.ofSeconds(seconds);
  }

  private static Set<Part> parts(String value) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    for (String name : value.split(",", -1)) {
      parts.add(Part.valueOf(name.toUpperCase(Locale.ROOT)));
    }
    return parts;
  }

  private static String[] cores(String value) {
    String[] both = value.split(",", -1);
    if (both.length != 2) {
      throw new IllegalArgumentException("--cores must be two numbers such as 0,1, is " + value);
    }
    return new String[] {core(both[0]), core(both[1])};
  }

  private static String core(String value) {
    return Integer.toString(Integer.parseInt(value));
  }
}
