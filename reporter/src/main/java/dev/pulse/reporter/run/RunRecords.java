package dev.pulse.reporter.run;

import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.Keys;
import dev.pulse.protocol.Records;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.AggregateRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what a run's topics hold to its {@link RunData}. A record that cannot be read is counted
 * and logged; as the counts then do not add up, the run is not complete.
 */
final class RunRecords {
  /** Where a run is told, in the order to read them. */
  static final List<String> TOPICS =
      List.of(Topics.CONTROL, Topics.INTERVALS, Topics.RESOURCES, Topics.REJECTED);

  private static final Logger LOG = LoggerFactory.getLogger(RunRecords.class);

  private final RunData data;
  private final String streamKeyPrefix;
  private final Set<IntervalStore.Cell> rewritten;
  private final Map<IntervalStore.Cell, AggregateRecord> lastWords = new HashMap<>();
  private long unreadable;

  RunRecords(RunData data) {
    this(data, Set.of());
  }

  /**
   * Records of which some are known to be written again.
   *
   * @param rewritten intervals of which the last word is taken in by {@link #finish}
   */
  RunRecords(RunData data, Set<IntervalStore.Cell> rewritten) {
    this.data = data;
    this.rewritten = rewritten;
    String streamKey = Keys.stream(data.run(), "", 0);
    this.streamKeyPrefix = streamKey.substring(0, streamKey.length() - "|0".length());
  }

  /** Records so far that could not be read. */
  long unreadable() {
    return unreadable;
  }

  void accept(ConsumerRecord<byte[], byte[]> record) {
    boolean isTombstone = record.value() == null;
    if (isTombstone || data.isRemoved(record.topic(), record.partition(), record.offset())) {
      return;
    }
    try {
      switch (record.topic()) {
        case Topics.CONTROL -> data.accept(Records.control(record.value()));
        case Topics.INTERVALS -> accept(Records.aggregate(record.value()));
        case Topics.RESOURCES -> data.accept(Records.resource(record.value()));
        case Topics.REJECTED -> rejected(record.key());
        default -> throw new IllegalArgumentException("not a topic of runs: " + record.topic());
      }
    } catch (InvalidRecordException e) {
      unreadable++;
      LOG.atWarn()
          .addKeyValue("origin", record.topic() + "-" + record.partition() + "@" + record.offset())
          .addKeyValue("reason", e.reason())
          .log("Unreadable record passed over: {}", e.getMessage());
    }
  }

  private void accept(AggregateRecord aggregate) throws InvalidRecordException {
    if (rewritten.isEmpty() || !aggregate.hasInterval()) {
      data.accept(aggregate);
      return;
    }
    var interval = aggregate.getInterval();
    var series = new Series(interval.getScenario(), interval.getStage(), interval.getRequest());
    var cell = new IntervalStore.Cell(series, interval.getInterval());
    if (aggregate.getRun().equals(data.run()) && rewritten.contains(cell)) {
      lastWords.put(cell, aggregate);
    } else {
      data.accept(aggregate);
    }
  }

  /** Takes in what was held back. */
  void finish() {
    for (AggregateRecord last : lastWords.values()) {
      try {
        data.accept(last);
      } catch (InvalidRecordException e) {
        unreadable++;
        LOG.warn("Unreadable interval passed over: {}", e.getMessage());
      }
    }
  }

  private void rejected(byte[] key) {
    if (key != null && new String(key, StandardCharsets.UTF_8).startsWith(streamKeyPrefix)) {
      data.acceptRejection();
    }
  }
}
