package dev.pulse.scenario.file;

import dev.pulse.scenario.Escaping;
import dev.pulse.scenario.Template;
import dev.pulse.scenario.UserPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Texts that each VU fills in. A name is looked for in this order: {@code user.COLUMN}, {@code vu}
 * and {@code iteration}, what the file extracts, {@code -e}, the environment, its default.
 */
final class TemplateReader {
  private static final String USER = "user.";

  private final UserPool users;
  private final List<String> extracted;

  /**
   * A reader for one file.
   *
   * @param extracted variables that some request of the file extracts, by slot
   */
  TemplateReader(UserPool users, List<String> extracted) {
    this.users = users;
    this.extracted = extracted;
  }

  Template read(Value value, Escaping escaping) {
    return value.raw("text").map(source -> read(value, source, escaping)).orElse(Template.EMPTY);
  }

  private Template read(Value value, String source, Escaping escaping) {
    var parts = new ArrayList<Template.Part>();
    var literal = new StringBuilder();
    for (Substitution.Piece piece : Substitution.pieces(source)) {
      Optional<Template.Part> part = part(value, piece);
      if (part.isPresent() && part.get() instanceof Template.Literal known) {
        literal.append(known.text());
      } else if (part.isPresent()) {
        flush(literal, parts);
        parts.add(part.get());
      }
    }
    flush(literal, parts);
    return new Template(source, escaping, parts);
  }

  private static void flush(StringBuilder literal, List<Template.Part> parts) {
    if (literal.length() > 0) {
      parts.add(new Template.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  private Optional<Template.Part> part(Value value, Substitution.Piece piece) {
    if (piece instanceof Substitution.Plain plain) {
      return Optional.of(new Template.Literal(plain.text()));
    }
    if (piece instanceof Substitution.Reference reference) {
      return reference(value, reference);
    }
    value.malformed((Substitution.Malformed) piece);
    return Optional.empty();
  }

  private Optional<Template.Part> reference(Value value, Substitution.Reference reference) {
    String name = reference.name();
    if (name.startsWith(USER)) {
      return userValue(value, name.substring(USER.length()));
    }
    if (name.equals("vu")) {
      return Optional.of(new Template.VuNumber());
    }
    if (name.equals("iteration")) {
      return Optional.of(new Template.IterationNumber());
    }
    int slot = extracted.indexOf(name);
    return slot >= 0 ? Optional.of(new Template.Extracted(name, slot)) : known(value, reference);
  }

  private Optional<Template.Part> userValue(Value value, String column) {
    int index = users.column(column);
    if (index < 0) {
      value.problem(
          users.columns().isEmpty()
              ? "uses ${user." + column + "}, which needs users with a file"
              : "must use a column of the users, which are "
                  + Suggestion.list(users.columns())
                  + ", is ${user."
                  + column
                  + "}"
                  + Suggestion.didYouMean(column, users.columns()));
      return Optional.empty();
    }
    return Optional.of(new Template.UserValue(column, index));
  }

  private Optional<Template.Part> known(Value value, Substitution.Reference reference) {
    Optional<String> text = value.substitution().resolve(reference);
    if (text.isEmpty()) {
      String name = reference.name();
      value.problem(
          String.format(
              Locale.ROOT,
              "needs a value for ${%s}: -e %s=…, the environment, a default ${%s:-…}, or a request"
                  + " that extracts it%s",
              name,
              name,
              name,
              Suggestion.didYouMean(name, names(value))));
    }
    return text.map(Template.Literal::new);
  }

  private List<String> names(Value value) {
    var names = new ArrayList<>(extracted);
    names.addAll(value.substitution().names());
    return names;
  }
}
