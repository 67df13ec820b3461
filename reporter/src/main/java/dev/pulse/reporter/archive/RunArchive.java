package dev.pulse.reporter.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pulse.protocol.Topics;
import dev.pulse.reporter.archive.ArchiveManifest.Content;
import dev.pulse.reporter.run.RunData;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes all records of a run, bytes as they are, into one file: a zip with an entry for each topic
 * ({@link ArchivedRecord}s one after another) and a {@link ArchiveManifest}. Memory does not grow
 * with the run; the same records give the same file.
 */
public final class RunArchive {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Any, the same for all: the oldest that a zip can say. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Map<String, Object> settings;
  private final WorkProgress progress;

  /**
   * What was written.
   *
   * @param records of all topics
   * @param bytes size of the file
   * @param sha256 of the manifest and so of all, hexadecimal
   */
  public record Result(long records, long bytes, String sha256) {}

  /**
   * An archiver.
   *
   * @param settings of the Kafka consumer, {@code bootstrap.servers} at least
   */
  public RunArchive(Map<String, Object> settings, WorkProgress progress) {
    this.settings = Map.copyOf(settings);
    this.progress = progress;
  }

  /**
   * Writes a run that is over, in one pass over the topics. The file appears when it is whole.
   *
   * @param run full run id
   * @param file must not exist yet
   * @throws ArchiveException if the file exists, or there is nothing of the run
   * @throws IOException if it cannot be written; nothing is left behind
   * @throws org.apache.kafka.common.KafkaException if the broker does not answer
   */
  public Result write(String run, Path file) throws ArchiveException, IOException {
    if (Files.exists(file)) {
      throw new ArchiveException(file + " exists already: name another file, or remove it");
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      var manifest = writeTo(part, run);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return new Result(manifest.records(), Files.size(file), manifest.sha256());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private ArchiveManifest writeTo(Path part, String run) throws ArchiveException, IOException {
    try (var topics = new RunTopics(settings, progress);
        var zip =
            new ZipOutputStream(
                new BufferedOutputStream(Files.newOutputStream(part), BUFFER_BYTES))) {
      zip.setLevel(Deflater.BEST_SPEED);
      var control = topics.control(run);
      if (!control.hasPlan()) {
        throw new ArchiveException("there is no run " + run);
      }
      Map<String, Content> contents = new LinkedHashMap<>();
      for (String topic : RunTopics.ALL) {
        contents.put(topic, entry(topics, control, topic, zip));
      }
      var manifest = ArchiveManifest.of(run, contents);
      zip.putNextEntry(entry(ArchiveManifest.ENTRY));
      zip.write(manifest.text().getBytes(UTF_8));
      zip.closeEntry();
      return manifest;
    }
  }

  private static ZipEntry entry(String name) {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    return entry;
  }

  private static Content entry(RunTopics topics, RunData control, String topic, ZipOutputStream zip)
      throws IOException {
    zip.putNextEntry(entry(topic));
    var entry = new Entry(control, zip);
    topics.read(topic, entry::take);
    var content = entry.finish();
    zip.closeEntry();
    return content;
  }

  /** One topic while it is written. */
  private static final class Entry {
    private final RunData control;
    private final DigestOutputStream digest;
    private final DataOutputStream out;
    private long records;
    private long bytes;

    Entry(RunData control, OutputStream zip) {
      this.control = control;
      this.digest = new DigestOutputStream(zip, ArchiveManifest.newDigest());
      this.out = new DataOutputStream(new BufferedOutputStream(digest, BUFFER_BYTES));
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
      if (!isOfRun(record)) {
        return;
      }
      try {
        var archived = ArchivedRecord.of(record);
        archived.writeTo(out);
        bytes += archived.bytes();
        records++;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private boolean isOfRun(ConsumerRecord<byte[], byte[]> record) {
      boolean isTombstone = record.value() == null;
      return !isTombstone
          && control.run().equals(RunOfRecord.of(record.topic(), record.key(), record.value()))
          && !control.isRemoved(record.topic(), record.partition(), record.offset())
          && !(record.topic().equals(Topics.CONTROL) && StorageMark.is(record.value()));
    }

    Content finish() throws IOException {
      out.flush();
      return new Content(
          records, bytes, HexFormat.of().formatHex(digest.getMessageDigest().digest()));
    }
  }
}
