package dev.pulse.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pulse.protocol.SystemClock;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.StreamManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes a synthetic run to Kafka as agents would. */
final class RecordedRun implements AutoCloseable {
  private final String run;
  private final List<SyntheticStream> streams = new ArrayList<>();
  private final List<Exception> failures = new CopyOnWriteArrayList<>();
  private final KafkaProducer<byte[], byte[]> producer;
  private final int batchesPerInterval;
  private final int rows;
  private long interval;

  /**
   * A run of one agent.
   *
   * @param streamCount its event loops
   * @param batchesPerInterval of each stream
   * @param rows samples in each batch
   */
  RecordedRun(String bootstrap, String run, int streamCount, int batchesPerInterval, int rows) {
    this.run = run;
    this.batchesPerInterval = batchesPerInterval;
    this.rows = rows;
    for (int stream = 0; stream < streamCount; stream++) {
      streams.add(new SyntheticStream(run, "agent", 1, stream, streamCount));
    }
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "compression.type", "zstd", "linger.ms", "50"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  static void createTopics(String bootstrap) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      Topics.create(admin, 2, (short) 1);
    }
  }

  /** Writes some intervals of all streams. */
  void write(int intervals) {
    for (int i = 0; i < intervals; i++, interval++) {
      for (SyntheticStream stream : streams) {
        for (int batch = 0; batch < batchesPerInterval - 1; batch++) {
          send(stream, stream.batch(interval, rows));
        }
        send(stream, stream.closing(interval, rows));
      }
    }
    flush();
  }

  /** Writes the last batches and the manifest. */
  void end() {
    var manifest = Manifest.newBuilder().setAgent("agent").setIncarnation(1);
    for (SyntheticStream stream : streams) {
      send(stream, stream.last(interval, rows));
      manifest.addStreams(
          StreamManifest.newBuilder()
              .setStream(manifest.getStreamsCount())
              .setScheduled(stream.samples())
              .setAcknowledged(stream.samples())
              .setBatches(stream.batches()));
    }
    var control =
        ControlRecord.newBuilder()
            .setSchema(1)
            .setRun(run)
            .setAtEpochMicros(SystemClock.wall().millis() * 1_000)
            .setManifest(manifest)
            .build();
    producer.send(new ProducerRecord<>(Topics.CONTROL, run.getBytes(UTF_8), control.toByteArray()));
    flush();
  }

  /**
   * Waits for Kafka to have everything: a batch that is not there would make a test pass or fail.
   */
  private void flush() {
    producer.flush();
    if (!failures.isEmpty()) {
      throw new IllegalStateException("Kafka does not have every batch", failures.get(0));
    }
  }

  void sendRaw(byte[] key, byte[] value) {
    producer.send(
        new ProducerRecord<>(Topics.SAMPLES, key, value),
        (metadata, failure) -> {
          if (failure != null) {
            failures.add(failure);
          }
        });
  }

  private void send(SyntheticStream stream, byte[] batch) {
    sendRaw(stream.key(), batch);
  }

  long samples() {
    return streams.stream().mapToLong(SyntheticStream::samples).sum();
  }

  @Override
  public void close() {
    producer.close();
  }
}
