package dev.pulse.scenario.file;

import dev.pulse.scenario.Redaction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Variables that are known when a file is read: a name in braces after a dollar sign, with a
 * default after {@code :-}; as in a shell, the default also stands in for an empty value. Two
 * dollar signs before the brace are a plain one.
 */
final class Substitution {
  private static final Pattern PLACE =
      Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_.-]*?)(?:(:-)([^}]*))?}|\\$\\{[^}]*}?");

  /** A stretch of a value. */
  sealed interface Piece {}

  /** Text as typed. */
  record Plain(String text) implements Piece {}

  /** A variable, with its default where one was typed. */
  record Reference(String name, Optional<String> fallback, String typed) implements Piece {}

  /** Something that begins like a variable and is none. */
  record Malformed(String typed) implements Piece {}

  private final Map<String, String> variables;
  private final Set<String> secrets = new LinkedHashSet<>();

  Substitution(Map<String, String> variables) {
    this.variables = variables;
  }

  /** Takes a value apart. */
  static List<Piece> pieces(String value) {
    var pieces = new ArrayList<Piece>();
    Matcher place = PLACE.matcher(value);
    int end = 0;
    while (place.find()) {
      addPlain(pieces, value.substring(end, place.start()));
      pieces.add(piece(place));
      end = place.end();
    }
    addPlain(pieces, value.substring(end));
    return pieces;
  }

  private static void addPlain(List<Piece> pieces, String text) {
    if (!text.isEmpty()) {
      pieces.add(new Plain(text));
    }
  }

  private static Piece piece(Matcher place) {
    if (place.group().equals("$${")) {
      return new Plain("${");
    }
    return place.group(1) == null
        ? new Malformed(place.group())
        : new Reference(place.group(1), Optional.ofNullable(place.group(3)), place.group());
  }

  /** The value of a variable, empty if it has none; a secret's is remembered, to be masked. */
  Optional<String> resolve(Reference reference) {
    String given = variables.get(reference.name());
    boolean useDefault = given == null || (given.isEmpty() && reference.fallback().isPresent());
    Optional<String> value = useDefault ? reference.fallback() : Optional.ofNullable(given);
    if (Redaction.isSecretName(reference.name())) {
      value.ifPresent(secrets::add);
    }
    return value;
  }

  /** Masks the secrets that were resolved so far. */
  Redaction redaction() {
    return Redaction.of(secrets);
  }

  /** Names that have a value, for suggestions. */
  Set<String> names() {
    return variables.keySet();
  }
}
