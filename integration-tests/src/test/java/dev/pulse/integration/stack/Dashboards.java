package dev.pulse.integration.stack;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The dashboards as they are shipped. */
final class Dashboards {
  private Dashboards() {}

  /** A statement of InfluxQL and where it stands. */
  record Statement(String place, String text) {}

  /** By file name; a file that is no JSON, or has a key twice, is an error. */
  static Map<String, JsonNode> all() throws IOException {
    var reader = new ObjectMapper();
    reader.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    var found = new TreeMap<String, JsonNode>();
    try (var files = Files.list(Checkout.ROOT.resolve("grafana/dashboards"))) {
      for (Path file : files.toList()) {
        found.put(file.getFileName().toString(), reader.readTree(file.toFile()));
      }
    }
    return found;
  }

  /** Of every panel, annotation and variable. */
  static List<Statement> statements() throws IOException {
    var statements = new ArrayList<Statement>();
    all()
        .forEach(
            (file, board) -> {
              for (JsonNode panel : board.path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                  add(statements, file + ": " + panel.path("title").asText(), target);
                }
              }
              for (JsonNode annotation : board.at("/annotations/list")) {
                String name = file + ": annotation " + annotation.path("name").asText();
                add(statements, name, annotation.path("target"));
              }
              for (JsonNode variable : board.at("/templating/list")) {
                if ("query".equals(variable.path("type").asText())) {
                  add(statements, file + ": $" + variable.path("name").asText(), variable);
                }
              }
            });
    return statements;
  }

  private static void add(List<Statement> statements, String place, JsonNode holder) {
    statements.add(new Statement(place, holder.path("query").asText()));
  }

  /** The statement as Grafana sends it: variables, range and step filled in. */
  static String filled(String text, Map<String, String> variables, String range) {
    String filled = text.replace("$timeFilter", range).replace("$__interval", "1s");
    for (var variable : variables.entrySet()) {
      filled =
          filled
              .replace("${" + variable.getKey() + "}", variable.getValue())
              .replace("$" + variable.getKey(), variable.getValue());
    }
    return filled;
  }
}
