package dev.pulse.scenario;

import java.util.List;

/** One request per iteration, drawn by weight. */
public final class WeightedMix implements Flow {

  /**
   * A request and its weight.
   *
   * @param requestIndex ≥ 0
   * @param weight in any unit, finite and ≥ 0
   */
  public record Entry(int requestIndex, double weight) {

    /** Checks the ranges. */
    public Entry {
      if (requestIndex < 0 || !(weight >= 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException(
            "a weight must be a number >= 0, is " + weight + " of request " + requestIndex);
      }
    }
  }

  private final List<Entry> entries;
  private final int[] requestIndexes;
  // Upper edges of the shares of [0, 1); the last is exactly 1.
  private final double[] edges;

  /**
   * A mix of requests.
   *
   * @throws IllegalArgumentException if the weights add up to nothing
   */
  public WeightedMix(List<Entry> entries) {
    this.entries = entries.stream().filter(entry -> entry.weight() > 0).toList();
    double sum = this.entries.stream().mapToDouble(Entry::weight).sum();
    if (!(sum > 0) || Double.isInfinite(sum)) {
      throw new IllegalArgumentException("weights must add up to more than 0, add up to " + sum);
    }
    int count = this.entries.size();
    requestIndexes = new int[count];
    edges = new double[count];
    double cumulative = 0;
    for (int i = 0; i < count; i++) {
      Entry entry = this.entries.get(i);
      requestIndexes[i] = entry.requestIndex();
      cumulative += entry.weight();
      edges[i] = cumulative / sum;
    }
    edges[count - 1] = 1;
  }

  /** Those that can be drawn, in the order typed; entries of weight 0 are left out. */
  public List<Entry> entries() {
    return entries;
  }

  /**
   * Share of an entry, in (0, 1]; all together add up to 1.
   *
   * @param entry index into {@link #entries}
   */
  public double share(int entry) {
    return edges[entry] - (entry == 0 ? 0 : edges[entry - 1]);
  }

  /**
   * Draws a request.
   *
   * @param u uniformly random in [0, 1)
   * @return index into the load test's requests
   */
  public int pick(double u) {
    int i = 0;
    while (i < edges.length - 1 && u >= edges[i]) {
      i++;
    }
    return requestIndexes[i];
  }

  @Override
  public int requestsPerIteration() {
    return 1;
  }

  @Override
  public List<Integer> requestIndexes() {
    return entries.stream().map(Entry::requestIndex).distinct().toList();
  }

  @Override
  public int requestAt(int position, double u) {
    return pick(u);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WeightedMix mix && mix.entries.equals(entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return "WeightedMix" + entries;
  }
}
