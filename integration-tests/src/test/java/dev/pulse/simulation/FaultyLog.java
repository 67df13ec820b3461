package dev.pulse.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The producer of one agent and the log behind it: a send is taken now or later, refused, answered
 * by an error although it was taken, taken twice, or never answered.
 */
final class FaultyLog extends MockProducer<String, byte[]> {
  private static final RecordMetadata TAKEN =
      new RecordMetadata(new TopicPartition("pulse.samples", 0), 0, 0, 0, 0, 0);

  /** A send without its answer. */
  private static final class Sent {
    final byte[] value;
    final Callback callback;

    Sent(byte[] value, Callback callback) {
      this.value = value;
      this.callback = callback;
    }
  }

  private final Random random;
  private final int faultsInHundred;
  private final Consumer<byte[]> log;
  private final Deque<Sent> onTheWay = new ArrayDeque<>();
  private final List<byte[]> taken = new ArrayList<>();

  /** A log that takes everything, sooner or later, where no send in a hundred is faulty. */
  FaultyLog(Random random, int faultsInHundred, Consumer<byte[]> log) {
    this.random = random;
    this.faultsInHundred = faultsInHundred;
    this.log = log;
  }

  @Override
  public synchronized Future<RecordMetadata> send(
      ProducerRecord<String, byte[]> record, Callback callback) {
    if (random.nextInt(100) < faultsInHundred && random.nextInt(3) == 0) {
      answer(callback, new BufferExhaustedException("simulated"));
    } else {
      onTheWay.add(new Sent(record.value(), callback));
    }
    return new CompletableFuture<>();
  }

  /** The oldest send on its way comes to an end, if there is one. */
  void settleOne() {
    var sent = onTheWay.poll();
    if (sent == null) {
      return;
    }
    boolean faulty = random.nextInt(100) < faultsInHundred;
    switch (faulty ? random.nextInt(4) : 4) {
      case 0 -> answer(sent.callback, new TimeoutException("refused, simulated"));
      case 1 -> {
        take(sent.value);
        answer(sent.callback, new TimeoutException("taken all the same, simulated"));
      }
      case 2 -> {
        take(sent.value);
        take(sent.value);
        answer(sent.callback, null);
      }
      case 3 -> {
        // Neither taken nor ever answered.
      }
      default -> {
        take(sent.value);
        answer(sent.callback, null);
      }
    }
  }

  private void take(byte[] value) {
    taken.add(value);
    log.accept(value);
  }

  private static void answer(Callback callback, @Nullable Exception e) {
    callback.onCompletion(TAKEN, e);
  }

  /** Something that was taken long ago comes once more. */
  void repeatOne() {
    if (!taken.isEmpty()) {
      log.accept(taken.get(random.nextInt(taken.size())));
    }
  }

  boolean hasOnTheWay() {
    return !onTheWay.isEmpty();
  }
}
