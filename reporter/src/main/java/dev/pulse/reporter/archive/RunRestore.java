package dev.pulse.reporter.archive;

import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Restoring;
import dev.pulse.reporter.run.RunCatalog;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * Brings a run back from an archive: the same bytes, under the time of restoring as Kafka's
 * timestamp, each with the mark {@link dev.pulse.protocol.RestoredRecords#HEADER}, so that an
 * aggregator leaves its samples to the summaries that came with them.
 *
 * <p>Nothing is written before the whole file was checked. No transaction spans it, as that would
 * hold up everyone who reads the topics meanwhile; instead the run says in {@link Topics#CONTROL}
 * that it is being restored, until it is whole. When a restore breaks off, the run stands as broken
 * off, is judged by nobody, and can be removed.
 */
public final class RunRestore {
  /** Well below the silence after which a run counts as broken off. */
  private static final long WORD_MILLIS = 5_000;

  private final Map<String, Object> settings;
  private final InstantSource wall;
  private final WorkProgress progress;

  /**
   * What was restored.
   *
   * @param run run id
   * @param records of all topics
   */
  public record Result(String run, long records) {}

  /**
   * A restorer.
   *
   * @param settings of the Kafka clients, {@code bootstrap.servers} at least; the topics exist
   * @param wall for stamps
   */
  public RunRestore(Map<String, Object> settings, InstantSource wall, WorkProgress progress) {
    this.settings = Map.copyOf(settings);
    this.wall = wall;
    this.progress = progress;
  }

  /**
   * Restores a run.
   *
   * @throws ArchiveException if the archive is not whole, altered or newer, or its run is there
   *     already; nothing was written
   * @throws org.apache.kafka.common.KafkaException if the broker does not answer; the run stands as
   *     not restored to its end
   */
  public Result read(Path file) throws ArchiveException {
    try (var archive = ArchiveFile.open(file)) {
      var manifest = archive.manifest();
      requireAbsent(manifest);
      archive.check(progress);
      write(archive);
      return new Result(manifest.run(), manifest.records());
    }
  }

  private void requireAbsent(ArchiveManifest manifest) throws ArchiveException {
    String run = manifest.run();
    var there =
        new RunCatalog(settings, wall)
            .list().stream().filter(entry -> entry.run().equals(run)).findFirst();
    if (there.isEmpty()) {
      return;
    }
    String leftover;
    try (var topics = new RunTopics(settings, progress)) {
      leftover = topics.control(run).restoringSha256();
    }
    if (leftover.isEmpty()) {
      throw new ArchiveException(
          "run " + run + " is there already: remove it first by pulse rm " + run);
    }
    String which = leftover.equals(manifest.sha256()) ? "this" : "another";
    throw new ArchiveException(
        switch (there.get().state()) {
          case RESTORING -> "run " + run + " is being restored right now";
          case RUNNING, FINISHED, STOPPED, BROKEN_OFF ->
              "restoring run "
                  + run
                  + " from "
                  + which
                  + " archive broke off earlier: remove what is there by pulse rm "
                  + run
                  + ", then restore again";
        });
  }

  private void write(ArchiveFile archive) throws ArchiveException {
    var manifest = archive.manifest();
    try (var writer = new StorageWriter(settings, wall)) {
      var course = new Course(writer, manifest);
      course.say(false);
      for (String topic : ArchiveFile.restoreOrder()) {
        archive.read(topic, "writing " + topic, progress, course::take);
        writer.flush();
      }
      course.say(true);
    }
  }

  /** One restore while it goes on. */
  private final class Course {
    private final StorageWriter writer;
    private final ArchiveManifest manifest;
    private long nextWordMillis;

    Course(StorageWriter writer, ArchiveManifest manifest) {
      this.writer = writer;
      this.manifest = manifest;
    }

    void take(String topic, ArchivedRecord record) {
      writer.send(record.toRestore(topic));
      if (wall.millis() >= nextWordMillis) {
        say(false);
      }
    }

    void say(boolean done) {
      var restoring = Restoring.newBuilder().setArchiveSha256(manifest.sha256()).setDone(done);
      writer.say(manifest.run(), ControlRecord.newBuilder().setRestoring(restoring));
      nextWordMillis = wall.millis() + WORD_MILLIS;
    }
  }
}
