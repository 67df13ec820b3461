package dev.pulse.broker;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What an {@link EmbeddedBroker} is started with.
 *
 * @param dataDir where topics and cluster metadata live; created when missing, used by one broker
 *     at a time
 * @param port TCP port on 127.0.0.1 for clients, 0 to 65535; 0 picks a free one, anew at each start
 * @param retentionMillis age at which a topic's records are deleted unless the topic says
 *     otherwise, milliseconds by record timestamp, ≥ 1, or {@link #UNLIMITED}
 * @param maxMessageBytes largest record batch accepted, bytes after compression, ≥ 1 KiB and at
 *     most 64 MiB
 * @param startTimeout longest wait until the broker serves clients, ≥ 1 s
 */
public record BrokerConfig(
    Path dataDir, int port, long retentionMillis, int maxMessageBytes, Duration startTimeout) {

  /** Keep records for ever: a run must stay replayable until its owner deletes it. */
  public static final long UNLIMITED = -1;

  /** 4 MiB: a sample batch takes about 15 kB, an interval summary with histograms a few hundred. */
  public static final int DEFAULT_MAX_MESSAGE_BYTES = 4 << 20;

  /** 60 s: recovery after a kill takes about 5 s, more where many segments must be checked. */
  public static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(60);

  private static final int MIN_MESSAGE_BYTES = 1 << 10;
  private static final int MAX_MESSAGE_BYTES = 64 << 20;

  /** Refuses values outside the ranges above with an {@link IllegalArgumentException}. */
  public BrokerConfig {
    require(port >= 0 && port <= 65_535, "port must be 0 to 65535, is " + port);
    require(
        retentionMillis == UNLIMITED || retentionMillis >= 1,
        "retentionMillis must be -1 (unlimited) or at least 1, is " + retentionMillis);
    require(
        maxMessageBytes >= MIN_MESSAGE_BYTES && maxMessageBytes <= MAX_MESSAGE_BYTES,
        "maxMessageBytes must be 1024 to 67108864, is " + maxMessageBytes);
    require(
        startTimeout.compareTo(Duration.ofSeconds(1)) >= 0,
        "startTimeout must be at least 1s, is " + startTimeout);
  }

  /**
   * All defaults: a free port, unlimited retention.
   *
   * @param dataDir where topics and cluster metadata live
   */
  public static BrokerConfig in(Path dataDir) {
    return new BrokerConfig(
        dataDir, 0, UNLIMITED, DEFAULT_MAX_MESSAGE_BYTES, DEFAULT_START_TIMEOUT);
  }

  /**
   * The same with a fixed client port.
   *
   * @param newPort TCP port on 127.0.0.1, 0 to 65535
   */
  public BrokerConfig withPort(int newPort) {
    return new BrokerConfig(dataDir, newPort, retentionMillis, maxMessageBytes, startTimeout);
  }

  /**
   * The same with another retention.
   *
   * @param newRetentionMillis milliseconds, ≥ 1, or {@link #UNLIMITED}
   */
  public BrokerConfig withRetentionMillis(long newRetentionMillis) {
    return new BrokerConfig(dataDir, port, newRetentionMillis, maxMessageBytes, startTimeout);
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
