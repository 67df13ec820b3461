package dev.pulse.scenario;

import java.time.Duration;

/**
 * How HTTP is spoken.
 *
 * @param timeout of a request from its start to the answer's last byte, &gt; 0
 * @param maxBodyBytes answers beyond it are cut off and recorded as too large, ≥ 0
 * @param maxRedirects followed per request, 0..100; 0: none is followed
 * @param insecureSkipTlsVerify accepts any certificate
 */
public record HttpOptions(
    Duration timeout, long maxBodyBytes, int maxRedirects, boolean insecureSkipTlsVerify) {

  /** k6's. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  /** 16 MiB: beyond any answer of a usual API, and 64 of them still fit a small heap. */
  public static final long DEFAULT_MAX_BODY_BYTES = 16L << 20;

  /** k6's. */
  public static final int DEFAULT_MAX_REDIRECTS = 10;

  /** All defaults. */
  public static final HttpOptions DEFAULT =
      new HttpOptions(DEFAULT_TIMEOUT, DEFAULT_MAX_BODY_BYTES, DEFAULT_MAX_REDIRECTS, false);

  /** Checks the ranges. */
  public HttpOptions {
    Durations.requirePositive(timeout, "timeout");
    if (maxBodyBytes < 0) {
      throw new IllegalArgumentException("maxBodyBytes must be >= 0, is " + maxBodyBytes);
    }
    if (maxRedirects < 0 || maxRedirects > 100) {
      throw new IllegalArgumentException("maxRedirects must be 0..100, is " + maxRedirects);
    }
  }
}
