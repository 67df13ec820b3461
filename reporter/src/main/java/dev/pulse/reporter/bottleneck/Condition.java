package dev.pulse.reporter.bottleneck;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One comparison of a rule, such as {@code p99 >= criteria.p99}.
 *
 * @param measure the figure
 * @param operator how it is compared
 * @param bound with what
 */
record Condition(Measure measure, Operator operator, Bound bound) {
  private static final Pattern AND = Pattern.compile("\\s+and\\s+");
  private static final Pattern COMPARISON =
      Pattern.compile("([a-z0-9_.]+)\\s*(<=|>=|<|>)\\s*(\\S.*)");

  /**
   * Reads conditions joined by {@code and}.
   *
   * @throws IllegalArgumentException if they are none; the message is for people
   */
  static List<Condition> parse(String typed) {
    var conditions = new ArrayList<Condition>();
    for (String one : AND.split(typed.strip(), -1)) {
      conditions.add(one(one));
    }
    return List.copyOf(conditions);
  }

  private static Condition one(String typed) {
    var parts = COMPARISON.matcher(typed);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "a condition must be a figure, one of < <= > >=, and a bound, such as"
              + " \"p99 >= criteria.p99\", is \""
              + typed
              + "\"");
    }
    Measure measure = Vocabulary.named(parts.group(1));
    Operator operator = Operator.of(parts.group(2)).orElseThrow();
    try {
      return new Condition(measure, operator, Bound.parse(parts.group(3), measure.unit()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(measure.name() + " " + e.getMessage(), e);
    }
  }
}
