package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.settings.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The rules that runs are searched by, in the order of their file. */
public final class RuleSet {
  private static final String DEFAULT = "rules.yaml";

  private final List<Rule> rules;

  RuleSet(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** Those of {@code rules.yaml} in the project's root, which is packaged with this class. */
  public static RuleSet standard() {
    try (InputStream in = RuleSet.class.getResourceAsStream(DEFAULT)) {
      if (in == null) {
        throw new IllegalStateException(DEFAULT + " is not packaged with this program");
      }
      return RulesFile.parse(DEFAULT, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException | SettingsException e) {
      throw new IllegalStateException(DEFAULT + " of this program: " + e.getMessage(), e);
    }
  }

  List<Rule> rules() {
    return rules;
  }
}
