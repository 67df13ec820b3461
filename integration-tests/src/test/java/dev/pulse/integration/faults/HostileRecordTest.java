package dev.pulse.integration.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.integration.TargetServer;
import dev.pulse.protocol.SystemClock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rubbish on every topic, and batches again and out of order. What can be told to be a run's, by
 * the key of its record, keeps the run from being approved; what cannot is counted and concerns no
 * run.
 */
class HostileRecordTest {
  private static final long SEED = Long.getLong("pulse.faults.seed", 4_711);
  private static final byte[] RUBBISH = "no protobuf at all \u0001\u0002\u00ff".getBytes(UTF_8);
  private static final int CRC_FIELD_BYTES = 5;
  private static final long HOUR_MILLIS = 3_600_000;

  @TempDir static Path folder;
  private static TargetServer target;
  private static Stack stack;

  @BeforeAll
  static void startStack() throws Exception {
    target = new TargetServer();
    stack = Stack.start(folder);
  }

  @AfterAll
  static void stopStack() {
    stack.close();
    target.close();
  }

  private static Topic topic(String name) {
    return new Topic(stack.address(), name);
  }

  /** Writes now, one value after the other. */
  private static void write(String name, byte[] key, byte[]... values) throws Exception {
    long now = InstantSource.system().millis();
    var to = topic(name);
    to.write(Stream.of(values).map(value -> to.record(key, value, now)).toList());
  }

  @Test
  @Tag("faults")
  void rubbishOnEveryTopicConcernsNoRunAndStopsNothing() throws Exception {
    int before = topic(Topic.REJECTED).readAll().size();
    try (var load = Load.start(stack, target, folder.resolve("rubbish"), 10)) {
      for (String name : List.of(Topic.SAMPLES, Topic.CONTROL, Topic.INTERVALS, Topic.RESOURCES)) {
        write(name, "nobody".getBytes(UTF_8), RUBBISH, new byte[0]);
      }
      var result = load.result();
      Held.assertNothingLost(result);
      assertThat(result.accounting().path("rejected_batches").asLong()).isZero();
    }
    assertThat(topic(Topic.REJECTED).readAll().size() - before).isEqualTo(2);
    assertThat(stack.aggregator().isAlive()).isTrue();
  }

  @Test
  void damagedBatchesOfTheRunArePutAsideAndTheRunIsNotApproved() throws Exception {
    try (var load = Load.start(stack, target, folder.resolve("damaged"), 10)) {
      load.awaitRequests(800);
      var batch = newestSamples();
      write(
          Topic.SAMPLES,
          batch.key(),
          RUBBISH,
          withNewerSchema(batch.value()),
          withFlippedBit(batch.value()));
      var result = load.result();

      assertThat(result.accounting().path("rejected_batches").asLong()).isEqualTo(3);
      assertThat(result.accounting().path("status").asText()).isEqualTo("INCOMPLETE");
      assertThat(result.accounting().path("received").asLong()).isEqualTo(result.scheduled());
      assertThat(result.decision()).isEqualTo("INCONCLUSIVE");
      assertThat(result.run().output()).contains("3 sample batches were rejected");
      assertThat(result.verified().output())
          .contains(result.scheduled() + " of " + result.scheduled() + " samples accounted for");
    }
    assertThat(reasonsOfRejected()).contains("CORRUPT", "NEWER_SCHEMA");
    assertThat(stack.aggregator().isAlive()).isTrue();
  }

  /** Of the run under way: other tests have left batches that are stamped hours ahead. */
  private static ConsumerRecord<byte[], byte[]> newestSamples() {
    long now = SystemClock.wall().millis();
    return topic(Topic.SAMPLES).readAll().stream()
        .filter(record -> record.timestamp() <= now)
        .filter(record -> record.value().length > RUBBISH.length)
        .max((a, b) -> Long.compare(a.timestamp(), b.timestamp()))
        .orElseThrow();
  }

  /** The schema is the first field, and 1; the checksum of all before it is the last. */
  private static byte[] withNewerSchema(byte[] batch) {
    assertThat(batch).startsWith(8, 1);
    byte[] newer = batch.clone();
    newer[1] = 99;
    var crc = new CRC32C();
    crc.update(newer, 0, newer.length - CRC_FIELD_BYTES);
    ByteBuffer.wrap(newer)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(newer.length - Integer.BYTES, (int) crc.getValue());
    return newer;
  }

  private static byte[] withFlippedBit(byte[] batch) {
    byte[] damaged = batch.clone();
    damaged[damaged.length - 1] ^= 1;
    return damaged;
  }

  private static String reasonsOfRejected() {
    var reasons = new StringBuilder();
    for (var record : topic(Topic.REJECTED).readAll()) {
      record.headers().forEach(header -> reasons.append(new String(header.value(), UTF_8)));
    }
    return reasons.toString();
  }

  @Test
  @Tag("faults")
  void batchesThatComeAgainOutOfOrderStampedHoursAgoOrAheadAreCountedOnce() throws Exception {
    var random = new Random(SEED);
    try (var load = Load.start(stack, target, folder.resolve("again"), 30)) {
      for (int round = 0; round < 3; round++) {
        load.awaitRequests(800);
        topic(Topic.SAMPLES).write(shuffledAndHoursOff(random));
      }
      var result = load.result();
      Held.assertNothingLost(result);
      assertThat(result.accounting().path("duplicate_batches").asLong()).isPositive();
    }
  }

  /** All batches so far, those of earlier runs included. */
  private static List<ProducerRecord<byte[], byte[]>> shuffledAndHoursOff(Random random) {
    var batches = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (var record : topic(Topic.SAMPLES).readAll()) {
      long stamp = record.timestamp() + (random.nextInt(25) - 12) * HOUR_MILLIS;
      batches.add(topic(Topic.SAMPLES).record(record.key(), record.value(), stamp));
    }
    Collections.shuffle(batches, random);
    return batches;
  }

  @Test
  @Tag("faults")
  void runCopiedOutOfOrderToAnotherKafkaComesToTheSameFigures() throws Exception {
    try (var load = Load.start(stack, target, folder.resolve("copied"), 12);
        var other = Stack.start(folder.resolve("other"))) {
      Held.assertNothingLost(load.result());
      new Topic(other.address(), Topic.CONTROL).write(allOf(Topic.CONTROL));
      new Topic(other.address(), Topic.SAMPLES).write(shuffledAndHoursOff(new Random(SEED)));
      Load.awaitVerified(folder.resolve("copied"), other, Duration.ofSeconds(60));
    }
  }

  private static List<ProducerRecord<byte[], byte[]>> allOf(String name) {
    return topic(name).readAll().stream()
        .map(record -> topic(name).record(record.key(), record.value(), record.timestamp()))
        .toList();
  }
}
