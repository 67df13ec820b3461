package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.host.Terminal;
import dev.pulse.reporter.archive.WorkProgress;
import java.util.Locale;

/**
 * Shows how far long work is: a line redrawn four times a second where a person sees it, else a new
 * line every ten seconds. Work that is quick says nothing.
 */
final class LongWork implements WorkProgress, AutoCloseable {
  private static final long QUIET_NANOS = 1_000_000_000L;
  private static final long REDRAW_NANOS = 250_000_000L;
  private static final long PLAIN_NANOS = 10_000_000_000L;

  private final Surroundings surroundings;
  private final boolean redraws;
  private long nextNanos;
  private boolean drawn;

  LongWork(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.redraws = surroundings.terminal().errIsTerminal();
    this.nextNanos = surroundings.nanos().getAsLong() + (redraws ? QUIET_NANOS : PLAIN_NANOS);
  }

  @Override
  public void at(String step, long done, long total) {
    long now = surroundings.nanos().getAsLong();
    if (now - nextNanos < 0) {
      return;
    }
    nextNanos = now + (redraws ? REDRAW_NANOS : PLAIN_NANOS);
    long percent = total == 0 ? 100 : done * 100 / total;
    String line =
        String.format(Locale.ROOT, "%s: %,d of %,d records, %d %%", step, done, total, percent);
    if (redraws) {
      surroundings.terminal().err().print(Terminal.CLEAR + line);
      surroundings.terminal().err().flush();
      drawn = true;
    } else {
      surroundings.say(line);
    }
  }

  @Override
  public void close() {
    clear();
  }

  /** Takes the redrawn line away, so that a result may be printed. */
  void clear() {
    if (drawn) {
      surroundings.terminal().err().print(Terminal.CLEAR);
      surroundings.terminal().err().flush();
      drawn = false;
    }
  }
}
