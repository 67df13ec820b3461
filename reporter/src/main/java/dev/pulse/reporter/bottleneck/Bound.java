package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.verdict.Criteria;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a figure is compared with: a value, or a share of one of the criteria.
 *
 * @param criterion name without {@code criteria.}; empty where {@code value} is the bound
 * @param value the bound, or the factor of the criterion's
 */
record Bound(String criterion, double value) {
  private static final String PREFIX = "criteria.";
  private static final Pattern SHARE_OF = Pattern.compile("(\\S+) of (criteria\\.\\S+)");

  private static final Map<String, Criterion> CRITERIA =
      new TreeMap<>(
          Map.of(
              "p99", new Criterion(Unit.TIME, criteria -> criteria.p99Micros().acceptance()),
              "p99_ideal", new Criterion(Unit.TIME, criteria -> criteria.p99Micros().ideal()),
              "p99_marginal", new Criterion(Unit.TIME, criteria -> criteria.p99Micros().marginal()),
              "error_rate",
                  new Criterion(Unit.SHARE, criteria -> criteria.errorRate().acceptance()),
              "cpu", new Criterion(Unit.SHARE, criteria -> criteria.utilisation().cpu()),
              "memory", new Criterion(Unit.SHARE, criteria -> criteria.utilisation().memory()),
              "start_lag", new Criterion(Unit.TIME, criteria -> criteria.load().startLagMicros()),
              "loop_lag", new Criterion(Unit.TIME, criteria -> criteria.load().loopLagMicros()),
              "machine_cpu", new Criterion(Unit.SHARE, criteria -> criteria.load().machineCpu()),
              "tolerated_seconds",
                  new Criterion(Unit.SHARE, criteria -> criteria.load().toleratedSeconds())));

  private record Criterion(Unit unit, Value value) {}

  private interface Value {
    double in(Criteria criteria);
  }

  /**
   * Reads a bound of a figure.
   *
   * @throws IllegalArgumentException if it is none for that unit; the message is for people
   */
  static Bound parse(String typed, Unit unit) {
    var share = SHARE_OF.matcher(typed);
    if (share.matches()) {
      double factor =
          Unit.SHARE
              .parse(share.group(1))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException("\"" + share.group(1) + "\" is no percentage"));
      return new Bound(criterion(share.group(2), unit), factor);
    }
    if (typed.startsWith(PREFIX)) {
      return new Bound(criterion(typed, unit), 1);
    }
    return new Bound(
        "",
        unit.parse(typed)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "must be compared with "
                            + unit.rule()
                            + ", or with one of the criteria, is \""
                            + typed
                            + "\"")));
  }

  private static String criterion(String typed, Unit unit) {
    String name = typed.substring(PREFIX.length());
    Criterion known = CRITERIA.get(name);
    if (known == null) {
      throw new IllegalArgumentException(
          "unknown criterion "
              + typed
              + ", known are "
              + PREFIX
              + String.join(", ", CRITERIA.keySet()));
    }
    if (known.unit != unit && unit != Unit.ANY) {
      throw new IllegalArgumentException(
          "must be compared with " + unit.rule() + ", " + typed + " is none");
    }
    return name;
  }

  /** The bound under given criteria, in the figure's unit. */
  double in(Criteria criteria) {
    return criterion.isEmpty() ? value : value * value(criterion, criteria);
  }

  /** One of the criteria for people, such as {@code 500 ms}; the name as it is where unknown. */
  static String text(String name, Criteria criteria) {
    Criterion known = CRITERIA.get(name);
    return known == null ? name : known.unit.text(known.value.in(criteria));
  }

  /** Whether there is such a criterion. */
  static boolean isCriterion(String name) {
    return CRITERIA.containsKey(name);
  }

  private static double value(String name, Criteria criteria) {
    Criterion known = CRITERIA.get(name);
    if (known == null) {
      throw new IllegalStateException("unknown criterion " + name);
    }
    return known.value.in(criteria);
  }
}
