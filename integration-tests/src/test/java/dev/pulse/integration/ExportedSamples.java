package dev.pulse.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The samples of a run as {@code pulse export --format csv} wrote them, and figures computed from
 * them by sorting: no histogram, no code of the product.
 */
public final class ExportedSamples {
  private final List<Map<String, String>> rows;

  private ExportedSamples(List<Map<String, String>> rows) {
    this.rows = rows;
  }

  /** Reads a file whose values hold no comma or quote, which those of these tests don't. */
  public static ExportedSamples read(Path csv) throws IOException {
    var lines = Files.readAllLines(csv, UTF_8);
    String[] header = lines.get(0).split(",", -1);
    var rows = new ArrayList<Map<String, String>>();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",", -1);
      var row = new HashMap<String, String>();
      for (int i = 0; i < header.length; i++) {
        row.put(header[i], values[i]);
      }
      rows.add(row);
    }
    return new ExportedSamples(rows);
  }

  /** The rows for which it holds. */
  public ExportedSamples where(Predicate<Map<String, String>> condition) {
    return new ExportedSamples(rows.stream().filter(condition).toList());
  }

  /** The rows of a request. */
  public ExportedSamples ofRequest(String name) {
    return where(row -> name.equals(row.get("request")));
  }

  /** Number of rows. */
  public long count() {
    return rows.size();
  }

  /** Number of rows with a value in a column. */
  public long count(String column, String value) {
    return rows.stream().filter(row -> value.equals(row.get(column))).count();
  }

  /** A column of numbers, ascending. */
  public long[] sorted(String column) {
    return rows.stream()
        .mapToLong(row -> Long.parseLong(row.getOrDefault(column, "")))
        .sorted()
        .toArray();
  }

  /** The sums of two columns, row by row, ascending. */
  public long[] sums(String a, String b) {
    return rows.stream()
        .mapToLong(
            row ->
                Long.parseLong(row.getOrDefault(a, "")) + Long.parseLong(row.getOrDefault(b, "")))
        .sorted()
        .toArray();
  }

  /** The value of rank ceil(p/100 × n) in a column. */
  public long percentile(String column, double percentile) {
    long[] sorted = sorted(column);
    int rank = (int) Math.max(1, Math.ceil(percentile / 100 * sorted.length));
    return sorted[rank - 1];
  }
}
