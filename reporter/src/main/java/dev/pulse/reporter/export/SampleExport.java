package dev.pulse.reporter.export;

import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.Keys;
import dev.pulse.protocol.SampleBatchDecoder;
import dev.pulse.protocol.SampleBlock;
import dev.pulse.protocol.Topics;
import dev.pulse.reporter.run.Incarnation;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.StreamId;
import dev.pulse.reporter.run.TopicScan;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every sample of a run to a stream, each once, straight from {@link Topics#SAMPLES}. Memory
 * does not grow with the samples but for one number a batch, to know those that came twice.
 *
 * <p>Order: partition by partition, within each as published. So a stream's samples stand in the
 * order of their sequence numbers, and the same topic gives the same bytes; by time they are not
 * sorted.
 */
public final class SampleExport {
  private static final Logger LOG = LoggerFactory.getLogger(SampleExport.class);

  private final Map<String, Object> settings;

  /**
   * What was written.
   *
   * @param samples written, each once
   * @param duplicateBatches that came again and were left out
   * @param unreadableBatches that could not be read; what is in them is missing
   */
  public record Result(long samples, long duplicateBatches, long unreadableBatches) {}

  private record BatchId(StreamId stream, long batch) {}

  /**
   * An export.
   *
   * @param settings of the Kafka consumer, {@code bootstrap.servers} at least
   */
  public SampleExport(Map<String, Object> settings) {
    this.settings = Map.copyOf(settings);
  }

  /**
   * Exports what is in the topic now.
   *
   * @param data of the run, for its plan and start
   * @param out is flushed, not closed
   * @throws IOException if it cannot be written
   * @throws org.apache.kafka.common.KafkaException if the broker does not answer
   */
  public Result export(RunData data, ExportFormat format, OutputStream out) throws IOException {
    var run = new Run(data, format.writer(data, out));
    try (var consumer = TopicScan.consumer(settings)) {
      for (var partition : TopicScan.partitions(consumer, List.of(Topics.SAMPLES))) {
        TopicScan.read(consumer, List.of(partition), run::take);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return run.finish();
  }

  /** One export while it runs. */
  private static final class Run {
    private final RunData data;
    private final String keyPrefix;
    private final SampleWriter writer;
    private final SampleBatchDecoder decoder = new SampleBatchDecoder();
    private final Set<BatchId> seen = new HashSet<>();
    private long samples;
    private long duplicates;
    private long unreadable;

    Run(RunData data, SampleWriter writer) {
      this.data = data;
      this.writer = writer;
      String streamKey = Keys.stream(data.run(), "", 0);
      this.keyPrefix = streamKey.substring(0, streamKey.length() - "|0".length());
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
      if (!isOfRun(record.key())
          || data.isRemoved(record.topic(), record.partition(), record.offset())) {
        return;
      }
      try {
        take(decoder.decode(record.value()));
      } catch (InvalidRecordException e) {
        unreadable++;
        LOG.atWarn()
            .addKeyValue("partition", record.partition())
            .addKeyValue("offset", record.offset())
            .log("Unreadable batch left out: {}", e.getMessage());
      }
    }

    /** By the key, which spares decoding the batches of other runs. */
    private boolean isOfRun(byte[] key) {
      return key != null && new String(key, StandardCharsets.UTF_8).startsWith(keyPrefix);
    }

    private void take(SampleBlock block) {
      var header = block.header();
      var stream =
          new StreamId(new Incarnation(header.agent(), header.incarnation()), header.stream());
      if (!header.run().equals(data.run())) {
        return;
      }
      if (!seen.add(new BatchId(stream, header.batch()))) {
        duplicates++;
        return;
      }
      write(block);
    }

    private void write(SampleBlock block) {
      try {
        for (int row = 0; row < block.columns().count; row++) {
          writer.write(block, row);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      samples += block.columns().count;
    }

    Result finish() throws IOException {
      writer.finish();
      return new Result(samples, duplicates, unreadable);
    }
  }
}
