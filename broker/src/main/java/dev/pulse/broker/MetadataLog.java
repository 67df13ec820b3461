package dev.pulse.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Checks the log in which the cluster keeps its topics, before Kafka opens it: Kafka cuts such a
 * log off at its first damaged byte without a word, and then deletes the data of the topics it no
 * longer knows.
 *
 * <p>A batch that was being written when the machine lost power ends the file, and is left to
 * Kafka's own recovery; damage with more behind it is refused.
 *
 * @see <a href="https://kafka.apache.org/documentation/#recordbatch">Record batch, version 2</a>
 */
final class MetadataLog {

  /** Bytes of base offset and length, which the length does not count. */
  private static final int PREFIX_BYTES = 12;

  private static final int LENGTH_AT = 8;
  private static final int MAGIC_AT = 16;
  private static final int CRC_AT = 17;
  private static final int CHECKED_FROM = 21;

  /** The rest of the header of an empty batch. */
  private static final int MIN_LENGTH = 49;

  /** The controller writes batches of at most 8 MiB. */
  private static final int MAX_LENGTH = 16 << 20;

  private MetadataLog() {}

  /**
   * Reads every batch of every segment, at about a gigabyte a second; a log is a few megabytes.
   *
   * @param directory {@code __cluster_metadata-0} of a data directory
   * @throws BrokerException if a segment is damaged or cannot be read; names the file
   */
  static void requireIntact(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> segments =
          files.filter(each -> each.toString().endsWith(".log")).sorted().toList();
      for (Path segment : segments) {
        requireIntactSegment(segment);
      }
    } catch (IOException e) {
      throw BrokerException.damaged(directory, e.toString(), e);
    }
  }

  private static void requireIntactSegment(Path segment) throws IOException {
    try (FileChannel channel = FileChannel.open(segment)) {
      ByteBuffer log = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      int batchAt = 0;
      while (log.limit() - batchAt >= CHECKED_FROM) {
        int length = log.getInt(batchAt + LENGTH_AT);
        if (!isPlausible(log, batchAt, length)) {
          requireBlankFrom(batchAt, log, segment);
          return;
        }
        int nextAt = batchAt + PREFIX_BYTES + length;
        if (nextAt < log.limit() && !hasItsChecksum(log, batchAt, length)) {
          throw damagedAt(batchAt, segment);
        }
        batchAt = Math.min(nextAt, log.limit());
      }
    }
  }

  private static boolean isPlausible(ByteBuffer log, int batchAt, int length) {
    return length >= MIN_LENGTH && length <= MAX_LENGTH && log.get(batchAt + MAGIC_AT) == 2;
  }

  private static boolean hasItsChecksum(ByteBuffer log, int batchAt, int length) {
    CRC32C crc = new CRC32C();
    crc.update(log.slice(batchAt + CHECKED_FROM, PREFIX_BYTES + length - CHECKED_FROM));
    return (int) crc.getValue() == log.getInt(batchAt + CRC_AT);
  }

  /** After a power failure a file may end in zeros that were allocated but never written. */
  private static void requireBlankFrom(int batchAt, ByteBuffer log, Path segment) {
    for (int i = batchAt; i < log.limit(); i++) {
      if (log.get(i) != 0) {
        throw damagedAt(batchAt, segment);
      }
    }
  }

  private static BrokerException damagedAt(int batchAt, Path segment) {
    return BrokerException.damaged(segment, "unreadable from byte " + batchAt, null);
  }
}
