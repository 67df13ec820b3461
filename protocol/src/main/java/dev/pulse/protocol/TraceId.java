package dev.pulse.protocol;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The W3C trace id of a sample, derived from what identifies it, so that a slow sample found in a
 * report can be found again in the target's own traces without storing an id per sample.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public final class TraceId {
  /** Length of a {@code traceparent} header value in bytes. */
  public static final int TRACEPARENT_BYTES = 55;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private TraceId() {}

  /**
   * First half of the trace ids of one stream: compute it once.
   *
   * @return 64 well-mixed bits, never zero
   */
  public static long streamHalf(String run, String agent, long incarnation, int stream) {
    long hash = 0x9E3779B97F4A7C15L;
    for (byte b : Keys.join(run, agent).getBytes(StandardCharsets.UTF_8)) {
      hash = mix(hash ^ b);
    }
    hash = mix(mix(hash ^ incarnation) ^ stream);
    return hash == 0 ? 1 : hash;
  }

  /**
   * What tells a request of a stream from all others and is known when it is sent, where its
   * sequence number is known only at its end: a VU has one request under way at a time, so no two
   * are due at the same microsecond.
   *
   * @param vu from 1, below 2^20
   * @param intendedStartMicros run clock, below 2^44 (200 days)
   * @return the key for {@link #writeTraceparent}
   */
  public static long requestKey(int vu, long intendedStartMicros) {
    return (long) vu << 44 ^ intendedStartMicros;
  }

  /**
   * The 32 hexadecimal digits of the trace id that a generator sent with a request.
   *
   * @param vu of the sample
   * @param intendedStartMicros of the sample
   */
  public static String ofRequest(
      String run, String agent, long incarnation, int stream, int vu, long intendedStartMicros) {
    var hex = HexFormat.of();
    return hex.toHexDigits(streamHalf(run, agent, incarnation, stream))
        + hex.toHexDigits(requestHalf(requestKey(vu, intendedStartMicros)));
  }

  /** Second half: a bijection of the request's key, so no two requests of a stream share one. */
  private static long requestHalf(long requestKey) {
    return mix(requestKey + 1);
  }

  /**
   * Writes {@code 00-<trace id>-<span id>-01} as ASCII; the span id is the request's half.
   *
   * @param requestKey see {@link #requestKey}
   * @param target receives {@link #TRACEPARENT_BYTES} bytes from {@code offset}
   */
  public static void writeTraceparent(long streamHalf, long requestKey, byte[] target, int offset) {
    long requestHalf = requestHalf(requestKey);
    target[offset] = '0';
    target[offset + 1] = '0';
    target[offset + 2] = '-';
    writeHex(streamHalf, target, offset + 3);
    writeHex(requestHalf, target, offset + 19);
    target[offset + 35] = '-';
    writeHex(requestHalf, target, offset + 36);
    target[offset + 52] = '-';
    target[offset + 53] = '0';
    target[offset + 54] = '1';
  }

  private static void writeHex(long value, byte[] target, int offset) {
    for (int i = 0; i < 16; i++) {
      target[offset + i] = HEX[(int) (value >>> (60 - 4 * i)) & 0xf];
    }
  }

  /** Stafford's variant 13 of the MurmurHash3 finalizer: a bijection of 64 bits. */
  private static long mix(long value) {
    long v = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    v = (v ^ (v >>> 27)) * 0x94D049BB133111EBL;
    return v ^ (v >>> 31);
  }
}
