package dev.pulse.launcher.agents;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Bytes made small for a record. */
final class Packed {
  private Packed() {}

  static ByteString pack(byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory does not fail", e);
    }
    return ByteString.copyFrom(packed.toByteArray());
  }

  /**
   * The bytes again.
   *
   * @param maxBytes refused beyond it, before there are more
   * @throws IOException if they are more, or not packed
   */
  static byte[] unpack(ByteString packed, int maxBytes) throws IOException {
    try (var gzip = new GZIPInputStream(packed.newInput())) {
      byte[] bytes = gzip.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new IOException("more than " + maxBytes + " bytes");
      }
      return bytes;
    }
  }
}
