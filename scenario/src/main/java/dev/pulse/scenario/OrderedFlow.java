package dev.pulse.scenario;

import java.util.List;

/**
 * Requests one after the other, all of them in each iteration.
 *
 * @param steps request indexes, at least one; a request may stand there more than once
 */
public record OrderedFlow(List<Integer> steps) implements Flow {

  /** Checks that there is a step. */
  public OrderedFlow {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a flow must have at least one request");
    }
  }

  @Override
  public int requestsPerIteration() {
    return steps.size();
  }

  @Override
  public List<Integer> requestIndexes() {
    return steps.stream().distinct().toList();
  }

  @Override
  public int requestAt(int position, double u) {
    return steps.get(position);
  }
}
