package dev.pulse.aggregator.sink;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * From where results have to be read again, so that each run comes from its first result on, or not
 * at all: a run of which only a part came again would lose series in its points over all of them.
 */
final class RestartOffsets {
  private RestartOffsets() {}

  /**
   * The latest offsets for which that holds; forgets those of runs that need not be read again.
   *
   * @param positions up to where was read
   * @param runs those that are not over have to be read again
   */
  static Map<TopicPartition, Long> of(
      Map<TopicPartition, Long> positions, Collection<SinkRun> runs) {
    Map<TopicPartition, Long> offsets = new HashMap<>(positions);
    boolean lowered = true;
    while (lowered) {
      lowered = false;
      for (SinkRun run : runs) {
        if (!run.isOver() || isTouched(run, offsets)) {
          lowered |= lower(offsets, run);
        }
      }
    }
    for (SinkRun run : runs) {
      if (run.isOver() && !isTouched(run, offsets)) {
        run.forgetOffsets();
      }
    }
    return offsets;
  }

  /** Whether some of its results would come again. */
  private static boolean isTouched(SinkRun run, Map<TopicPartition, Long> offsets) {
    return run.lastOffsets().entrySet().stream()
        .anyMatch(last -> last.getValue() >= offsets.getOrDefault(last.getKey(), 0L));
  }

  private static boolean lower(Map<TopicPartition, Long> offsets, SinkRun run) {
    boolean lowered = false;
    for (var first : run.firstOffsets().entrySet()) {
      long before = offsets.getOrDefault(first.getKey(), 0L);
      if (first.getValue() < before) {
        offsets.put(first.getKey(), first.getValue());
        lowered = true;
      }
    }
    return lowered;
  }
}
