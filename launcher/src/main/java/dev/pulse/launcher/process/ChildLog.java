package dev.pulse.launcher.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The log of one start of a child: what it appended to its role's file since then. */
final class ChildLog {
  /** A file that has grown beyond this is moved aside at the next start, bytes. */
  static final long LARGEST = 8 << 20;

  private static final int TAIL_BYTES = 16 << 10;

  private final Path file;
  private final long startBytes;

  private ChildLog(Path file, long startBytes) {
    this.file = file;
    this.startBytes = startBytes;
  }

  /** Begins a new part of a log file. */
  static ChildLog beginIn(Path file) throws IOException {
    long size = Files.exists(file) ? Files.size(file) : 0;
    if (size > LARGEST) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".old"),
          StandardCopyOption.REPLACE_EXISTING);
      size = 0;
    }
    return new ChildLog(file, size);
  }

  Path file() {
    return file;
  }

  /** The last lines since this start; none where it wrote nothing or the file is gone. */
  List<String> lastLines(int atMost) {
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(startBytes, log.length() - TAIL_BYTES);
      byte[] tail = new byte[(int) Math.max(0, log.length() - from)];
      log.seek(from);
      log.readFully(tail);
      var lines = new String(tail, StandardCharsets.UTF_8).lines().toList();
      return lines.subList(Math.max(0, lines.size() - atMost), lines.size());
    } catch (IOException e) {
      return List.of();
    }
  }
}
