package dev.pulse.generator.preflight;

import java.util.List;

/** The load cannot be run here and now; the lines tell a person why, and what to do about it. */
public final class PreflightException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  /**
   * A refusal.
   *
   * @param lines what was tried, what came back, what to do; without secrets
   */
  public PreflightException(List<String> lines) {
    super(String.join("\n", lines));
    this.lines = List.copyOf(lines);
  }

  /** What to print. */
  public List<String> lines() {
    return lines;
  }
}
