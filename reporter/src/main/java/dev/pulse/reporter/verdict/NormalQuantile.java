package dev.pulse.reporter.verdict;

/** Quantiles of the standard normal distribution, to 1e-9. */
final class NormalQuantile {
  private static final int STEPS = 80;

  private NormalQuantile() {}

  /**
   * The value that a standard normal variable stays below with a probability.
   *
   * @param probability in [0.5, 1)
   */
  static double of(double probability) {
    double low = 0;
    double high = 10;
    for (int step = 0; step < STEPS; step++) {
      double middle = (low + high) / 2;
      if (0.5 + halfMass(middle) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** Mass between 0 and z, by the series z − z³/6 + … of the error function. */
  private static double halfMass(double z) {
    double term = z;
    double sum = z;
    for (int k = 1; Math.abs(term) > 1e-17 * Math.abs(sum) && k < 1_000; k++) {
      term *= z * z / (2 * k + 1);
      sum += term;
    }
    return sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }
}
