package dev.pulse.benchmarks.scaling;

import dev.pulse.benchmarks.SyntheticSamples;
import dev.pulse.protocol.BatchHeader;
import dev.pulse.protocol.Keys;
import dev.pulse.protocol.SampleBatchEncoder;
import dev.pulse.protocol.SampleColumns;
import dev.pulse.protocol.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A run of synthetic samples, put into Kafka as agents would have.
 *
 * @param agents each with one stream
 * @param series among which the samples of each stream are spread
 * @param intervals of a second
 * @param batchesPerInterval of each stream, of 1,000 samples each
 */
record StoredRun(int agents, int series, int intervals, int batchesPerInterval) {
  /** Its run id. */
  static final String RUN = "scaling";

  private static final int BATCH_BYTES = 256 << 10;

  /** All samples of it. */
  long samples() {
    return (long) agents * intervals * batchesPerInterval * SampleColumns.CAPACITY;
  }

  /** Writes it; returns when Kafka has all of it. */
  void write(String bootstrapServers) throws IOException {
    var failure = new AtomicReference<@Nullable Exception>();
    try (var producer =
        new KafkaProducer<>(
            properties(bootstrapServers), new StringSerializer(), new ByteArraySerializer())) {
      var streams = new ArrayList<Stream>();
      for (int agent = 0; agent < agents; agent++) {
        streams.add(new Stream(agent));
      }
      for (int interval = 1; interval <= intervals; interval++) {
        for (Stream stream : streams) {
          for (byte[] batch : stream.interval(interval)) {
            producer.send(
                new ProducerRecord<>(Topics.SAMPLES, stream.key(), batch),
                (metadata, e) -> failure.compareAndSet(null, e));
          }
        }
      }
    }
    Exception refused = failure.get();
    if (refused != null) {
      throw new IOException("the run could not be stored", refused);
    }
  }

  private static Map<String, Object> properties(String bootstrapServers) {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "zstd",
        ProducerConfig.LINGER_MS_CONFIG,
        20,
        ProducerConfig.BATCH_SIZE_CONFIG,
        BATCH_BYTES);
  }

  /** What one agent's only event loop sends. */
  private final class Stream {
    private final int agent;
    private final SyntheticSamples samples;
    private final SampleColumns columns = new SampleColumns();
    private final SampleBatchEncoder encoder = new SampleBatchEncoder();

    Stream(int agent) {
      this.agent = agent;
      this.samples = new SyntheticSamples(agent + 1L, series);
    }

    String key() {
      return Keys.stream(RUN, name(), 0);
    }

    private String name() {
      return "agent-" + (agent + 1);
    }

    List<byte[]> interval(int interval) {
      var batches = new ArrayList<byte[]>();
      for (int i = 1; i <= batchesPerInterval; i++) {
        columns.clear();
        boolean last = interval == intervals && i == batchesPerInterval;
        var header = header(samples.fill(columns, interval), interval, last);
        batches.add(encoder.encode(header, samples.names(), columns));
      }
      return batches;
    }

    private BatchHeader header(BatchHeader filled, int interval, boolean last) {
      long begin = (long) interval * SyntheticSamples.INTERVAL_MICROS;
      return new BatchHeader(
          RUN,
          name(),
          1,
          0,
          agents,
          filled.batch(),
          filled.firstSample(),
          SyntheticSamples.INTERVAL_MICROS,
          interval,
          last ? begin + SyntheticSamples.INTERVAL_MICROS : begin,
          last);
    }
  }
}
