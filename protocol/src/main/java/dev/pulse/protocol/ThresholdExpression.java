package dev.pulse.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One threshold as k6 writes it: of which samples, which figure, and what it must be. Written by
 * whoever reads a scenario file, evaluated by whoever has the figures.
 *
 * @param metric such as {@code http_req_duration}, without its selector
 * @param selector of which samples, tag to value, in the order typed; empty: of all. Tags are
 *     {@code request}, {@code scenario}, {@code stage}, and {@code check} for the metric checks
 * @param aggregation the figure that is compared
 * @param percentile in (0, 100] for {@link Aggregation#PERCENTILE}, 50 for {@link Aggregation#MED},
 *     else 0
 * @param operator how it is compared
 * @param value milliseconds for a trend, 0..1 for a rate, a number (per second, for its rate) for a
 *     counter
 * @see <a href="https://grafana.com/docs/k6/latest/using-k6/thresholds/">k6, "Thresholds"</a>
 */
public record ThresholdExpression(
    String metric,
    Map<String, String> selector,
    Aggregation aggregation,
    double percentile,
    Operator operator,
    double value) {

  /** What a metric is made of, and so which aggregations it has. */
  public enum Kind {
    /** Durations in milliseconds. */
    TREND("avg, min, med, max, p(N)"),
    /** Share of what is true, 0..1. */
    RATE("rate"),
    /** A count, and its rate per second. */
    COUNTER("count, rate");

    private final String aggregations;

    Kind(String aggregations) {
      this.aggregations = aggregations;
    }

    private boolean allows(Aggregation aggregation) {
      return switch (aggregation) {
        case AVG, MIN, MED, MAX, PERCENTILE -> this == TREND;
        case RATE -> this == RATE || this == COUNTER;
        case COUNT -> this == COUNTER;
      };
    }
  }

  /** The figure that is compared. */
  public enum Aggregation {
    AVG,
    MIN,
    MED,
    MAX,
    PERCENTILE,
    RATE,
    COUNT
  }

  /** How observed and bound are compared. */
  public enum Operator {
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    EQUAL("=="),
    NOT_EQUAL("!=");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    /** As typed. */
    public String symbol() {
      return symbol;
    }

    private boolean holds(double observed, double bound) {
      return switch (this) {
        case LESS -> observed < bound;
        case LESS_OR_EQUAL -> observed <= bound;
        case GREATER -> observed > bound;
        case GREATER_OR_EQUAL -> observed >= bound;
        case EQUAL -> observed == bound;
        case NOT_EQUAL -> observed != bound;
      };
    }

    private static Operator of(String typed) {
      String symbol = typed.equals("===") ? "==" : typed;
      for (Operator operator : values()) {
        if (operator.symbol.equals(symbol)) {
          return operator;
        }
      }
      throw new AssertionError(typed);
    }
  }

  /** Ending of the metric that each request has of its own, such as {@code portfolio_latency}. */
  public static final String LATENCY_SUFFIX = "_latency";

  /** Every metric of a fixed name. */
  public static final Map<String, Kind> METRICS = metrics();

  private static final List<String> TAGS = List.of("request", "scenario", "stage");
  private static final Pattern METRIC = Pattern.compile("([^{}\\s]+)\\s*(?:\\{(.*)})?");
  private static final Pattern EXPRESSION =
      Pattern.compile(
          "(avg|min|med|max|rate|count|p\\(\\s*([0-9.]+)\\s*\\))"
              + "\\s*(<=|>=|===|==|!=|<|>)\\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)");

  /** Checks that the figure exists for the metric. */
  public ThresholdExpression {
    selector = Collections.unmodifiableMap(new LinkedHashMap<>(selector));
    Kind kind = kindOf(metric);
    if (!kind.allows(aggregation)) {
      throw new IllegalArgumentException(
          metric + " has " + kind.aggregations + ", is asked for " + name(aggregation, percentile));
    }
    if (aggregation == Aggregation.PERCENTILE && !(percentile > 0 && percentile <= 100)) {
      throw new IllegalArgumentException(
          "a percentile must be above 0 and at most 100, is " + number(percentile));
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("the bound must be a number, is " + value);
    }
  }

  /**
   * Reads both halves of a threshold.
   *
   * @param metric such as {@code http_req_duration{request:portfolio}}
   * @param expression such as {@code p(99)<500}
   * @throws IllegalArgumentException saying what is allowed and what it is
   */
  public static ThresholdExpression parse(String metric, String expression) {
    Matcher metricParts = METRIC.matcher(metric.strip());
    if (!metricParts.matches()) {
      throw new IllegalArgumentException(
          "a metric must be such as http_req_duration or http_req_duration{request:NAME}, is "
              + quoted(metric));
    }
    String name = metricParts.group(1);
    kindOf(name);
    String tags = metricParts.group(2);
    return parseExpression(name, tags == null ? Map.of() : selector(name, tags), expression);
  }

  private static ThresholdExpression parseExpression(
      String metric, Map<String, String> selector, String expression) {
    Matcher parts = EXPRESSION.matcher(expression.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "a threshold must be such as p(99)<500, avg<200, rate<0.01 or count>=100, is "
              + quoted(expression));
    }
    String percentile = parts.group(2);
    Aggregation aggregation =
        percentile == null
            ? Aggregation.valueOf(parts.group(1).toUpperCase(Locale.ROOT))
            : Aggregation.PERCENTILE;
    return new ThresholdExpression(
        metric,
        selector,
        aggregation,
        percentile == null ? impliedPercentile(aggregation) : decimal(percentile, expression),
        Operator.of(parts.group(3)),
        decimal(parts.group(4), expression));
  }

  private static double impliedPercentile(Aggregation aggregation) {
    return aggregation == Aggregation.MED ? 50 : 0;
  }

  private static double decimal(String typed, String expression) {
    try {
      return Double.parseDouble(typed);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          quoted(typed) + " in " + quoted(expression) + " is not a number", e);
    }
  }

  private static Map<String, String> selector(String metric, String typed) {
    var selector = new LinkedHashMap<String, String>();
    for (String pair : typed.split(",", -1)) {
      int colon = pair.indexOf(':');
      String tag = colon < 0 ? pair.strip() : pair.substring(0, colon).strip();
      String value = colon < 0 ? "" : pair.substring(colon + 1).strip();
      if (!tagsOf(metric).contains(tag) || value.isEmpty()) {
        throw new IllegalArgumentException(
            "a selector of "
                + metric
                + " must be {TAG:VALUE} with a tag of "
                + String.join(", ", tagsOf(metric))
                + ", is {"
                + typed
                + "}");
      }
      if (selector.put(tag, value) != null) {
        throw new IllegalArgumentException("the tag " + tag + " stands twice in {" + typed + "}");
      }
    }
    return selector;
  }

  private static List<String> tagsOf(String metric) {
    if (!metric.equals("checks")) {
      return TAGS;
    }
    var tags = new ArrayList<>(TAGS);
    tags.add("check");
    return tags;
  }

  /**
   * What a metric is made of.
   *
   * @throws IllegalArgumentException if there is no such metric; the message lists all
   */
  public static Kind kindOf(String metric) {
    Kind kind = METRICS.get(metric);
    if (kind != null) {
      return kind;
    }
    if (metric.length() > LATENCY_SUFFIX.length() && metric.endsWith(LATENCY_SUFFIX)) {
      return Kind.TREND;
    }
    throw new IllegalArgumentException(
        "a metric must be one of "
            + String.join(", ", METRICS.keySet())
            + ", <request>"
            + LATENCY_SUFFIX
            + ", is "
            + quoted(metric));
  }

  /** What this metric is made of. */
  public Kind kind() {
    return kindOf(metric);
  }

  /** Whether the metric is one request's own latency, such as {@code portfolio_latency}. */
  public boolean isRequestLatency() {
    return !METRICS.containsKey(metric);
  }

  /** Whether the figure observed satisfies the threshold; a figure that is no number never does. */
  public boolean holds(double observed) {
    return !Double.isNaN(observed) && operator.holds(observed, value);
  }

  /** The metric with its selector, such as {@code http_req_duration{request:portfolio}}. */
  public String metricText() {
    if (selector.isEmpty()) {
      return metric;
    }
    var pairs = new ArrayList<String>();
    selector.forEach((tag, value) -> pairs.add(tag + ":" + value));
    return metric + "{" + String.join(",", pairs) + "}";
  }

  /** The figure's name, such as {@code p(99)}. */
  public String aggregationText() {
    return name(aggregation, percentile);
  }

  /** Figure, operator and bound, such as {@code p(99)<500}; parses to the same threshold. */
  public String expressionText() {
    return aggregationText() + operator.symbol() + number(value);
  }

  /** Both halves for people: {@code http_req_duration p(99)<500}. */
  @Override
  public String toString() {
    return metricText() + " " + expressionText();
  }

  private static String name(Aggregation aggregation, double percentile) {
    return aggregation == Aggregation.PERCENTILE
        ? "p(" + number(percentile) + ")"
        : aggregation.name().toLowerCase(Locale.ROOT);
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String quoted(String typed) {
    return '"' + typed + '"';
  }

  private static Map<String, Kind> metrics() {
    var metrics = new LinkedHashMap<String, Kind>();
    metrics.put("http_req_duration", Kind.TREND);
    metrics.put("http_req_waiting", Kind.TREND);
    metrics.put("http_req_receiving", Kind.TREND);
    metrics.put("http_req_connecting", Kind.TREND);
    metrics.put("http_req_tls_handshaking", Kind.TREND);
    metrics.put("http_req_failed", Kind.RATE);
    metrics.put("http_reqs", Kind.COUNTER);
    metrics.put("response_time", Kind.TREND);
    metrics.put("service_time", Kind.TREND);
    metrics.put("checks", Kind.RATE);
    metrics.put("errors", Kind.RATE);
    metrics.put("iterations", Kind.COUNTER);
    metrics.put("iteration_duration", Kind.TREND);
    metrics.put("dropped_iterations", Kind.COUNTER);
    return Collections.unmodifiableMap(metrics);
  }
}
