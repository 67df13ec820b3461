package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.reporter.report.Report;
import dev.pulse.reporter.report.ReportException;
import dev.pulse.reporter.report.ReportTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** A report's way onto the disk, with faults as people are told them. */
final class ReportFiles {
  private ReportFiles() {}

  /**
   * A template of the user's, or the standard one.
   *
   * @throws PulseFailure if the file cannot be read
   */
  static ReportTemplate template(@Nullable Path file) {
    try {
      return file == null ? ReportTemplate.standard() : ReportTemplate.of(file);
    } catch (ReportException e) {
      throw PulseFailure.inFile(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Writes a report into a folder.
   *
   * @return where the Markdown stands
   */
  static Path write(Report report, ReportTemplate template, Path folder) {
    try {
      return report.write(template, folder);
    } catch (ReportException e) {
      if (e.getCause() instanceof IOException) {
        throw new PulseFailure(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()), e);
      }
      throw PulseFailure.inFile(String.valueOf(e.getMessage()), e);
    }
  }

  /** The same with another name for the Markdown. */
  static Path writeAs(Report report, ReportTemplate template, Path file) {
    Path folder = String.valueOf(file).endsWith(".md") ? file.toAbsolutePath().getParent() : file;
    if (folder == null) {
      throw new PulseFailure(ExitCode.BAD_CONFIGURATION, file + " is no file");
    }
    Path written = write(report, template, folder);
    if (folder.equals(file) || written.equals(file)) {
      return written;
    }
    try {
      return Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new PulseFailure(ExitCode.ENVIRONMENT, file + " cannot be written: " + e, e);
    }
  }
}
