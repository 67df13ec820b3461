package dev.pulse.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A trade as a client asks for it.
 *
 * @param symbol 1 to 12 capitals, digits or dots
 * @param side BUY or SELL
 * @param quantity 1 to 1,000,000
 * @param price above 0, at most 1,000,000, four decimals
 */
record TradeOrder(String symbol, Side side, long quantity, BigDecimal price) {
  enum Side {
    BUY,
    SELL;

    /** +1 or −1: what the trade does to the position. */
    int sign() {
      return this == BUY ? 1 : -1;
    }
  }

  private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9.]{1,12}");
  private static final BigDecimal MAX = BigDecimal.valueOf(1_000_000);
  private static final int PRICE_DECIMALS = 4;

  /**
   * Reads and checks a request body.
   *
   * @throws Rejection 400 naming the field, what is allowed and what it is
   */
  static TradeOrder read(JsonNode body) {
    if (!body.isObject()) {
      throw Rejection.badRequest("body must be an object with symbol, side, quantity and price");
    }
    BigDecimal quantity = number(body, "quantity");
    if (quantity.stripTrailingZeros().scale() > 0) {
      throw wrong(body, "quantity", "a whole number from 1 to 1000000");
    }
    BigDecimal price = number(body, "price").setScale(PRICE_DECIMALS, RoundingMode.HALF_EVEN);
    if (price.signum() == 0) {
      throw wrong(body, "price", "at least 0.0001");
    }
    return new TradeOrder(symbol(body), side(body), quantity.longValueExact(), price);
  }

  private static String symbol(JsonNode body) {
    String symbol = body.path("symbol").asText();
    if (!SYMBOL.matcher(symbol).matches()) {
      throw wrong(body, "symbol", "1 to 12 capitals, digits or dots");
    }
    return symbol;
  }

  private static Side side(JsonNode body) {
    try {
      return Side.valueOf(body.path("side").asText().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw wrong(body, "side", "BUY or SELL");
    }
  }

  private static BigDecimal number(JsonNode body, String field) {
    JsonNode node = body.path(field);
    if (!node.isNumber() || (node.isFloatingPointNumber() && !Double.isFinite(node.asDouble()))) {
      throw wrong(body, field, "a number above 0 and at most 1000000");
    }
    BigDecimal value = node.decimalValue();
    if (value.signum() <= 0 || value.compareTo(MAX) > 0) {
      throw wrong(body, field, "a number above 0 and at most 1000000");
    }
    return value;
  }

  private static Rejection wrong(JsonNode body, String field, String allowed) {
    String given = body.has(field) ? body.get(field).toString() : "missing";
    String shown = given.length() > 40 ? given.substring(0, 40) + "…" : given;
    return Rejection.badRequest(field + " must be " + allowed + ", is " + shown);
  }
}
