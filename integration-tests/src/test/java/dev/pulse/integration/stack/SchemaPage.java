package dev.pulse.integration.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The tables of docs/influxdb-schema.md: what each measurement has, and the resources' series. */
record SchemaPage(Map<String, Measurement> measurements, List<ResourceSeries> series) {
  private static final Pattern HEADING = Pattern.compile("## `(\\w+)`");
  private static final Pattern COLUMN =
      Pattern.compile("\\| `(\\w+)` \\| (tag|field) \\| (\\w+) \\| .+ \\|");
  private static final Pattern SERIES = Pattern.compile("\\| `(\\w+)` \\| `(\\w+)` \\| .+ \\|");

  /** Names of tags, and of fields with their types. */
  record Measurement(List<String> tags, Map<String, String> fields) {}

  /** A source, such as {@code redis}, and one of its series. */
  record ResourceSeries(String source, String series) {}

  static SchemaPage read() throws IOException {
    var page = new SchemaPage(new LinkedHashMap<>(), new ArrayList<>());
    Measurement current = new Measurement(new ArrayList<>(), new LinkedHashMap<>());
    for (String line : Checkout.text("docs/influxdb-schema.md").split("\n", -1)) {
      var heading = HEADING.matcher(line);
      if (heading.matches()) {
        current = new Measurement(new ArrayList<>(), new LinkedHashMap<>());
        page.measurements.put(heading.group(1), current);
      } else {
        page.takeRow(line, current);
      }
    }
    return page;
  }

  private void takeRow(String line, Measurement current) {
    var column = COLUMN.matcher(line);
    if (column.matches() && "tag".equals(column.group(2))) {
      current.tags.add(column.group(1));
    } else if (column.matches()) {
      current.fields.put(column.group(1), column.group(3));
    }
    var resource = SERIES.matcher(line);
    if (resource.matches()) {
      series.add(new ResourceSeries(resource.group(1), resource.group(2)));
    }
  }

  /** Points of every measurement with all its tags and fields, for a minute from this second. */
  List<String> points(String run, long fromEpochSecond) {
    var lines = new ArrayList<String>();
    measurements.forEach(
        (name, measurement) -> {
          for (int second = 0; second < 60; second++) {
            for (Map<String, String> own : tagValues(name)) {
              lines.add(line(name, measurement, run, own, fromEpochSecond + second));
            }
          }
        });
    return lines;
  }

  private List<Map<String, String>> tagValues(String measurement) {
    return switch (measurement) {
      case "resources" ->
          series.stream().map(one -> Map.of("source", one.source, "series", one.series)).toList();
      case "events" ->
          List.of(
              Map.of("kind", "run_start"),
              Map.of("kind", "stage_start"),
              Map.of("kind", "node_lost"));
      default -> List.of(Map.of());
    };
  }

  private static String line(
      String name, Measurement measurement, String run, Map<String, String> own, long second) {
    var line = new StringBuilder(name);
    for (String tag : measurement.tags) {
      String value = "run".equals(tag) ? run : own.getOrDefault(tag, tag + "-1");
      line.append(',').append(tag).append('=').append(value);
    }
    String separator = " ";
    for (var field : measurement.fields.entrySet()) {
      line.append(separator).append(field.getKey()).append('=').append(value(field.getValue()));
      separator = ",";
    }
    return line.append(' ').append(second).append("000000000").toString();
  }

  private static String value(String type) {
    return switch (type) {
      case "integer" -> "7i";
      case "float" -> "0.5";
      case "string" -> "\"said\"";
      default -> throw new AssertionError("unknown type in the schema: " + type);
    };
  }
}
