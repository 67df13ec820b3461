package dev.pulse.aggregator;

import dev.pulse.protocol.FiguresMerger;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.Keys;
import dev.pulse.protocol.Records;
import dev.pulse.protocol.SeriesKey;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.SeriesTotal;
import dev.pulse.protocol.v1.StreamAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The topology on a test driver, and what stands on its output topics. */
final class TopologyHarness implements AutoCloseable {
  final Tally tally = new Tally();

  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> samples;
  private final TestOutputTopic<String, byte[]> intervals;
  private final TestOutputTopic<String, byte[]> rejected;
  private final Map<String, AggregateRecord> latest = new LinkedHashMap<>();
  private final Map<String, Integer> writes = new HashMap<>();

  TopologyHarness() {
    this(Timing.DEFAULT);
  }

  TopologyHarness(Timing timing) {
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    driver =
        new TopologyTestDriver(
            new AggregationTopology(AggregationTopics.DEFAULT, run -> true, timing, tally).get(),
            properties,
            Instant.parse("2026-01-01T00:00:00Z"));
    samples =
        driver.createInputTopic(
            Topics.SAMPLES, new ByteArraySerializer(), new ByteArraySerializer());
    intervals =
        driver.createOutputTopic(
            Topics.INTERVALS, new StringDeserializer(), new ByteArrayDeserializer());
    rejected =
        driver.createOutputTopic(
            Topics.REJECTED, new StringDeserializer(), new ByteArrayDeserializer());
  }

  void send(SyntheticStream stream, byte[]... batches) {
    for (byte[] batch : batches) {
      send(stream.key(), batch);
    }
  }

  void send(byte[] key, byte[] value) {
    samples.pipeInput(key, value);
    collect();
  }

  void samplesWithoutValue() {
    samples.pipeInput(new TestRecord<>(new byte[0], null));
    collect();
  }

  /** Number of partials in the store. */
  long partials() {
    return driver.getKeyValueStore(IntervalsBySeries.PARTIALS).approximateNumEntries();
  }

  void pass(Duration time) {
    driver.advanceWallClockTime(time);
    collect();
  }

  /** Long enough for totals to be written. */
  void tick() {
    pass(Timing.DEFAULT.tick());
  }

  private void collect() {
    for (var record : intervals.readRecordsToList()) {
      writes.merge(record.key(), 1, Integer::sum);
      latest.put(record.key(), aggregate(record.value()));
    }
  }

  private static AggregateRecord aggregate(byte[] value) {
    try {
      return Records.aggregate(value);
    } catch (InvalidRecordException e) {
      throw new AssertionError(e);
    }
  }

  List<TestRecord<String, byte[]>> rejected() {
    return rejected.readRecordsToList();
  }

  /** How often an interval was written. */
  int writes(SeriesKey series, long interval) {
    return writes.getOrDefault(Keys.interval(series, interval), 0);
  }

  int writesOfAll() {
    return writes.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The last value of each key. */
  List<AggregateRecord> latest() {
    return List.copyOf(latest.values());
  }

  Map<SeriesInterval, Figures> intervals(String run) {
    Map<SeriesInterval, Figures> all = new LinkedHashMap<>();
    for (var record : latest.values()) {
      if (record.hasInterval() && record.getRun().equals(run)) {
        var interval = record.getInterval();
        var series =
            new SeriesKey(run, interval.getScenario(), interval.getStage(), interval.getRequest());
        all.put(new SeriesInterval(series, interval.getInterval()), interval.getFigures());
      }
    }
    return all;
  }

  /** Interval numbers of which some series is provisional. */
  List<Long> provisional(String run) {
    return latest.values().stream()
        .filter(record -> record.getRun().equals(run) && record.hasInterval())
        .map(AggregateRecord::getInterval)
        .filter(interval -> interval.getProvisional())
        .map(interval -> interval.getInterval())
        .distinct()
        .sorted()
        .toList();
  }

  long samples(String run) {
    return intervals(run).values().stream().mapToLong(Figures::getSamples).sum();
  }

  StreamAccount account(SyntheticStream stream) {
    return latest
        .getOrDefault(stream.accountKey(), AggregateRecord.getDefaultInstance())
        .getStream();
  }

  /** The totals of a run, by series. */
  Map<SeriesKey, Figures> totals(String run) {
    Map<SeriesKey, Figures> all = new HashMap<>();
    for (var record : latest.values()) {
      if (record.hasTotal() && record.getRun().equals(run)) {
        SeriesTotal total = record.getTotal();
        all.put(
            new SeriesKey(run, total.getScenario(), total.getStage(), total.getRequest()),
            total.getFigures());
      }
    }
    return all;
  }

  /** What the totals have to be: the merge of the emitted intervals. */
  Map<SeriesKey, Figures> mergedIntervals(String run) throws InvalidRecordException {
    Map<SeriesKey, List<Figures>> parts = new HashMap<>();
    intervals(run)
        .forEach(
            (cell, figures) ->
                parts.computeIfAbsent(cell.series(), k -> new ArrayList<>()).add(figures));
    Map<SeriesKey, Figures> merged = new HashMap<>();
    for (var entry : parts.entrySet()) {
      merged.put(entry.getKey(), FiguresMerger.merge(entry.getValue()));
    }
    return merged;
  }

  @Override
  public void close() {
    driver.close();
  }
}
