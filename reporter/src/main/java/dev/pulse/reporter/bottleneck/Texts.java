package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.bottleneck.Finding.StatementTime;
import dev.pulse.reporter.verdict.Criteria;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in what stands in braces in a rule's texts. */
final class Texts {
  static final String PLACEHOLDERS = "{statement} and the criteria, such as {criteria.p99}";

  /** Placeholder of the statement with most time. */
  static final String STATEMENT = "{statement}";

  private static final String STATEMENT_NAME = "statement";
  private static final String CRITERION = "criteria.";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

  private Texts() {}

  static boolean isPlaceholder(String name) {
    return name.equals(STATEMENT_NAME)
        || (name.startsWith(CRITERION) && Bound.isCriterion(name.substring(CRITERION.length())));
  }

  static String filled(String text, Criteria criteria, List<StatementTime> statements) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), criteria, statements)));
  }

  private static String value(String name, Criteria criteria, List<StatementTime> statements) {
    return name.equals(STATEMENT_NAME)
        ? statement(statements)
        : Bound.text(name.substring(CRITERION.length()), criteria);
  }

  private static String statement(List<StatementTime> statements) {
    if (statements.isEmpty()) {
      return "cannot be told: the database's statements were not measured";
    }
    StatementTime top = statements.get(0);
    return top.text()
        + " ("
        + Figure.count(top.calls())
        + " calls, "
        + Figure.time(Math.round(top.meanMicros()))
        + " each)";
  }
}
