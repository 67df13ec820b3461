package dev.pulse.aggregator;

import dev.pulse.protocol.FiguresMerger;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.SampleBatchDecoder;
import dev.pulse.protocol.SampleBlock;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.Figures;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Computes a run again from its raw samples, without Streams, state or transactions: a plain
 * consumer and a few maps. It shares with the aggregator the decoder and {@link FiguresBuilder}
 * only, so that equal results mean something.
 *
 * <p>About one million samples a second. Memory goes with the number of series times intervals.
 */
public final class Recomputation {
  private final String run;
  private final SampleBatchDecoder decoder = new SampleBatchDecoder();
  private final Map<StreamId, RecomputedStream> streams = new LinkedHashMap<>();
  private final Map<SeriesInterval, Figures> intervals = new HashMap<>();
  private int expectedStreams;
  private long rejected;

  private Recomputation(String run) {
    this.run = run;
  }

  /**
   * Reads {@link Topics#SAMPLES} from its beginning to where it ends at this moment.
   *
   * @throws AggregatorException if the topic does not exist or Kafka stops answering
   */
  public static RecomputedRun of(String bootstrapServers, String run) {
    return of(Map.of("bootstrap.servers", bootstrapServers), run);
  }

  /**
   * The same by client properties, {@code bootstrap.servers} among them.
   *
   * @throws AggregatorException if the topic does not exist or Kafka stops answering
   */
  public static RecomputedRun of(Map<String, Object> kafka, String run) {
    var recomputation = new Recomputation(run);
    new TopicReader(kafka).read(Topics.SAMPLES, record -> recomputation.add(record.value()));
    return recomputation.finish();
  }

  /** Recomputes from batches in memory, in the order they were written. */
  static RecomputedRun of(Iterable<byte[]> batches, String run) {
    var recomputation = new Recomputation(run);
    batches.forEach(recomputation::add);
    return recomputation.finish();
  }

  private void add(byte[] value) {
    try {
      SampleBlock block = decoder.decode(value == null ? new byte[0] : value);
      if (block.header().run().equals(run)) {
        add(block);
      }
    } catch (InvalidRecordException e) {
      rejected++;
    }
  }

  private void add(SampleBlock block) {
    var header = block.header();
    expectedStreams = Math.max(expectedStreams, header.expectedStreams());
    var id = new StreamId(header.agent(), header.incarnation(), header.stream());
    boolean taken =
        streams
            .computeIfAbsent(id, k -> new RecomputedStream(header.intervalMicros(), this::merge))
            .add(block);
    if (!taken) {
      rejected++;
    }
  }

  private void merge(SeriesInterval cell, Figures figures) {
    intervals.merge(cell, figures, Recomputation::merged);
  }

  private static Figures merged(Figures a, Figures b) {
    try {
      return FiguresMerger.merge(a, b);
    } catch (InvalidRecordException e) {
      throw new IllegalStateException("figures made here are sound", e);
    }
  }

  private RecomputedRun finish() {
    Map<StreamId, ReceivedStream> received = new LinkedHashMap<>();
    streams.forEach(
        (id, stream) -> {
          stream.flush();
          received.put(id, stream.toReceived());
        });
    return new RecomputedRun(run, intervals, received, expectedStreams, rejected);
  }
}
