package dev.pulse.reporter.correlation;

import java.util.SplittableRandom;

/**
 * Series that fluctuate as a given one does, and otherwise have nothing to do with anything: its
 * spectrum, and so its autocorrelation, with phases drawn at random. A plain shuffle would make
 * each point independent, against which any two slow series look related.
 */
final class Surrogates {
  private final double[] amplitudes;
  private final double[] cosines;
  private final int length;
  private final SplittableRandom random;

  /**
   * Takes the series.
   *
   * @param series with mean 0
   */
  Surrogates(double[] series, SplittableRandom random) {
    this.length = series.length;
    this.random = random;
    this.cosines = new double[length];
    for (int i = 0; i < length; i++) {
      cosines[i] = StrictMath.cos(2 * Math.PI * i / length);
    }
    this.amplitudes = amplitudes(series);
  }

  private double[] amplitudes(double[] series) {
    double[] found = new double[length / 2 + 1];
    for (int k = 1; k < found.length; k++) {
      double real = 0;
      double imaginary = 0;
      for (int t = 0; t < length; t++) {
        int phase = (int) ((long) k * t % length);
        real += series[t] * cosines[phase];
        imaginary -= series[t] * sine(phase);
      }
      found[k] = Math.sqrt(real * real + imaginary * imaginary);
    }
    return found;
  }

  private double sine(int phase) {
    return StrictMath.sin(2 * Math.PI * phase / length);
  }

  /** The next one, of length 1. */
  double[] next() {
    double[] made = new double[length];
    for (int k = 1; k < amplitudes.length; k++) {
      int shift = random.nextInt(length);
      for (int t = 0; t < length; t++) {
        made[t] += amplitudes[k] * cosines[(int) (((long) k * t + shift) % length)];
      }
    }
    double norm = Math.sqrt(PartialRanks.product(made, made));
    for (int t = 0; t < length && norm > 0; t++) {
      made[t] /= norm;
    }
    return made;
  }
}
