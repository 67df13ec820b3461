package dev.pulse.scenario;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** Replaces the values of secrets in anything that is printed, logged or published. */
public final class Redaction {
  /** Stands for a secret. */
  public static final String MASK = "***";

  /** Nothing is secret. */
  public static final Redaction NONE = new Redaction(List.of());

  private static final Pattern SECRET_NAME =
      Pattern.compile("password|passwd|secret|token|key|credential|authorization");

  // Longest first, so that a secret which contains another one is masked whole.
  private final List<String> secrets;

  private Redaction(List<String> secrets) {
    this.secrets = secrets;
  }

  /** A redaction of the values given; empty ones are ignored. */
  public static Redaction of(Collection<String> secrets) {
    return new Redaction(
        secrets.stream()
            .filter(secret -> !secret.isEmpty())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  /** Whether a variable of this name holds a secret: it says password, token, key or the like. */
  public static boolean isSecretName(String name) {
    return SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  /** The text with each secret replaced by {@link #MASK}. */
  public String apply(String text) {
    String redacted = text;
    for (String secret : secrets) {
      redacted = redacted.replace(secret, MASK);
    }
    return redacted;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Redaction redaction && redaction.secrets.equals(secrets);
  }

  @Override
  public int hashCode() {
    return Objects.hash(secrets);
  }

  /** How many, never which. */
  @Override
  public String toString() {
    return "Redaction[" + secrets.size() + " secrets]";
  }
}
