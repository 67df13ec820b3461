package dev.pulse.reporter.archive;

import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Removed;
import dev.pulse.protocol.v1.RemovedBefore;
import dev.pulse.reporter.run.RunCatalog;
import dev.pulse.reporter.run.RunEntry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Removes runs. Kafka deletes a log from its beginning only, so it goes in three steps, each of
 * which may be repeated: a word in {@link Topics#CONTROL} by which the run is gone for all readers;
 * a tombstone for each of its keys in {@link Topics#INTERVALS}; and of the other topics the
 * beginning of each partition that holds removed runs only. What stands behind another run is freed
 * when that one is removed.
 */
public final class RunRemoval {
  private final Map<String, Object> settings;
  private final InstantSource wall;
  private final WorkProgress progress;

  /**
   * What came of it.
   *
   * @param freedBytes on disk, one replica, that the broker may delete now
   * @param compactingBytes of removed runs in the compacted topic, freed when the broker cleans it
   * @param waiting bytes of removed runs that stand behind a run that is there, by that run
   */
  public record Result(long freedBytes, long compactingBytes, Map<String, Long> waiting) {}

  /**
   * A remover.
   *
   * @param settings of the Kafka clients, {@code bootstrap.servers} at least
   * @param wall tells a running run from one that broke off
   */
  public RunRemoval(Map<String, Object> settings, InstantSource wall, WorkProgress progress) {
    this.settings = Map.copyOf(settings);
    this.wall = wall;
    this.progress = progress;
  }

  /**
   * Removes runs.
   *
   * @param runs full run ids, of runs that are there
   * @throws ArchiveException if one is running or being restored; none was removed
   * @throws KafkaException if the broker does not answer; repeat the call then
   */
  public Result remove(Set<String> runs) throws ArchiveException {
    requireOver(runs);
    try (var topics = new RunTopics(settings, progress);
        var writer = new StorageWriter(settings, wall)) {
      var word = ControlRecord.newBuilder().setRemoved(before(topics.ends()));
      for (String run : runs) {
        writer.say(run, word);
      }
      topics.read(Topics.INTERVALS, record -> bury(record, runs, writer));
      writer.flush();
    }
    return free();
  }

  private void requireOver(Set<String> runs) throws ArchiveException {
    for (RunEntry entry : new RunCatalog(settings, wall).list()) {
      boolean goesOn =
          entry.state() == RunEntry.State.RUNNING || entry.state() == RunEntry.State.RESTORING;
      if (runs.contains(entry.run()) && goesOn) {
        throw new ArchiveException(
            "run "
                + entry.run()
                + (entry.state() == RunEntry.State.RUNNING
                    ? " is running, or was within the last minute"
                    : " is being restored")
                + ": nothing was removed");
      }
    }
  }

  private static Removed before(Map<TopicPartition, Long> ends) {
    var removed = Removed.newBuilder();
    ends.forEach(
        (at, end) ->
            removed.addBefore(
                RemovedBefore.newBuilder()
                    .setTopic(at.topic())
                    .setPartition(at.partition())
                    .setOffset(end)));
    return removed.build();
  }

  private static void bury(
      ConsumerRecord<byte[], byte[]> record, Set<String> runs, StorageWriter writer) {
    if (record.value() != null
        && runs.contains(RunOfRecord.of(record.topic(), record.key(), record.value()))) {
      writer.send(new ProducerRecord<>(Topics.INTERVALS, record.key(), null));
    }
  }

  private Result free() {
    var usage = DiskUsage.read(settings, progress);
    var freeable = usage.freeable();
    Map<TopicPartition, RecordsToDelete> deletes = new HashMap<>();
    freeable.forEach(
        bytes -> deletes.put(bytes.partition(), RecordsToDelete.beforeOffset(bytes.freeBefore())));
    try (var admin = Admin.create(settings)) {
      admin.deleteRecords(deletes).all().get();
    } catch (ExecutionException e) {
      throw new KafkaException(
          "the runs are removed, but Kafka does not free their room", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
    return new Result(sum(freeable), usage.compactingBytes(), usage.waitingBehind());
  }

  private static long sum(List<PartitionBytes> freeable) {
    return freeable.stream().mapToLong(PartitionBytes::freeBytes).sum();
  }
}
