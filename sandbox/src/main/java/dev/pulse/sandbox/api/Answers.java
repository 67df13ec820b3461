package dev.pulse.sandbox.api;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON objects that the API answers with. Times are ISO 8601 in UTC, money in dollars. */
final class Answers {
  private Answers() {}

  record Failure(String error) {}

  record LoggedIn(String token, String tokenType, long expiresInSeconds, String email) {}

  record Trade(
      long id,
      String symbol,
      String side,
      long quantity,
      BigDecimal price,
      BigDecimal value,
      String user,
      String executedAt) {}

  /** A page of trades, newest first; the next one starts before {@code nextBefore}, if any. */
  record Trades(List<Trade> trades, @Nullable Long nextBefore) {}

  record Position(
      String symbol,
      String name,
      long quantity,
      BigDecimal netCost,
      BigDecimal lastPrice,
      BigDecimal marketValue,
      BigDecimal profit) {}

  record Positions(List<Position> positions) {}

  /** A tenant's holding over all its users; profit is market value less what was paid. */
  record Holding(
      String symbol,
      String sector,
      long quantity,
      BigDecimal marketValue,
      BigDecimal profit,
      String lastTradeAt) {}

  record Portfolio(
      String tenant,
      BigDecimal marketValue,
      BigDecimal netCost,
      BigDecimal profit,
      List<Holding> holdings) {}

  record Signal(
      String symbol, String advice, BigDecimal strength, long heldQuantity, String createdAt) {}

  record Signals(List<Signal> signals) {}

  record Entry(
      long id,
      String symbol,
      String name,
      String side,
      long quantity,
      BigDecimal price,
      String executedAt) {

    Entry named(String other) {
      return new Entry(id, symbol, other, side, quantity, price, executedAt);
    }
  }

  /** Trades with the names of what was traded, newest first. */
  record Statement(List<Entry> entries) {}

  /** What a symbol was worth at best and at worst, cash included, and the largest fall between. */
  record Result(
      String symbol, long trades, BigDecimal best, BigDecimal worst, BigDecimal largestFall) {}

  record Performance(List<Result> results) {}

  record Booked(long id, String symbol, String side, long quantity, BigDecimal price) {}

  record Health(String status, String postgres, String redis) {}
}
