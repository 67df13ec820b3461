package dev.pulse.reporter.archive;

import dev.pulse.protocol.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/**
 * What runs take up on the broker's disk. All topics are read to their end for that.
 *
 * <p>The bytes are the size of each partition's log on disk (compressed, one replica), shared out
 * among its runs by the size of their records before compression. So they add up to what is there,
 * but a run whose samples compress better than another's is charged a little too much. Records
 * before the log's start that the broker has not yet deleted are charged to the others.
 */
public final class DiskUsage {
  /** Name under which stands what is of no run: poison, which has no key to tell. */
  public static final String NOBODY = "";

  private final RemovedRuns removed;
  private final Map<TopicPartition, PartitionBytes> partitions = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> logBytes;
  private final Set<String> uncompacted = new HashSet<>();

  private DiskUsage(RemovedRuns removed, Map<TopicPartition, Long> logBytes) {
    this.removed = removed;
    this.logBytes = logBytes;
  }

  /**
   * Measures.
   *
   * @param settings of the Kafka clients, {@code bootstrap.servers} at least
   * @throws KafkaException if the broker does not answer
   */
  public static DiskUsage read(Map<String, Object> settings, WorkProgress progress) {
    try (var topics = new RunTopics(settings, progress);
        var admin = Admin.create(settings)) {
      var usage = new DiskUsage(RemovedRuns.read(topics), logBytes(admin));
      for (String topic : RunTopics.ALL) {
        if (!topic.equals(Topics.CONTROL)) {
          topics.read(topic, usage::take);
        }
      }
      // Last: whether a removal must stay known depends on what is left of its run elsewhere.
      Set<String> waiting = usage.waitingRuns();
      topics.read(Topics.CONTROL, record -> usage.takeControl(record, waiting));
      return usage;
    }
  }

  private static Map<TopicPartition, Long> logBytes(Admin admin) {
    try {
      var brokers = admin.describeCluster().nodes().get().stream().map(Node::id).toList();
      Map<TopicPartition, Long> bytes = new HashMap<>();
      for (var dirs : admin.describeLogDirs(brokers).allDescriptions().get().values()) {
        dirs.values()
            .forEach(
                dir ->
                    dir.replicaInfos()
                        .forEach((at, info) -> bytes.merge(at, info.size(), Math::max)));
      }
      return bytes;
    } catch (ExecutionException e) {
      throw new KafkaException("the sizes of the logs cannot be asked for", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }

  /** Removed runs of which something is left that would count again without their removal. */
  private Set<String> waitingRuns() {
    Set<String> runs = new HashSet<>(uncompacted);
    partitions.values().stream()
        .filter(bytes -> !bytes.partition().topic().equals(Topics.INTERVALS))
        .forEach(bytes -> runs.addAll(bytes.waitingBytes().keySet()));
    return runs;
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    String run = RunOfRecord.of(record.topic(), record.key(), record.value());
    if (!removed.isRemoved(run, record)) {
      of(record).addKept(run, raw(record));
      return;
    }
    of(record).addRemoved(run, record.offset(), raw(record));
    if (record.topic().equals(Topics.INTERVALS) && record.value() != null) {
      uncompacted.add(run);
    }
  }

  private void takeControl(ConsumerRecord<byte[], byte[]> record, Set<String> waiting) {
    String run = RunOfRecord.of(record.topic(), record.key(), record.value());
    boolean isMark = record.value() != null && StorageMark.is(record.value());
    if (isMark && waiting.contains(run)) {
      of(record).addKept(run, raw(record));
    } else if (isMark && of(record).isHeld()) {
      of(record).addKept(NOBODY, raw(record));
    } else {
      take(record);
    }
  }

  private PartitionBytes of(ConsumerRecord<byte[], byte[]> record) {
    return partitions.computeIfAbsent(
        new TopicPartition(record.topic(), record.partition()),
        at -> new PartitionBytes(at, logBytes.getOrDefault(at, 0L)));
  }

  private static long raw(ConsumerRecord<byte[], byte[]> record) {
    return Math.max(0L, record.serializedKeySize()) + Math.max(0L, record.serializedValueSize());
  }

  /** Bytes on disk of each run that is there, {@link #NOBODY} among them. */
  public Map<String, Long> bytesByRun() {
    Map<String, Long> bytes = new TreeMap<>();
    for (PartitionBytes partition : partitions.values()) {
      partition.bytesByRun().forEach((run, of) -> bytes.merge(run, of, Long::sum));
    }
    return bytes;
  }

  /** Bytes on disk that are of removed runs, those that can be freed now included. */
  public long removedBytes() {
    return partitions.values().stream()
        .mapToLong(
            partition ->
                partition.freeBytes()
                    + partition.waitingBytes().values().stream().mapToLong(of -> of).sum())
        .sum();
  }

  /** Partitions with a beginning that nobody needs; the compacted topic frees itself. */
  List<PartitionBytes> freeable() {
    var freeable = new ArrayList<PartitionBytes>();
    for (PartitionBytes partition : partitions.values()) {
      if (partition.freeBefore() > 0 && !partition.partition().topic().equals(Topics.INTERVALS)) {
        freeable.add(partition);
      }
    }
    return freeable;
  }

  /** Bytes of removed runs that wait, by the run that they stand behind. */
  Map<String, Long> waitingBehind() {
    Map<String, Long> waiting = new TreeMap<>();
    for (PartitionBytes partition : partitions.values()) {
      long bytes = partition.waitingBytes().values().stream().mapToLong(of -> of).sum();
      if (bytes > 0 && !partition.partition().topic().equals(Topics.INTERVALS)) {
        waiting.merge(partition.heldBy(), bytes, Long::sum);
      }
    }
    return waiting;
  }

  /** Bytes of removed runs in the compacted topic, which the broker frees by and by. */
  long compactingBytes() {
    return partitions.values().stream()
        .filter(partition -> partition.partition().topic().equals(Topics.INTERVALS))
        .mapToLong(
            partition ->
                partition.freeBytes()
                    + partition.waitingBytes().values().stream().mapToLong(of -> of).sum())
        .sum();
  }
}
