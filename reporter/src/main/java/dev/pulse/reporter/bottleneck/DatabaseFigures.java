package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.run.StatementFigures;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Figures that come from the database's statements: how they are worked out. */
final class DatabaseFigures {
  private DatabaseFigures() {}

  /** Statements of a scope's time, most time first. */
  static List<StatementFigures> statements(Facts facts, Scope scope) {
    return facts.statements(scope.fromMicros(), scope.toMicros());
  }

  /** Time in statements as a share of all response time. */
  static OptionalDouble share(Facts facts, Scope scope) {
    double response = facts.figures(scope).response().sumMicros();
    return !facts.hasStatements() || response == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(micros(statements(facts, scope)) / response);
  }

  /** Share of the database's connections that were busy with statements on average. */
  static OptionalDouble busy(Facts facts, Scope scope) {
    long length = facts.lengthMicros(scope);
    OptionalDouble connections =
        facts.data().resources().stream()
            .filter(one -> one.series().equals("connections"))
            .map(one -> one.mean(at -> at >= scope.fromMicros() && at <= scope.toMicros()))
            .flatMapToDouble(OptionalDouble::stream)
            .max();
    boolean isMeasured = facts.hasStatements() && connections.isPresent() && length > 0;
    return !isMeasured || connections.getAsDouble() <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(micros(statements(facts, scope)) / length / connections.getAsDouble());
  }

  private static double micros(List<StatementFigures> statements) {
    return statements.stream().mapToDouble(StatementFigures::totalMillis).sum() * 1_000;
  }

  /** Time of a call. */
  static double meanMicros(StatementFigures statement) {
    return statement.meanMillis() * 1_000;
  }

  /** Mean time of the statement with most time in all. */
  static OptionalDouble topMean(Facts facts, Scope scope) {
    return statements(facts, scope).stream().mapToDouble(DatabaseFigures::meanMicros).findFirst();
  }

  /** The greatest of a figure over the statements. */
  static Measure.OfScope greatest(ToDoubleFunction<StatementFigures> figure) {
    return (facts, scope) -> statements(facts, scope).stream().mapToDouble(figure).max();
  }

  /** Calls of statements per request. */
  static OptionalDouble callsPerRequest(Facts facts, Scope scope) {
    long executed = facts.figures(scope).executed();
    return !facts.hasStatements() || executed == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            statements(facts, scope).stream().mapToDouble(StatementFigures::calls).sum()
                / executed);
  }
}
