package dev.pulse.benchmarks.process;

import java.util.regex.Pattern;

/**
 * What {@link GeneratorMain} prints at its end, from the agent's manifest.
 *
 * @param scheduled samples
 * @param acknowledged of these, in Kafka
 * @param lost of these, not
 */
public record GeneratorOutput(long scheduled, long acknowledged, long lost) {
  private static final Pattern LINE =
      Pattern.compile("samples scheduled (\\d+), acknowledged (\\d+), lost (\\d+)");

  public String line() {
    return "samples scheduled " + scheduled + ", acknowledged " + acknowledged + ", lost " + lost;
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if there is no such line
   */
  public static GeneratorOutput parse(String output) {
    var line = LINE.matcher(output);
    if (!line.find()) {
      throw new IllegalArgumentException("the generator gave no account: " + output);
    }
    return new GeneratorOutput(
        Long.parseLong(line.group(1)),
        Long.parseLong(line.group(2)),
        Long.parseLong(line.group(3)));
  }
}
