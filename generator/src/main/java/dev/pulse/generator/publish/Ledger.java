package dev.pulse.generator.publish;

import dev.pulse.generator.record.LossListener;
import dev.pulse.protocol.v1.LossRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * What became of the samples of each stream: acknowledged, lost, or still on the way. Each sample
 * is in exactly one of the three. Thread-safe.
 */
public final class Ledger implements LossListener {
  private final Account[] accounts;
  private final CountDownLatch openStreams;

  private static final class Account {
    long acknowledged;
    long lost;
    boolean lastSent;
    boolean closed;

    /** First sample to last sample of each batch on the way; empty batches are counted only. */
    final TreeMap<Long, Long> onTheWay = new TreeMap<>();

    long emptyOnTheWay;
    final List<LossRange> losses = new ArrayList<>();
  }

  /**
   * Empty accounts.
   *
   * @param streams number of streams, ≥ 1
   */
  public Ledger(int streams) {
    accounts = new Account[streams];
    for (int i = 0; i < streams; i++) {
      accounts[i] = new Account();
    }
    openStreams = new CountDownLatch(streams);
  }

  /**
   * A batch is on its way.
   *
   * @param count samples in it
   * @param last whether it is the stream's last
   */
  synchronized void sent(int stream, long firstSample, int count, boolean last) {
    var account = accounts[stream];
    if (count == 0) {
      account.emptyOnTheWay++;
    } else {
      account.onTheWay.put(firstSample, firstSample + count - 1);
    }
    account.lastSent |= last;
  }

  /** Kafka has a batch. */
  synchronized void acknowledged(int stream, long firstSample, int count) {
    if (settle(stream, firstSample, count)) {
      accounts[stream].acknowledged += count;
    }
    closeIfSettled(stream);
  }

  /** A batch will not reach Kafka. */
  synchronized void failed(int stream, long firstSample, int count, String reason) {
    if (settle(stream, firstSample, count) && count > 0) {
      lost(stream, firstSample, firstSample + count - 1, reason);
    }
    closeIfSettled(stream);
  }

  /** Whether the batch was on its way until now. */
  private boolean settle(int stream, long firstSample, int count) {
    var account = accounts[stream];
    if (count == 0) {
      account.emptyOnTheWay--;
      return true;
    }
    return account.onTheWay.remove(firstSample) != null;
  }

  private void closeIfSettled(int stream) {
    var account = accounts[stream];
    boolean settled = account.onTheWay.isEmpty() && account.emptyOnTheWay == 0;
    if (account.lastSent && settled && !account.closed) {
      account.closed = true;
      openStreams.countDown();
    }
  }

  @Override
  public synchronized void lost(int stream, long firstSample, long lastSample, String reason) {
    var account = accounts[stream];
    account.lost += lastSample - firstSample + 1;
    int end = account.losses.size();
    var before = end == 0 ? null : account.losses.get(end - 1);
    boolean continues =
        before != null
            && before.getLastSample() + 1 == firstSample
            && before.getReason().equals(reason);
    if (before != null && continues) {
      account.losses.set(end - 1, before.toBuilder().setLastSample(lastSample).build());
    } else {
      account.losses.add(
          LossRange.newBuilder()
              .setFirstSample(firstSample)
              .setLastSample(lastSample)
              .setReason(reason)
              .build());
    }
  }

  /** Counts all that is still on its way as lost. */
  synchronized void giveUp(String reason) {
    for (int stream = 0; stream < accounts.length; stream++) {
      for (Map.Entry<Long, Long> range : accounts[stream].onTheWay.entrySet()) {
        lost(stream, range.getKey(), range.getValue(), reason);
      }
      accounts[stream].onTheWay.clear();
    }
  }

  /** Released once per stream when its last batch and all before it are settled. */
  CountDownLatch openStreams() {
    return openStreams;
  }

  /** Samples of a stream in batches that Kafka has. */
  public synchronized long acknowledged(int stream) {
    return accounts[stream].acknowledged;
  }

  /** Ranges of a stream that are lost, ascending. */
  public synchronized List<LossRange> losses(int stream) {
    return accounts[stream].losses.stream()
        .sorted((a, b) -> Long.compare(a.getFirstSample(), b.getFirstSample()))
        .toList();
  }

  /** Samples of all streams in batches that Kafka has. */
  public synchronized long acknowledged() {
    long all = 0;
    for (Account account : accounts) {
      all += account.acknowledged;
    }
    return all;
  }

  /** Samples of all streams that are lost. */
  public synchronized long lost() {
    long all = 0;
    for (Account account : accounts) {
      all += account.lost;
    }
    return all;
  }
}
