package dev.pulse.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A text with places that each VU fills in, taken apart once so that rendering only appends.
 *
 * @param source as typed, variables unresolved: the only form that may be printed or published
 * @param escaping of the values that are filled in
 * @param parts in order; what is known when the file is read is literal already
 */
public record Template(String source, Escaping escaping, List<Part> parts) {

  /** Renders to nothing. */
  public static final Template EMPTY = new Template("", Escaping.NONE, List.of());

  /** A stretch of a template. */
  public sealed interface Part {
    /** The value to append, null if there is none yet. */
    @Nullable CharSequence valueOf(TemplateValues values);
  }

  /**
   * Text that is the same in every request; it may hold a resolved secret.
   *
   * @param text not empty
   */
  public record Literal(String text) implements Part {
    @Override
    public CharSequence valueOf(TemplateValues values) {
      return text;
    }

    @Override
    public String toString() {
      return "Literal[" + text.length() + " characters]";
    }
  }

  /**
   * {@code ${user.COLUMN}}.
   *
   * @param column index into {@link UserPool#columns}
   */
  public record UserValue(String name, int column) implements Part {
    @Override
    public CharSequence valueOf(TemplateValues values) {
      return values.user(column);
    }
  }

  /**
   * {@code ${NAME}} of an extraction.
   *
   * @param slot index into {@link LoadTest#variables}
   */
  public record Extracted(String name, int slot) implements Part {
    @Override
    public @Nullable CharSequence valueOf(TemplateValues values) {
      return values.extracted(slot);
    }
  }

  /** {@code ${vu}}. */
  public record VuNumber() implements Part {
    @Override
    public CharSequence valueOf(TemplateValues values) {
      return Integer.toString(values.vu());
    }
  }

  /** {@code ${iteration}}. */
  public record IterationNumber() implements Part {
    @Override
    public CharSequence valueOf(TemplateValues values) {
      return Integer.toString(values.iteration());
    }
  }

  /** Copies the parts. */
  public Template {
    parts = List.copyOf(parts);
  }

  /** A template without variables. */
  public static Template constant(String text) {
    return new Template(
        text, Escaping.NONE, text.isEmpty() ? List.of() : List.of(new Literal(text)));
  }

  /** Whether nothing is rendered. */
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Whether it renders to the same text always, so that it can be encoded before the run. */
  public boolean isConstant() {
    return parts.stream().allMatch(Literal.class::isInstance);
  }

  /**
   * The text of a constant template.
   *
   * @throws IllegalStateException if it is not constant
   */
  public String constantText() {
    var text = new StringBuilder();
    for (Part part : parts) {
      if (!(part instanceof Literal literal)) {
        throw new IllegalStateException("not constant: " + source);
      }
      text.append(literal.text());
    }
    return text.toString();
  }

  /**
   * Appends the rendered text.
   *
   * @return null if all is well, else the name of the first variable that has no value; then what
   *     was appended is not complete and must not be sent
   */
  public @Nullable String appendTo(StringBuilder out, TemplateValues values) {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      CharSequence value = part.valueOf(values);
      if (value == null) {
        return part instanceof Extracted extracted ? extracted.name() : part.toString();
      }
      (part instanceof Literal ? Escaping.NONE : escaping).append(out, value);
    }
    return null;
  }

  /** The rendered text, empty if a variable has no value. */
  public Optional<String> render(TemplateValues values) {
    var out = new StringBuilder();
    return appendTo(out, values) == null ? Optional.of(out.toString()) : Optional.empty();
  }

  /** This text, then that: such as a base path and a path. */
  public Template precededBy(String prefix) {
    if (prefix.isEmpty()) {
      return this;
    }
    var joined = new ArrayList<Part>();
    joined.add(new Literal(prefix));
    joined.addAll(parts);
    return new Template(prefix + source, escaping, joined);
  }

  @Override
  public String toString() {
    return source;
  }
}
