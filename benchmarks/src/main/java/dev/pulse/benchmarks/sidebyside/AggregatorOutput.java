package dev.pulse.benchmarks.sidebyside;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What {@link AggregatorMain} prints at its end.
 *
 * @param rate samples a second, from the first one taken to the last result committed, JIT included
 * @param warmRate samples a second over the second half
 * @param warmCpuMicros CPU of the process per sample over the second half, microseconds
 * @param accounted such as {@code 1200 of 1200 samples accounted for}
 */
record AggregatorOutput(double rate, double warmRate, double warmCpuMicros, String accounted) {
  private static final Pattern LINE =
      Pattern.compile(
          "samples/s (\\d+), second half (\\d+), CPU us/sample ([\\d.]+), verified: (.+)");

  String line() {
    return String.format(
        Locale.ROOT,
        "samples/s %.0f, second half %.0f, CPU us/sample %.3f, verified: %s",
        rate,
        warmRate,
        warmCpuMicros,
        accounted);
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if there is no such line
   */
  static AggregatorOutput parse(String output) {
    var line = LINE.matcher(output);
    if (!line.find()) {
      throw new IllegalArgumentException("the aggregator gave no result: " + output);
    }
    return new AggregatorOutput(
        Double.parseDouble(line.group(1)),
        Double.parseDouble(line.group(2)),
        Double.parseDouble(line.group(3)),
        line.group(4));
  }
}
