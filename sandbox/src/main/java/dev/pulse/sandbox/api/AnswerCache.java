package dev.pulse.sandbox.api;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finished answers of a tenant in Redis. A trade drops them after its commit; an answer computed
 * just before and stored just after that is stale for {@link #TTL} at most. Without Redis every
 * answer is computed, so the API gets slower and stays right.
 */
final class AnswerCache implements AutoCloseable {
  /** How long an answer may be served. */
  static final Duration TTL = Duration.ofSeconds(2);

  private static final Duration LIMIT = Duration.ofMillis(500);
  private static final Logger LOG = LoggerFactory.getLogger(AnswerCache.class);

  /** The answers that are kept. */
  enum Kind {
    PORTFOLIO,
    SIGNALS;

    private String keyOf(int tenantId) {
      return name().toLowerCase(java.util.Locale.ROOT) + ":" + tenantId;
    }
  }

  /** Computes an answer that is not in the cache. */
  interface Source {
    byte[] compute() throws Exception;
  }

  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;
  private final ApiMetrics metrics;

  AnswerCache(String redisUri, ApiMetrics metrics) {
    this.metrics = metrics;
    RedisURI uri = RedisURI.create(redisUri);
    uri.setTimeout(LIMIT);
    client = RedisClient.create(uri);
    client.setOptions(options());
    connection = client.connect(RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE));
  }

  private static ClientOptions options() {
    return ClientOptions.builder()
        // A request must not queue for a Redis that is away.
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .socketOptions(SocketOptions.builder().connectTimeout(LIMIT).build())
        .build();
  }

  byte[] get(Kind kind, int tenantId, Source source) throws Exception {
    byte[] kept = read(kind, tenantId);
    if (kept != null) {
      return kept;
    }
    byte[] computed = source.compute();
    write(kind, tenantId, computed);
    return computed;
  }

  private byte @org.jspecify.annotations.Nullable [] read(Kind kind, int tenantId) {
    try {
      byte[] kept = connection.sync().get(kind.keyOf(tenantId));
      metrics.cacheAsked(kind.name(), kept == null ? "miss" : "hit");
      return kept;
    } catch (RedisException e) {
      metrics.cacheAsked(kind.name(), "error");
      return null;
    }
  }

  private void write(Kind kind, int tenantId, byte[] answer) {
    try {
      connection.sync().set(kind.keyOf(tenantId), answer, SetArgs.Builder.px(TTL));
    } catch (RedisException e) {
      LOG.debug("answer not kept: {}", e.getMessage());
    }
  }

  /** Drops a tenant's answers; where Redis is away they end by themselves. */
  void drop(int tenantId) {
    try {
      connection.sync().del(Kind.PORTFOLIO.keyOf(tenantId), Kind.SIGNALS.keyOf(tenantId));
    } catch (RedisException e) {
      LOG.debug("answers not dropped: {}", e.getMessage());
    }
  }

  boolean answers() {
    try {
      return "PONG".equals(connection.sync().ping());
    } catch (RedisException e) {
      return false;
    }
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
