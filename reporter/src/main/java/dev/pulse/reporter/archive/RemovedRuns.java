package dev.pulse.reporter.archive;

import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.Records;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.Removed;
import dev.pulse.protocol.v1.RemovedBefore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which records count no more, because their run was removed after them. */
final class RemovedRuns {
  private final Map<String, Removed> removed = new HashMap<>();
  private final Set<String> present = new HashSet<>();

  /** What the control topic tells. */
  static RemovedRuns read(RunTopics topics) {
    var runs = new RemovedRuns();
    topics.read(Topics.CONTROL, runs::take);
    return runs;
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      var control = Records.control(record.value() == null ? new byte[0] : record.value());
      if (control.hasRemoved()) {
        removed.put(control.getRun(), control.getRemoved());
        present.remove(control.getRun());
      } else {
        present.add(control.getRun());
      }
    } catch (InvalidRecordException e) {
      // It says nothing of a run; the scan counts it as nobody's.
    }
  }

  /** Whether a run was removed, and has not come back. */
  boolean isGone(String run) {
    return removed.containsKey(run) && !present.contains(run);
  }

  /** Whether a record of a run was removed with it. */
  boolean isRemoved(String run, ConsumerRecord<byte[], byte[]> record) {
    var word = removed.get(run);
    if (word == null) {
      return false;
    }
    return isGone(run) || record.offset() < before(word, record);
  }

  private static long before(Removed word, ConsumerRecord<byte[], byte[]> record) {
    for (RemovedBefore before : word.getBeforeList()) {
      if (before.getTopic().equals(record.topic()) && before.getPartition() == record.partition()) {
        return before.getOffset();
      }
    }
    return 0;
  }
}
