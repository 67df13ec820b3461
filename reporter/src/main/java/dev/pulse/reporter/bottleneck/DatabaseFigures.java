package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.run.StatementFigures;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Figures that come from the database's statements: how they are worked out. Statements do not say
 * which request they were made for, so they are held against all requests of their time.
 */
final class DatabaseFigures {
  private DatabaseFigures() {}

  /** Time in statements as a share of all response time. */
  static OptionalDouble share(Facts facts, List<Span> spans) {
    double response = facts.responseMicros(spans);
    return !facts.hasStatements() || response == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(micros(facts.statements(spans)) / response);
  }

  /** Share of the database's connections that were busy with statements on average. */
  static OptionalDouble busy(Facts facts, List<Span> spans) {
    long length = facts.lengthMicros(spans);
    OptionalDouble connections =
        facts.data().resources().stream()
            .filter(one -> one.series().equals("connections"))
            .map(one -> one.mean(at -> spans.stream().anyMatch(span -> span.includes(at))))
            .flatMapToDouble(OptionalDouble::stream)
            .max();
    boolean isMeasured = facts.hasStatements() && connections.isPresent() && length > 0;
    return !isMeasured || connections.getAsDouble() <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(micros(facts.statements(spans)) / length / connections.getAsDouble());
  }

  private static double micros(List<StatementFigures> statements) {
    return statements.stream().mapToDouble(StatementFigures::totalMillis).sum() * 1_000;
  }

  /** Time of a call. */
  static double meanMicros(StatementFigures statement) {
    return statement.meanMillis() * 1_000;
  }

  /** Mean time of the statement with most time in all. */
  static OptionalDouble topMean(Facts facts, List<Span> spans) {
    return facts.statements(spans).stream().mapToDouble(DatabaseFigures::meanMicros).findFirst();
  }

  /** The greatest of a figure over the statements. */
  static Measure.OfTime greatest(ToDoubleFunction<StatementFigures> figure) {
    return (facts, spans) -> facts.statements(spans).stream().mapToDouble(figure).max();
  }

  /** Calls of statements per request. */
  static OptionalDouble callsPerRequest(Facts facts, List<Span> spans) {
    long executed = facts.executed(spans);
    return !facts.hasStatements() || executed == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            facts.statements(spans).stream().mapToDouble(StatementFigures::calls).sum() / executed);
  }
}
