package dev.pulse.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.pulse.aggregator.wire.Shuffled;
import dev.pulse.protocol.v1.AggregateRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Sample batches to interval summaries, running totals and stream accounts.
 *
 * <pre>
 * samples ─▶ partials-by-stream ─┬─▶ rejected
 *            (stage 1)           ├─▶ intervals (stream accounts)
 *                                └─▶ repartition by series ─▶ intervals-by-series ─▶ intervals
 *                                                             (stage 2)
 * </pre>
 *
 * <p>There is no window, stream time or grace period in it: stream time is shared by all runs of a
 * partition, so that a replay beside a live run would make records "late", and they would vanish.
 * Here every key holds run and interval, and nothing is ever late.
 */
final class AggregationTopology implements Supplier<Topology> {
  private final AggregationTopics topics;
  private final Predicate<String> runs;
  private final Timing timing;
  private final Tally tally;

  /**
   * A topology over some topics.
   *
   * @param runs the runs to aggregate
   */
  AggregationTopology(
      AggregationTopics topics, Predicate<String> runs, Timing timing, Tally tally) {
    this.topics = topics;
    this.runs = runs;
    this.timing = timing;
    this.tally = tally;
  }

  @Override
  public Topology get() {
    var builder = new StreamsBuilder();
    stores().forEach(builder::addStateStore);

    // Waits for nothing. Wall-clock time, because a producer's stamps may be anything.
    KStream<byte[], byte[]> samples =
        builder.stream(
            topics.samples(),
            Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                .withTimestampExtractor(new WallclockTimestampExtractor()));

    // Waits for the end of a stream's interval, or for its silence.
    KStream<String, StreamResult> results =
        samples.process(
            () -> new PartialsByStream(runs, topics.areOfTheProduct(), timing, tally),
            Named.as("partials-by-stream"),
            PartialsByStream.LEDGERS,
            PartialsByStream.HELD_BATCHES);

    // Waits for nothing: bytes that were refused are kept aside, reason in the headers.
    values(results, StreamResult.Refused.class)
        .mapValues(StreamResult.Refused::value)
        .to(topics.rejected(), Produced.with(Serdes.String(), Serdes.Bytes()));

    // Waits for nothing: what was received of each stream.
    values(results, StreamResult.Account.class)
        .mapValues(StreamResult.Account::value)
        .to(topics.intervals(), Produced.with(Serdes.String(), protobuf(AggregateRecord.parser())));

    // Waits for stage 1's commit. Partials go to the partition of their series, watermarks to all.
    values(results, StreamResult.Passed.class)
        .mapValues(StreamResult.Passed::value)
        .repartition(
            Repartitioned.<String, Shuffled>as("by-series")
                .withKeySerde(Serdes.String())
                .withValueSerde(protobuf(Shuffled.parser()))
                .withStreamPartitioner(AggregationTopology::partitions))
        // Waits for the lowest watermark of the run's streams to pass an interval, or for a while.
        .process(
            () -> new IntervalsBySeries(timing, tally),
            Named.as("intervals-by-series"),
            IntervalsBySeries.PARTIALS,
            IntervalsBySeries.UNCOUNTED,
            IntervalsBySeries.TOTALS,
            IntervalsBySeries.WATERMARKS,
            IntervalsBySeries.PURGED)
        // Waits for nothing: upserts, the last value of a key holds.
        .to(topics.intervals(), Produced.with(Serdes.String(), protobuf(AggregateRecord.parser())));
    return builder.build();
  }

  private static <T extends StreamResult> KStream<String, T> values(
      KStream<String, StreamResult> results, Class<T> kind) {
    return results.filter((key, value) -> kind.isInstance(value)).mapValues(kind::cast);
  }

  private static Optional<Set<Integer>> partitions(
      String topic, String key, Shuffled value, int partitions) {
    if (value.hasWatermark()) {
      return Optional.of(
          IntStream.range(0, partitions).boxed().collect(Collectors.toUnmodifiableSet()));
    }
    int hash = Utils.murmur2(key.getBytes(UTF_8));
    return Optional.of(Set.of(Utils.toPositive(hash) % partitions));
  }

  private static List<StoreBuilder<?>> stores() {
    return List.of(
        store(PartialsByStream.LEDGERS, Serdes.ByteArray()),
        store(PartialsByStream.HELD_BATCHES, Serdes.ByteArray()),
        store(IntervalsBySeries.PARTIALS, Serdes.ByteArray()),
        store(IntervalsBySeries.UNCOUNTED, Serdes.ByteArray()),
        store(IntervalsBySeries.TOTALS, Serdes.ByteArray()),
        store(IntervalsBySeries.WATERMARKS, Serdes.ByteArray()),
        store(IntervalsBySeries.PURGED, Serdes.Long()));
  }

  private static <V> StoreBuilder<?> store(String name, Serde<V> values) {
    return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), values);
  }

  private static <T extends MessageLite> Serde<T> protobuf(Parser<T> parser) {
    return Serdes.serdeFrom(
        (topic, value) -> value.toByteArray(), (topic, bytes) -> Stored.parse(parser, bytes));
  }
}
