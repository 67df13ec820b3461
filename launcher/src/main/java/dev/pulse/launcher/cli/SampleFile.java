package dev.pulse.launcher.cli;

import dev.pulse.reporter.export.ExportFormat;
import java.nio.file.Path;
import picocli.CommandLine.TypeConversionException;

/**
 * A file for every sample, as {@code -o} names it.
 *
 * @param format of the file
 * @param path as typed
 */
record SampleFile(ExportFormat format, Path path) implements RunOutput {

  /** The file for one of several runs: {@code results.json} becomes {@code results-RUN.json}. */
  Path pathFor(String run, boolean isOnlyRun) {
    if (isOnlyRun) {
      return path;
    }
    String name = String.valueOf(path.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    return path.resolveSibling(stem + "-" + run + (dot > 0 ? name.substring(dot) : ""));
  }

  /** Of a format, or as {@code -o} refuses it. */
  static SampleFile of(String format, String path, String forms) {
    try {
      return new SampleFile(ExportFormat.of(format), Path.of(path));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          String.valueOf(e.getMessage()) + " (an output must be " + forms + ")");
    }
  }
}
