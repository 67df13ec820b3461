package dev.pulse.protocol;

import dev.pulse.protocol.v1.ControlRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run's side of {@link Topics#CONTROL}: says what the parts of a run have to say to each other,
 * and hears it. Sending is thread-safe; {@link #poll} and {@link #close} belong to one thread.
 */
public final class ControlChannel implements AutoCloseable {
  /** Where to begin to listen. */
  public enum From {
    /** With the first record that the topic holds. */
    BEGINNING,
    /** With what is written after {@link #open} returned. */
    NOW
  }

  private final String run;
  private final InstantSource wall;
  private final TopicChannel topic;
  private long refused;

  private ControlChannel(String run, InstantSource wall, TopicChannel topic) {
    this.run = run;
    this.wall = wall;
    this.topic = topic;
  }

  /**
   * Opens a channel, and waits for Kafka and the topic if they are not there yet.
   *
   * @param kafka client properties, {@code bootstrap.servers} among them
   * @param run run id
   * @param timeout how long to wait for Kafka
   * @param wall for stamps
   * @throws TimeoutException if Kafka or the topic is not there in time; the message names which
   *     servers were tried
   */
  public static ControlChannel open(
      Map<String, Object> kafka, String run, From from, Duration timeout, InstantSource wall)
      throws TimeoutException {
    return new ControlChannel(
        run, wall, TopicChannel.open(kafka, Topics.CONTROL, from, timeout, wall));
  }

  /**
   * Sends a record of this run; schema, run and time are filled in.
   *
   * @param body a builder with one of the bodies set
   * @return completed when Kafka has acknowledged it, however long that takes
   */
  public CompletableFuture<Void> send(ControlRecord.Builder body) {
    long epochMicros = ChronoUnit.MICROS.between(Instant.EPOCH, wall.instant());
    byte[] value =
        body.setSchema(Records.SCHEMA)
            .setRun(run)
            .setAtEpochMicros(epochMicros)
            .build()
            .toByteArray();
    return topic.send(run, value);
  }

  /**
   * The run's records since the last call, in order.
   *
   * @param timeout how long to wait for the first one
   * @return possibly empty; records of other runs and those that cannot be read are left out
   */
  public List<ControlRecord> poll(Duration timeout) {
    var records = new ArrayList<ControlRecord>();
    for (var record : topic.poll(timeout)) {
      if (run.equals(record.key())) {
        add(records, record.value());
      }
    }
    return records;
  }

  private void add(List<ControlRecord> records, byte[] value) {
    try {
      records.add(Records.control(value == null ? new byte[0] : value));
    } catch (InvalidRecordException e) {
      refused++;
    }
  }

  /** Records of this run that could not be read so far. */
  public long refused() {
    return refused;
  }

  /**
   * Waits until all that was sent is acknowledged.
   *
   * @return false if that took too long, or Kafka refused something
   */
  public static boolean await(CompletableFuture<Void> sent, Duration timeout)
      throws InterruptedException {
    try {
      sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** Closes it; what Kafka has not taken within two seconds is lost. */
  @Override
  public void close() {
    topic.close();
  }
}
