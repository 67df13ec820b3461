package dev.pulse.scenario.file;

import java.util.List;

/** A scenario file that cannot be run, with all that is wrong with it. */
public final class ScenarioException extends Exception {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // always an immutable list of strings, which is serializable
  private final List<String> lines;

  ScenarioException(List<String> lines) {
    super(String.join("\n", lines));
    this.lines = List.copyOf(lines);
  }

  /**
   * One message each, in the order of the file, at least one: {@code FILE:LINE: what is wrong, what
   * is allowed, what it is}, without the line where the file as a whole is meant. No secrets.
   */
  public List<String> lines() {
    return lines;
  }
}
