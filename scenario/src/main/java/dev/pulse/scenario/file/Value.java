package dev.pulse.scenario.file;

import dev.pulse.scenario.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A place in the file: what stands there, where, and what messages call it. Every reading method
 * notes a problem and returns nothing when the place does not hold what it should, so that reading
 * goes on.
 */
final class Value {
  private final Node node;
  private final String path;
  private final Problems problems;
  private final Substitution substitution;

  Value(Node node, String path, Problems problems, Substitution substitution) {
    this.node = node;
    this.path = path;
    this.problems = problems;
    this.substitution = substitution;
  }

  /** What messages call it, such as {@code scenarios.baseline.stages[2].duration}. */
  String path() {
    return path;
  }

  int line() {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(Problems.WHOLE_FILE);
  }

  /** Notes a problem here; the words follow the path. */
  void problem(String words) {
    problems.add(line(), path.isEmpty() ? words : path + " " + words);
  }

  /** Notes a problem of the file as a whole. */
  void problemOfFile(String words) {
    problems.add(Problems.WHOLE_FILE, words);
  }

  /** The value, unless problems were noted before or while it was made. */
  <T> Optional<T> unlessProblems(Supplier<T> supplier) {
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    return attempt(supplier);
  }

  /** What a check throws becomes a problem here. */
  <T> Optional<T> attempt(Supplier<T> check) {
    try {
      return Optional.of(check.get());
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      boolean followsPath = message.startsWith("must ");
      if (followsPath || path.isEmpty()) {
        problem(message);
      } else {
        problems.add(line(), path + ": " + message);
      }
      return Optional.empty();
    }
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  boolean isSequence() {
    return node instanceof SequenceNode;
  }

  /** The text as typed, variables and all. */
  Optional<String> raw(String allowed) {
    if (node instanceof ScalarNode scalar) {
      return Optional.of(scalar.getValue());
    }
    problem("must be " + allowed + ", is a " + (isMapping() ? "mapping" : "list"));
    return Optional.empty();
  }

  /** The text with its variables filled in. */
  Optional<String> text(String allowed) {
    return raw(allowed).flatMap(this::resolve);
  }

  private Optional<String> resolve(String raw) {
    var text = new StringBuilder();
    boolean complete = true;
    for (Substitution.Piece piece : Substitution.pieces(raw)) {
      Optional<String> resolved = resolve(piece);
      resolved.ifPresent(text::append);
      complete &= resolved.isPresent();
    }
    return complete ? Optional.of(text.toString()) : Optional.empty();
  }

  private Optional<String> resolve(Substitution.Piece piece) {
    if (piece instanceof Substitution.Plain plain) {
      return Optional.of(plain.text());
    }
    if (piece instanceof Substitution.Reference reference) {
      Optional<String> value = substitution.resolve(reference);
      if (value.isEmpty()) {
        missing(reference);
      }
      return value;
    }
    malformed((Substitution.Malformed) piece);
    return Optional.empty();
  }

  private void missing(Substitution.Reference reference) {
    String name = reference.name();
    boolean whileRunning =
        name.startsWith("user.") || name.equals("vu") || name.equals("iteration");
    problem(
        whileRunning
            ? "must be known before the run; ${" + name + "} stands in path, headers and body only"
            : String.format(
                Locale.ROOT,
                "needs a value for ${%s}: -e %s=…, the environment, or a default ${%s:-…}%s",
                name,
                name,
                name,
                Suggestion.didYouMean(name, substitution.names())));
  }

  void malformed(Substitution.Malformed piece) {
    problem("must have variables such as ${NAME} or ${NAME:-default}, has " + piece.typed());
  }

  Substitution substitution() {
    return substitution;
  }

  /** Text that is not blank. */
  Optional<String> words(String allowed) {
    Optional<String> text = text(allowed);
    if (text.isPresent() && text.get().isBlank()) {
      problem("must be " + allowed + ", is empty");
      return Optional.empty();
    }
    return text;
  }

  Optional<Duration> duration() {
    return words("a duration such as 30s or 2m")
        .flatMap(text -> attempt(() -> Durations.parse(text)));
  }

  /** A whole number within bounds. */
  OptionalLong number(long least, long most) {
    String allowed = "a whole number " + least + ".." + most;
    Optional<String> text = words(allowed);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (text.get().matches("-?\\d{1,18}")) {
      long number = Long.parseLong(text.get());
      if (number >= least && number <= most) {
        return OptionalLong.of(number);
      }
    }
    problem("must be " + allowed + ", is " + Problems.shown(text.get()));
    return OptionalLong.empty();
  }

  /** A number ≥ 0 with or without decimals. */
  OptionalDouble weight() {
    String allowed = "a number >= 0";
    Optional<String> text = words(allowed);
    if (text.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (text.get().matches("\\d{1,12}(\\.\\d{1,12})?")) {
      return OptionalDouble.of(Double.parseDouble(text.get()));
    }
    problem("must be " + allowed + ", is " + Problems.shown(text.get()));
    return OptionalDouble.empty();
  }

  boolean flag() {
    String text = words("true or false").orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      problem("must be true or false, is " + Problems.shown(text));
    }
    return text.equals("true");
  }

  /** The entries of a list. */
  List<Value> list(String allowed) {
    if (!(node instanceof SequenceNode sequence)) {
      problem("must be " + allowed + ", is " + kind());
      return List.of();
    }
    var values = new ArrayList<Value>();
    for (Node entry : sequence.getValue()) {
      values.add(new Value(entry, path + "[" + values.size() + "]", problems, substitution));
    }
    return values;
  }

  /** A mapping whose keys are names that the file chooses. */
  Map<String, Value> entries(String allowed) {
    if (!(node instanceof MappingNode mapping)) {
      problem("must be " + allowed + ", is " + kind());
      return Map.of();
    }
    var values = new LinkedHashMap<String, Value>();
    var lines = new HashMap<String, Integer>();
    for (NodeTuple tuple : mapping.getValue()) {
      addEntry(tuple, values, lines);
    }
    return values;
  }

  private void addEntry(NodeTuple tuple, Map<String, Value> values, Map<String, Integer> lines) {
    var key = new Value(tuple.getKeyNode(), path, problems, substitution);
    Optional<String> name = key.raw("a mapping with plain keys");
    if (name.isEmpty()) {
      return;
    }
    Integer first = lines.putIfAbsent(name.get(), key.line());
    if (first != null) {
      key.problem(
          "must have each key once, "
              + Problems.shown(name.get())
              + " stands in line "
              + first
              + " too");
      return;
    }
    String below = path.isEmpty() ? name.get() : path + "." + name.get();
    values.put(name.get(), new Value(tuple.getValueNode(), below, problems, substitution));
  }

  /** A mapping with keys of the language; others are noted, with what may have been meant. */
  Section section(List<String> keys) {
    Map<String, Value> values = entries("a mapping with " + Suggestion.list(keys));
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key && !keys.contains(key.getValue())) {
          unknown(key, keys);
        }
      }
    }
    return new Section(this, values);
  }

  private void unknown(ScalarNode key, List<String> keys) {
    String typed = key.getValue();
    new Value(key, path, problems, substitution)
        .problem(
            (path.isEmpty() ? "the file " : "")
                + "must have keys of "
                + Suggestion.list(keys)
                + ", has "
                + Problems.shown(typed)
                + Suggestion.didYouMean(typed, keys));
  }

  private String kind() {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue().isEmpty() ? "empty" : Problems.shown(scalar.getValue());
    }
    return isMapping() ? "a mapping" : "a list";
  }
}
