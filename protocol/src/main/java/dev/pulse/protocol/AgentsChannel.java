package dev.pulse.protocol;

import dev.pulse.protocol.v1.AgentRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/**
 * One side of {@link Topics#AGENTS}: agents say that they are there, launchers give them work.
 * Hears what is written from now on, as who is there says so again each second. Sending is
 * thread-safe; {@link #poll} and {@link #close} belong to one thread.
 */
public final class AgentsChannel implements AutoCloseable {
  /** Largest record, bytes: what brokers take unless told otherwise, less room for its frame. */
  public static final int MAX_BYTES = 1_000_000;

  private final InstantSource wall;
  private final TopicChannel topic;

  private AgentsChannel(InstantSource wall, TopicChannel topic) {
    this.wall = wall;
    this.topic = topic;
  }

  /**
   * Opens a channel, and waits for Kafka and the topic if they are not there yet.
   *
   * @param kafka client properties, {@code bootstrap.servers} among them
   * @param wall for stamps
   * @throws TimeoutException if Kafka or the topic is not there in time
   */
  public static AgentsChannel open(Map<String, Object> kafka, Duration timeout, InstantSource wall)
      throws TimeoutException {
    return new AgentsChannel(
        wall, TopicChannel.open(kafka, Topics.AGENTS, ControlChannel.From.NOW, timeout, wall));
  }

  /**
   * Sends a record; schema and time are filled in.
   *
   * @param body a builder with one of the bodies set
   * @return completed when Kafka has acknowledged it, however long that takes
   * @throws IllegalArgumentException if it is larger than {@link #MAX_BYTES}
   */
  public CompletableFuture<Void> send(AgentRecord.Builder body) {
    long epochMicros = ChronoUnit.MICROS.between(Instant.EPOCH, wall.instant());
    var record = body.setSchema(Records.SCHEMA).setAtEpochMicros(epochMicros).build();
    byte[] value = record.toByteArray();
    if (value.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a record has at most " + MAX_BYTES + " bytes, this one " + value.length);
    }
    return topic.send(keyOf(record), value);
  }

  private static String keyOf(AgentRecord record) {
    return switch (record.getBodyCase()) {
      case PRESENCE -> Keys.join("presence", record.getPresence().getAgent());
      case ASSIGNMENT -> assignmentKey(record.getAssignment().getAgent());
      case LAUNCHER -> Keys.join("launcher", record.getLauncher().getLauncher());
      case BODY_NOT_SET -> throw new IllegalArgumentException("a record must have a body");
    };
  }

  private static String assignmentKey(String agent) {
    return Keys.join("assignment", agent);
  }

  /** Takes back what an agent was given, so that nothing of it stays in the topic. */
  public CompletableFuture<Void> withdraw(String agent) {
    return topic.send(assignmentKey(agent), null);
  }

  /**
   * The records since the last call, in order.
   *
   * @param timeout how long to wait for the first one
   * @return possibly empty; records that cannot be read are left out
   */
  public List<AgentRecord> poll(Duration timeout) {
    var records = new ArrayList<AgentRecord>();
    for (var record : topic.poll(timeout)) {
      byte[] value = record.value();
      try {
        if (value != null) {
          records.add(Records.agent(value));
        }
      } catch (InvalidRecordException e) {
        // Who wrote it is not heard; whoever waits for him says so.
      }
    }
    return records;
  }

  /** Closes it; what Kafka has not taken within two seconds is lost. */
  @Override
  public void close() {
    topic.close();
  }
}
