package dev.pulse.reporter.report;

import java.io.IOException;
import java.io.Writer;

/** Collects text up to a length. */
final class CappedWriter extends Writer {
  private final StringBuilder text = new StringBuilder();
  private final int most;

  /** A writer for at most so many characters. */
  CappedWriter(int most) {
    this.most = most;
  }

  @Override
  public void write(char[] characters, int offset, int length) throws IOException {
    if (text.length() + length > most) {
      throw new IOException("a report must have at most " + most + " characters, this has more");
    }
    text.append(characters, offset, length);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  @Override
  public String toString() {
    return text.toString();
  }
}
