package dev.pulse.reporter.export;

import dev.pulse.reporter.run.RunData;
import java.io.IOException;
import java.io.OutputStream;

/** Formats of an export. */
public enum ExportFormat {
  /** One row a sample, with a header. */
  CSV,
  /** k6's JSON lines: metrics are declared, then points follow. */
  JSON;

  /**
   * The format of a name such as {@code csv}.
   *
   * @throws IllegalArgumentException naming those that exist
   */
  public static ExportFormat of(String name) {
    return switch (name) {
      case "csv" -> CSV;
      case "json" -> JSON;
      default ->
          throw new IllegalArgumentException("a format must be csv or json, is \"" + name + "\"");
    };
  }

  SampleWriter writer(RunData data, OutputStream out) throws IOException {
    return switch (this) {
      case CSV -> new CsvWriter(data, out);
      case JSON -> new K6JsonWriter(data, out);
    };
  }
}
