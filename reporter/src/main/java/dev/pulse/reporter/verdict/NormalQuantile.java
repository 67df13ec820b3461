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

  /**
   * The same of Student's distribution, by Cornish and Fisher's expansion: to 1 % from 4 degrees of
   * freedom on.
   *
   * @param degrees of freedom, ≥ 2
   */
  static double student(double probability, double degrees) {
    double z = of(probability);
    double cube = z * z * z;
    double first = (cube + z) / (4 * degrees);
    double second = (5 * cube * z * z + 16 * cube + 3 * z) / (96 * degrees * degrees);
    return z + first + second;
  }

  /** Probability of a standard normal variable above a value ≥ 0. */
  static double beyond(double z) {
    return 0.5 - halfMass(z);
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
