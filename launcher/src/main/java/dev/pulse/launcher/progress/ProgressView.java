package dev.pulse.launcher.progress;

import dev.pulse.launcher.host.Terminal;
import java.time.Duration;

/**
 * Shows progress on the terminal's error stream: a line redrawn each second where a person sees it,
 * else a new line every ten seconds. Belongs to one thread.
 */
public final class ProgressView {
  private static final Duration REDRAW = Duration.ofSeconds(1);
  private static final Duration PLAIN = Duration.ofSeconds(10);

  private final Terminal terminal;
  private final boolean quiet;
  private long nextMicros;
  private boolean drawn;

  /**
   * A view of one run.
   *
   * @param quiet shows nothing at all
   */
  public ProgressView(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.quiet = quiet;
  }

  /** Whether a line is due at this time of the run. */
  public boolean isDue(long elapsedMicros) {
    return !quiet && elapsedMicros >= nextMicros;
  }

  /** Shows how far the run is. */
  public void show(String state, ProgressFigures now) {
    if (quiet) {
      return;
    }
    if (terminal.errIsTerminal()) {
      terminal
          .err()
          .print(Terminal.CLEAR + ProgressLine.render(state, now, terminal.columns() - 1));
      terminal.err().flush();
      drawn = true;
    } else {
      terminal.err().println(ProgressLine.render(state, now, Integer.MAX_VALUE));
    }
    long step = (terminal.errIsTerminal() ? REDRAW : PLAIN).toNanos() / 1_000;
    nextMicros = (now.elapsedMicros() / step + 1) * step;
  }

  /** Says something that stays, above the line that is redrawn. */
  public void say(String text) {
    if (drawn) {
      terminal.err().print(Terminal.CLEAR);
      drawn = false;
    }
    terminal.err().println(text);
  }

  /** Ends the line that is redrawn, so that it stays. */
  public void end() {
    if (drawn) {
      terminal.err().println();
      drawn = false;
    }
  }
}
