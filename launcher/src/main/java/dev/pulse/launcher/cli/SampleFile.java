package dev.pulse.launcher.cli;

import dev.pulse.reporter.export.ExportFormat;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A file for every sample, as {@code -o} names it.
 *
 * @param format of the file
 * @param path as typed
 */
record SampleFile(ExportFormat format, Path path) {

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

  /** Reads {@code json=FILE}. */
  static final class Converter implements ITypeConverter<SampleFile> {
    @Override
    public SampleFile convert(String typed) {
      int equals = typed.indexOf('=');
      if (equals < 0 || equals == typed.length() - 1) {
        throw new TypeConversionException(
            "an output must be json=FILE or csv=FILE, is \"" + typed + "\"");
      }
      try {
        return new SampleFile(
            ExportFormat.of(typed.substring(0, equals)), Path.of(typed.substring(equals + 1)));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            String.valueOf(e.getMessage()) + " (an output must be json=FILE or csv=FILE)");
      }
    }
  }
}
