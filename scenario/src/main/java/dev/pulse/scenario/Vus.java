package dev.pulse.scenario;

/** Bounds on numbers of VUs and iterations, shared by the executors. */
final class Vus {
  /** Far beyond one machine, and small enough for exact ramps. */
  static final int MAX = 1_000_000;

  /** Beyond it a count is a typing error; products with {@link #MAX} stay within 64 bits. */
  static final long MAX_ITERATIONS = 1_000_000_000_000L;

  private Vus() {}

  static void require(int vus, int least, String name) {
    if (vus < least || vus > MAX) {
      throw new IllegalArgumentException(name + " must be " + least + ".." + MAX + ", is " + vus);
    }
  }

  static void requireIterations(long iterations) {
    if (iterations < 1 || iterations > MAX_ITERATIONS) {
      throw new IllegalArgumentException(
          "iterations must be 1.." + MAX_ITERATIONS + ", is " + iterations);
    }
  }
}
