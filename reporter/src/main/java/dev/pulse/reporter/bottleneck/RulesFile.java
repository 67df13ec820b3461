package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.bottleneck.Rule.Over;
import dev.pulse.reporter.settings.SettingsException;
import dev.pulse.reporter.settings.SettingsFile;
import dev.pulse.reporter.settings.SettingsFile.Scalar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Reads {@code rules.yaml}: a list of rules. What it does not know, a key, a figure or a unit, it
 * refuses, naming file, line, rule and key.
 */
public final class RulesFile {
  private static final TreeSet<String> KEYS =
      new TreeSet<>(
          List.of(
              "id",
              "title",
              "symptom",
              "over",
              "when",
              "unless",
              "evidence",
              "for",
              "series",
              "names",
              "consequence_of",
              "cause",
              "solution",
              "proof",
              "retest"));
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
  private static final Map<String, Over> OVER =
      Map.of("run", Over.RUN, "stages", Over.STAGES, "requests", Over.REQUESTS);
  private static final String DEFAULT_LENGTH = "5s";

  private final SettingsFile nodes;
  private final Map<String, Integer> lines = new LinkedHashMap<>();

  private RulesFile(String file) {
    this.nodes = new SettingsFile(file);
  }

  /**
   * Reads a file.
   *
   * @throws SettingsException if it is not such a file
   * @throws IOException if it cannot be read
   */
  public static RuleSet read(Path file) throws SettingsException, IOException {
    return parse(file.toString(), Files.readString(file));
  }

  /**
   * Reads a file's content.
   *
   * @param file its name for messages
   * @throws SettingsException if it is not such a file
   */
  public static RuleSet parse(String file, String yaml) throws SettingsException {
    return new RulesFile(file).rules(yaml);
  }

  private RuleSet rules(String yaml) throws SettingsException {
    var rules = new ArrayList<Rule>();
    Node root =
        nodes
            .compose(yaml)
            .orElseThrow(() -> nodes.error(1, "the file must say rules: and a list"));
    for (NodeTuple section : nodes.mapping(root, "the file")) {
      Scalar name = nodes.scalar(section.getKeyNode(), "a key");
      if (!name.text().equals("rules")) {
        throw nodes.error(name.line(), "unknown key " + name.text() + ", allowed is rules");
      }
      for (Node node : nodes.sequence(section.getValueNode(), "rules")) {
        rules.add(new Reader(node, rules.size() + 1).rule());
      }
    }
    checkConsequences(rules);
    return new RuleSet(rules);
  }

  private void checkConsequences(List<Rule> rules) throws SettingsException {
    Map<String, Rule> byId = new LinkedHashMap<>();
    rules.forEach(rule -> byId.put(rule.id(), rule));
    for (Rule rule : rules) {
      int line = lines.getOrDefault(rule.id(), 1);
      for (String other : rule.consequenceOf()) {
        if (!byId.containsKey(other)) {
          throw nodes.error(line, rule.id() + ".consequence_of: there is no rule " + other);
        }
      }
      if (reaches(byId, rule, rule.id(), new TreeSet<>())) {
        throw nodes.error(
            line, rule.id() + ".consequence_of: a rule cannot be a consequence of itself");
      }
    }
  }

  private static boolean reaches(Map<String, Rule> byId, Rule from, String id, Set<String> seen) {
    for (String other : from.consequenceOf()) {
      Rule next = byId.get(other);
      if (other.equals(id)) {
        return true;
      }
      if (next != null && seen.add(other) && reaches(byId, next, id, seen)) {
        return true;
      }
    }
    return false;
  }

  /** One rule. */
  private final class Reader {
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Node node;
    private String id;

    Reader(Node node, int number) throws SettingsException {
      this.node = node;
      this.id = "rule " + number;
      for (NodeTuple entry : nodes.mapping(node, id)) {
        Scalar key = nodes.scalar(entry.getKeyNode(), "a key");
        if (!KEYS.contains(key.text())) {
          throw nodes.error(
              key.line(),
              id + ": unknown key " + key.text() + ", allowed are " + String.join(", ", KEYS));
        }
        entries.put(key.text(), entry);
      }
      id = id();
    }

    private String id() throws SettingsException {
      Scalar typed = required("id");
      if (!ID.matcher(typed.text()).matches()) {
        throw error(typed.line(), "id", "must be words of a-z and 0-9 joined by hyphens");
      }
      if (lines.put(typed.text(), typed.line()) != null) {
        throw error(typed.line(), "id", typed.text() + " stands twice");
      }
      return typed.text();
    }

    Rule rule() throws SettingsException {
      List<Condition> when = clauses("when").stream().flatMap(List::stream).toList();
      if (when.isEmpty()) {
        throw nodes.error(node, id + ".when must have at least one condition");
      }
      return new Rule(
          id,
          text("title"),
          text("symptom"),
          choice("over", OVER, Over.RUN),
          when,
          clauses("unless"),
          clauses("evidence"),
          length(),
          series(),
          choice("names", Map.of("cause", true, "symptom", false), true),
          names("consequence_of"),
          text("cause"),
          text("solution"),
          text("proof"),
          entries.containsKey("retest") ? text("retest") : "");
    }

    private List<List<Condition>> clauses(String key) throws SettingsException {
      var clauses = new ArrayList<List<Condition>>();
      for (Scalar typed : list(key)) {
        try {
          clauses.add(Condition.parse(typed.text()));
        } catch (IllegalArgumentException e) {
          throw error(typed.line(), key, String.valueOf(e.getMessage()));
        }
      }
      return clauses;
    }

    private List<Measure> series() throws SettingsException {
      var series = new ArrayList<Measure>();
      for (Scalar typed : list("series")) {
        try {
          Measure measure = Vocabulary.named(typed.text());
          if (measure.kind() != Measure.Kind.SERIES) {
            throw new IllegalArgumentException(measure.name() + " is no series of resources");
          }
          series.add(measure);
        } catch (IllegalArgumentException e) {
          throw error(typed.line(), "series", String.valueOf(e.getMessage()));
        }
      }
      return series;
    }

    private List<String> names(String key) throws SettingsException {
      return list(key).stream().map(Scalar::text).toList();
    }

    private long length() throws SettingsException {
      Scalar typed = entries.containsKey("for") ? required("for") : new Scalar(DEFAULT_LENGTH, 1);
      var micros = Unit.TIME.parse(typed.text());
      if (micros.isEmpty()) {
        throw error(
            typed.line(), "for", "must be " + Unit.TIME.rule() + ", is \"" + typed.text() + "\"");
      }
      return Math.round(micros.getAsDouble());
    }

    private <T> T choice(String key, Map<String, T> choices, T otherwise) throws SettingsException {
      if (!entries.containsKey(key)) {
        return otherwise;
      }
      Scalar typed = required(key);
      T chosen = choices.get(typed.text());
      if (chosen == null) {
        throw error(
            typed.line(),
            key,
            "must be one of "
                + String.join(", ", new TreeSet<>(choices.keySet()))
                + ", is \""
                + typed.text()
                + "\"");
      }
      return chosen;
    }

    private String text(String key) throws SettingsException {
      Scalar typed = required(key);
      var names = PLACEHOLDER.matcher(typed.text());
      while (names.find()) {
        if (!Texts.isPlaceholder(names.group(1))) {
          throw error(
              typed.line(),
              key,
              "{" + names.group(1) + "} stands for nothing, allowed are " + Texts.PLACEHOLDERS);
        }
      }
      return typed.text().strip().replaceAll("\\s+", " ");
    }

    private List<Scalar> list(String key) throws SettingsException {
      NodeTuple entry = entries.get(key);
      return entry == null ? List.of() : nodes.scalars(entry.getValueNode(), id + "." + key);
    }

    private Scalar required(String key) throws SettingsException {
      NodeTuple entry = entries.get(key);
      if (entry == null) {
        throw nodes.error(node, id + " must have " + key);
      }
      Scalar typed = nodes.scalar(entry.getValueNode(), id + "." + key);
      if (typed.text().isBlank()) {
        throw error(typed.line(), key, "must not be empty");
      }
      return typed;
    }

    private SettingsException error(int line, String key, String what) {
      return nodes.error(line, id + "." + key + ": " + what);
    }
  }
}
