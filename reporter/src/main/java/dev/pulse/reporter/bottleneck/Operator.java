package dev.pulse.reporter.bottleneck;

import java.util.Arrays;
import java.util.Optional;

/** How a figure is compared with its bound. */
enum Operator {
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">=");

  private final String symbol;

  Operator(String symbol) {
    this.symbol = symbol;
  }

  static Optional<Operator> of(String typed) {
    return Arrays.stream(values()).filter(one -> one.symbol.equals(typed)).findFirst();
  }

  boolean holds(double value, double bound) {
    return switch (this) {
      case LESS -> value < bound;
      case LESS_OR_EQUAL -> value <= bound;
      case GREATER -> value > bound;
      case GREATER_OR_EQUAL -> value >= bound;
    };
  }

  /** Whether it asks for much, so that the greatest value is the telling one. */
  boolean asksForMore() {
    return this == GREATER || this == GREATER_OR_EQUAL;
  }

  @Override
  public String toString() {
    return symbol;
  }
}
