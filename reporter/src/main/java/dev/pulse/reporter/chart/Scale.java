package dev.pulse.reporter.chart;

/** Where a value stands on an axis: 0 at its start, 1 at its end, not clipped. */
sealed interface Scale {

  double position(double value);

  double least();

  double greatest();

  /** Equal steps for equal differences. */
  record Linear(double least, double greatest) implements Scale {
    @Override
    public double position(double value) {
      return greatest == least ? 0 : (value - least) / (greatest - least);
    }
  }

  /** Equal steps for equal ratios; values below the least stand at the start. */
  record Logarithmic(double least, double greatest) implements Scale {
    @Override
    public double position(double value) {
      double floor = Math.max(value, least);
      return StrictMath.log10(floor / least) / StrictMath.log10(greatest / least);
    }
  }
}
