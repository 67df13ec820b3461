package dev.pulse.scenario.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A text file that somebody named on the command line or in a scenario file.
 *
 * @param sha256 of the bytes on disk, 64 hexadecimal digits
 * @param text decoded, without a byte order mark
 */
record SourceText(String sha256, String text) {

  /** A file that cannot be read, with words to follow its name. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    /** Line of the fault, from 1, or 0. */
    final int line;

    Unreadable(int line, String message) {
      super(message);
      this.line = line;
    }

    String words() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Reads a whole file.
   *
   * @param maxBytes refused beyond it
   */
  static SourceText read(Path file, long maxBytes) throws Unreadable {
    if (!Files.exists(file)) {
      throw new Unreadable(0, "no such file, looked for " + file.toAbsolutePath().normalize());
    }
    if (!Files.isRegularFile(file)) {
      String kind = Files.isDirectory(file) ? "a directory" : "no regular file";
      throw new Unreadable(0, "must be a file, is " + kind);
    }
    try {
      long size = Files.size(file);
      if (size > maxBytes) {
        throw new Unreadable(0, "must have at most " + maxBytes + " bytes, has " + size);
      }
      byte[] bytes = Files.readAllBytes(file);
      return new SourceText(sha256(bytes), decode(bytes));
    } catch (IOException e) {
      throw new Unreadable(0, "cannot be read: " + e);
    }
  }

  private static String decode(byte[] bytes) throws Unreadable {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    String text = out.toString();
    if (result.isError()) {
      int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
      String octet = String.format(Locale.ROOT, "0x%02x", bytes[in.position()]);
      throw new Unreadable(
          line, "must be UTF-8, byte " + (in.position() + 1) + " (" + octet + ") is not");
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
