package dev.pulse.reporter.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pulse.reporter.archive.ArchiveManifest.Content;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * An archive that was written, read as a stream; nothing in it is believed before it is checked.
 */
final class ArchiveFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MOST_MANIFEST_BYTES = 1 << 16;
  private static final int RECORDS_PER_WORD = 1_000;

  private final Path path;
  private final ZipFile zip;
  private final ArchiveManifest manifest;

  /** Takes the records of an archive one by one. */
  @FunctionalInterface
  interface Sink {
    void take(String topic, ArchivedRecord record) throws ArchiveException;
  }

  private ArchiveFile(Path path, ZipFile zip, ArchiveManifest manifest) {
    this.path = path;
    this.zip = zip;
    this.manifest = manifest;
  }

  /**
   * Opens an archive and reads its manifest.
   *
   * @throws ArchiveException if there is no such file, or it is not a whole archive that this code
   *     can read
   */
  static ArchiveFile open(Path path) throws ArchiveException {
    if (!Files.isReadable(path)) {
      throw new ArchiveException(path + ": there is no such file, or it may not be read");
    }
    try {
      return open(path, new ZipFile(path.toFile()));
    } catch (NoSuchFileException e) {
      throw new ArchiveException(path + ": there is no such file", e);
    } catch (IOException e) {
      throw new ArchiveException(
          path + ": is no whole archive, was it copied to its end? (" + e.getMessage() + ")", e);
    }
  }

  private static ArchiveFile open(Path path, ZipFile zip) throws ArchiveException, IOException {
    try {
      var manifest = ArchiveManifest.parse(manifestText(zip));
      if (!manifest.topics().keySet().equals(Set.copyOf(RunTopics.ALL))) {
        throw new ArchiveException("its manifest names topics " + manifest.topics().keySet());
      }
      return new ArchiveFile(path, zip, manifest);
    } catch (ArchiveException e) {
      zip.close();
      throw new ArchiveException(path + ": " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static String manifestText(ZipFile zip) throws ArchiveException, IOException {
    var entry = zip.getEntry(ArchiveManifest.ENTRY);
    if (entry == null) {
      throw new ArchiveException("it is no archive of pulse");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return new String(in.readNBytes(MOST_MANIFEST_BYTES), UTF_8);
    }
  }

  ArchiveManifest manifest() {
    return manifest;
  }

  /**
   * Reads the whole file and compares it with its manifest: counts, checksums, and that every
   * record is of the run.
   *
   * @throws ArchiveException if anything differs
   */
  void check(WorkProgress progress) throws ArchiveException {
    for (String topic : RunTopics.ALL) {
      read(
          topic,
          "checking " + topic,
          progress,
          (name, record) -> {
            if (!manifest.run().equals(RunOfRecord.of(name, record.key(), record.value()))) {
              throw new ArchiveException(path + ": holds a record of another run in " + name);
            }
          });
    }
  }

  /**
   * Hands over a topic's records in order; when this returns, they were those of the manifest.
   *
   * @throws ArchiveException if they are not, or the sink says so
   */
  void read(String topic, String step, WorkProgress progress, Sink sink) throws ArchiveException {
    Content expected = manifest.topics().getOrDefault(topic, new Content(0, 0, ""));
    var entry = zip.getEntry(topic);
    if (entry == null) {
      throw new ArchiveException(path + ": lacks " + topic);
    }
    progress.at(step, 0, expected.records());
    var digest = ArchiveManifest.newDigest();
    try (var raw = zip.getInputStream(entry);
        var in =
            new DataInputStream(
                new DigestInputStream(new BufferedInputStream(raw, BUFFER_BYTES), digest))) {
      for (long done = 0; done < expected.records(); done++) {
        sink.take(topic, ArchivedRecord.readFrom(in));
        if (done % RECORDS_PER_WORD == 0) {
          progress.at(step, done, expected.records());
        }
      }
      if (in.read() >= 0) {
        throw altered(topic, "more records than its manifest says", null);
      }
    } catch (IOException e) {
      throw altered(topic, String.valueOf(e.getMessage()), e);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(expected.sha256())) {
      throw altered(topic, "its SHA-256 is not that of the manifest", null);
    }
    progress.at(step, expected.records(), expected.records());
  }

  private ArchiveException altered(String topic, String how, @Nullable Throwable cause) {
    return new ArchiveException(
        path + ": " + topic + " was altered or is not whole: " + how, cause);
  }

  /** The topics in the order in which they are restored: what makes the run known comes last. */
  static List<String> restoreOrder() {
    var order = new ArrayList<>(RunTopics.ALL);
    Collections.reverse(order);
    return order;
  }

  @Override
  public void close() throws ArchiveException {
    try {
      zip.close();
    } catch (IOException e) {
      throw new ArchiveException(path + ": " + e.getMessage(), e);
    }
  }
}
