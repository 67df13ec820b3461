package dev.pulse.scenario;

/** Bounds on numbers of VUs and iterations, shared by the executors. */
final class Vus {
  private Vus() {}

  static void require(int vus, int least, String name) {
    if (vus < least || vus > Executor.MAX_VUS) {
      throw new IllegalArgumentException(
          name + " must be " + least + ".." + Executor.MAX_VUS + ", is " + vus);
    }
  }

  static void requireIterations(long iterations) {
    if (iterations < 1 || iterations > Executor.MAX_ITERATIONS) {
      throw new IllegalArgumentException(
          "iterations must be 1.." + Executor.MAX_ITERATIONS + ", is " + iterations);
    }
  }
}
