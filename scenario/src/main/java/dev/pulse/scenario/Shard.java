package dev.pulse.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which VUs and arrivals of a run one agent takes: those whose number, modulo {@link #total}, is
 * one of its slots. What runs when is a pure function of elapsed time, so agents that know their
 * shard need not talk to each other, and all shards together are exactly the run.
 *
 * <p>Numbers of the run count from 0. The agent's own numbers count what it takes, from 0, too:
 * {@link #nth} leads from its own to the run's.
 *
 * @param slots distinct, ascending, each 0..total - 1; empty for an agent that takes nothing
 * @param total slots of all agents, 1..{@link #MAX_TOTAL}
 */
public record Shard(List<Integer> slots, int total) {
  /** Beyond it weights are finer than any machine's capacity is known. */
  public static final int MAX_TOTAL = 10_000;

  private static final Shard WHOLE = new Shard(List.of(0), 1);

  /** Refuses slots out of range or order with an {@link IllegalArgumentException}. */
  public Shard {
    slots = List.copyOf(slots);
    boolean inRange = slots.stream().allMatch(slot -> slot >= 0 && slot < total);
    boolean ascending = List.copyOf(new TreeSet<>(slots)).equals(slots);
    if (total < 1 || total > MAX_TOTAL || !inRange || !ascending) {
      throw new IllegalArgumentException(
          "slots must be distinct, ascending and below a total of 1.."
              + MAX_TOTAL
              + ", are "
              + slots
              + " of "
              + total);
    }
  }

  /** Of the only agent: everything. */
  public static Shard whole() {
    return WHOLE;
  }

  /** Of agent {@code index} of {@code count} alike: what is {@code index} modulo {@code count}. */
  public static Shard of(int index, int count) {
    return new Shard(List.of(index), count);
  }

  /**
   * Of one of several agents of different weight, interleaved so that each gets its part of any
   * short stretch.
   *
   * @param index of the agent, from 0
   * @param weights of all agents, each ≥ 1; they add up to at most {@link #MAX_TOTAL}
   */
  public static Shard byWeight(int index, List<Integer> weights) {
    if (weights.stream().anyMatch(weight -> weight < 1) || index >= weights.size()) {
      throw new IllegalArgumentException(
          "agent " + index + " must have one of the weights, each >= 1, which are " + weights);
    }
    int total = weights.stream().mapToInt(Integer::intValue).sum();
    var slots = new ArrayList<Integer>();
    var credit = new int[weights.size()];
    for (int slot = 0; slot < total; slot++) {
      int next = 0;
      for (int agent = 0; agent < credit.length; agent++) {
        credit[agent] += weights.get(agent);
        next = credit[agent] > credit[next] ? agent : next;
      }
      credit[next] -= total;
      if (next == index) {
        slots.add(slot);
      }
    }
    return new Shard(slots, total);
  }

  /** Whether the agent takes a number of the run, ≥ 0. */
  public boolean takes(long number) {
    int slot = (int) (number % total);
    int i = 0;
    while (i < slots.size() && slots.get(i) < slot) {
      i++;
    }
    return i < slots.size() && slots.get(i) == slot;
  }

  /** How many of the run's first {@code count} numbers the agent takes. */
  public long share(long count) {
    long rounds = count / total;
    int rest = (int) (count % total);
    long begun = 0;
    // By index: no iterator in the hot path.
    for (int i = 0; i < slots.size() && slots.get(i) < rest; i++) {
      begun++;
    }
    return rounds * slots.size() + begun;
  }

  /**
   * The run's number of what is the agent's own number {@code own}, ≥ 0.
   *
   * @throws IllegalStateException if the agent takes nothing
   */
  public long nth(long own) {
    int size = slots.size();
    if (size == 0) {
      throw new IllegalStateException("an agent without slots takes nothing");
    }
    return own / size * total + slots.get((int) (own % size));
  }

  /**
   * The shard among those agents that get one of the first {@code count} numbers: who has no VU of
   * a scenario must not be left with its iterations.
   *
   * @param count ≥ 1
   */
  public Shard within(int count) {
    if (count >= total) {
      return this;
    }
    var kept = IntStream.range(0, count).filter(slots::contains).boxed().toList();
    return new Shard(kept, count);
  }
}
