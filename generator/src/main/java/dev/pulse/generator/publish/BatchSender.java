package dev.pulse.generator.publish;

import dev.pulse.generator.record.SampleBuffer;
import dev.pulse.protocol.BatchHeader;
import dev.pulse.protocol.Keys;
import dev.pulse.protocol.SampleBatchEncoder;
import dev.pulse.protocol.SampleNames;
import dev.pulse.protocol.Topics;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sealed batch at a time: encoded, handed to the producer, and entered in the {@link Ledger} as
 * sent, then as acknowledged or lost, once the producer says which. Never waits. Called by one
 * thread; the producer's answers may come on another.
 */
public final class BatchSender {
  private static final Logger LOG = LoggerFactory.getLogger(BatchSender.class);
  private static final String QUEUE_FULL = "Kafka away, publishing queue full";

  private final BatchHeader template;
  private final SampleNames names;
  private final Ledger ledger;
  private final Producer<String, byte[]> producer;
  private final SampleBatchEncoder encoder = new SampleBatchEncoder();
  private volatile boolean saidFull;

  /**
   * A sender that has sent nothing.
   *
   * @param template header fields that are the same in all batches
   * @param names dictionaries of the columns
   */
  public BatchSender(
      BatchHeader template, SampleNames names, Ledger ledger, Producer<String, byte[]> producer) {
    this.template = template;
    this.names = names;
    this.ledger = ledger;
    this.producer = producer;
  }

  /** Sends a batch; the buffer is free again afterwards. */
  public void send(SampleBuffer buffer) {
    int stream = buffer.stream;
    long first = buffer.firstSample();
    int count = buffer.columns.count;
    byte[] value = encoder.encode(buffer.header(template), names, buffer.columns);
    String key = Keys.stream(template.run(), template.agent(), stream);
    ledger.sent(stream, first, count, buffer.isLast());
    try {
      producer.send(
          new ProducerRecord<>(Topics.SAMPLES, key, value),
          (metadata, e) -> settled(stream, first, count, e));
    } catch (KafkaException | IllegalStateException e) {
      settled(stream, first, count, e);
    }
  }

  private void settled(int stream, long first, int count, @Nullable Exception e) {
    if (e == null) {
      ledger.acknowledged(stream, first, count);
      saidFull = false;
    } else if (e instanceof BufferExhaustedException) {
      sayFull();
      ledger.failed(stream, first, count, QUEUE_FULL);
    } else {
      LOG.atWarn().addKeyValue("stream", stream).setCause(e).log("Kafka did not take a batch");
      ledger.failed(stream, first, count, "refused by Kafka: " + e.getClass().getSimpleName());
    }
  }

  private void sayFull() {
    if (!saidFull) {
      saidFull = true;
      LOG.atWarn().log("Kafka is away and the publishing queue is full: samples are being lost");
    }
  }
}
