package dev.pulse.reporter.correlation;

/**
 * How a series moved with another.
 *
 * @param lag steps by which it went before; below 0: it followed
 * @param rho rank correlation at that lag, -1..1
 * @param p how often chance gives as much at any lag of any of the series tested, 0..1; 1 where the
 *     correlation is too weak to be worth the question
 */
public record Correlated(int lag, double rho, double p) {
  /** Of a series that tells nothing. */
  static final Correlated NONE = new Correlated(0, 0, 1);
}
