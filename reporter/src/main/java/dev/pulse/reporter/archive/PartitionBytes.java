package dev.pulse.reporter.archive;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Who takes up how much of one partition, and which of its beginning nobody needs. Bytes are those
 * on disk (one replica), shared out by the size of the records before compression.
 */
final class PartitionBytes {
  private final TopicPartition partition;
  private final long storedBytes;
  private final Map<String, Long> rawByRun = new HashMap<>();
  private final Map<String, Long> rawOfRemoved = new HashMap<>();
  private long rawBytes;
  private long freeRawBytes;
  private long freeBefore;
  private String heldBy = "";
  private boolean held;

  PartitionBytes(TopicPartition partition, long storedBytes) {
    this.partition = partition;
    this.storedBytes = storedBytes;
  }

  /** A record of a run that is there; empty if it is nobody's, which holds nothing up. */
  void addKept(String run, long raw) {
    rawBytes += raw;
    rawByRun.merge(run, raw, Long::sum);
    if (!held && !run.isEmpty()) {
      held = true;
      heldBy = run;
    }
  }

  void addRemoved(String run, long offset, long raw) {
    rawBytes += raw;
    if (held) {
      rawOfRemoved.merge(run, raw, Long::sum);
    } else {
      freeRawBytes += raw;
      freeBefore = offset + 1;
    }
  }

  TopicPartition partition() {
    return partition;
  }

  /** Offset before which all is of removed runs; 0 where nothing is. */
  long freeBefore() {
    return freeBefore;
  }

  /** Bytes before that. */
  long freeBytes() {
    return stored(freeRawBytes);
  }

  /** Whether a record that must stay was seen, so that nothing behind it can be freed. */
  boolean isHeld() {
    return held;
  }

  /** The run whose record is the first that must stay; empty where there is none. */
  String heldBy() {
    return heldBy;
  }

  /** Bytes of removed runs that stand behind it, by run. */
  Map<String, Long> waitingBytes() {
    return stored(rawOfRemoved);
  }

  /** Bytes of the runs that are there; those of nobody under the empty name. */
  Map<String, Long> bytesByRun() {
    return stored(rawByRun);
  }

  private Map<String, Long> stored(Map<String, Long> raw) {
    Map<String, Long> bytes = new HashMap<>();
    raw.forEach((run, of) -> bytes.put(run, stored(of)));
    return bytes;
  }

  private long stored(long raw) {
    return rawBytes == 0 ? 0 : Math.round((double) raw / rawBytes * storedBytes);
  }
}
