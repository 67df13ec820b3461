package dev.pulse.reporter.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes the files of a report, each whole or not at all. */
final class ReportFiles {
  private final Path directory;

  /**
   * Makes the directory.
   *
   * @throws ReportException if that cannot be done
   */
  ReportFiles(Path directory) throws ReportException {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw fault(directory, "the directory cannot be made", e);
    }
  }

  /**
   * Writes a file; where one stands already it is replaced in one step.
   *
   * @param name relative to the directory
   * @throws ReportException if it cannot be written; what stood there before is untouched
   */
  Path write(String name, String content) throws ReportException {
    Path file = directory.resolve(name);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.createDirectories(part.toAbsolutePath().getParent());
      Files.write(part, content.getBytes(StandardCharsets.UTF_8));
      move(part, file);
      return file;
    } catch (IOException e) {
      delete(part, e);
      throw fault(file, "cannot be written", e);
    }
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void delete(Path part, IOException reason) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private static ReportException fault(Path file, String what, IOException e) {
    return new ReportException(
        file
            + ": "
            + what
            + ": "
            + ReportTemplate.reason(e)
            + "; free space or name another directory, then make the report again from the run",
        e);
  }
}
