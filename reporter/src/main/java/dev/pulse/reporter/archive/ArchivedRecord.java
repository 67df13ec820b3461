package dev.pulse.reporter.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pulse.protocol.RestoredRecords;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka record as it stands in an archive: big-endian, each byte string with its length before
 * it (four bytes, -1 for none).
 *
 * <pre>
 * int64 timestamp   milliseconds since 1970 of its first publishing
 * bytes key
 * bytes value
 * int32 headers     then for each: bytes name (UTF-8), bytes value
 * </pre>
 *
 * <p>The timestamp is that of the first publishing, the mark of restored records is left out.
 */
final class ArchivedRecord {
  private final long timestampMillis;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final List<Header> headers;

  private ArchivedRecord(
      long timestampMillis, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
    this.timestampMillis = timestampMillis;
    this.key = key;
    this.value = value;
    this.headers = headers;
  }

  byte @Nullable [] key() {
    return key;
  }

  byte @Nullable [] value() {
    return value;
  }

  /** Far above what a broker takes, so that an altered length costs no memory. */
  private static final int MOST_BYTES = 64 << 20;

  private static final int MOST_HEADERS = 1_000;
  private static final int NONE = -1;

  static ArchivedRecord of(ConsumerRecord<byte[], byte[]> record) {
    long timestamp = record.timestamp();
    var headers = new ArrayList<Header>();
    for (Header header : record.headers()) {
      if (header.key().equals(RestoredRecords.HEADER)) {
        timestamp = Long.parseLong(new String(header.value(), UTF_8));
      } else {
        headers.add(header);
      }
    }
    return new ArchivedRecord(timestamp, record.key(), record.value(), headers);
  }

  /** To be written now; Kafka's timestamp is the time of restoring. */
  ProducerRecord<byte[], byte[]> toRestore(String topic) {
    var restored = new ProducerRecord<>(topic, null, null, key, value, headers);
    byte[] first = Long.toString(timestampMillis).getBytes(UTF_8);
    restored.headers().add(RestoredRecords.HEADER, first);
    return restored;
  }

  /** How many bytes {@link #writeTo} writes. */
  long bytes() {
    long bytes = Long.BYTES + (long) Integer.BYTES + bytes(key) + bytes(value);
    for (Header header : headers) {
      bytes += bytes(header.key().getBytes(UTF_8)) + bytes(header.value());
    }
    return bytes;
  }

  private static long bytes(byte @Nullable [] bytes) {
    return Integer.BYTES + (bytes == null ? 0L : bytes.length);
  }

  void writeTo(DataOutputStream out) throws IOException {
    out.writeLong(timestampMillis);
    write(out, key);
    write(out, value);
    out.writeInt(headers.size());
    for (Header header : headers) {
      write(out, header.key().getBytes(UTF_8));
      write(out, header.value());
    }
  }

  private static void write(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
    out.writeInt(bytes == null ? NONE : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @throws IOException if it ends too early, or is not such a record
   */
  static ArchivedRecord readFrom(DataInputStream in) throws IOException {
    long timestamp = in.readLong();
    byte[] key = read(in);
    byte[] value = read(in);
    int count = in.readInt();
    if (count < 0 || count > MOST_HEADERS) {
      throw new IOException("a record with " + count + " headers");
    }
    var headers = new ArrayList<Header>();
    for (int i = 0; i < count; i++) {
      byte[] name = read(in);
      headers.add(new RecordHeader(name == null ? "" : new String(name, UTF_8), read(in)));
    }
    return new ArchivedRecord(timestamp, key, value, headers);
  }

  private static byte @Nullable [] read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == NONE) {
      return null;
    }
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("a length of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("it ends within a record");
    }
    return bytes;
  }
}
