package dev.pulse.launcher.agents;

import java.util.List;

/** An agent cannot do what it was given; the lines say why, without secrets. */
final class UnfitException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  UnfitException(String... lines) {
    super(String.join("\n", lines));
    this.lines = List.of(lines);
  }

  List<String> lines() {
    return lines;
  }
}
