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
  /** How long an answer may be served that a trade changes. */
  static final Duration TTL = Duration.ofSeconds(2);

  private static final Duration LIMIT = Duration.ofMillis(500);

  /** Of no request's concern: none waits for a connection, see {@link #options}. */
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(AnswerCache.class);

  /** The answers that are kept. */
  enum Kind {
    PORTFOLIO(TTL),
    SIGNALS(TTL),
    /** That a user is still one, by the user's id; the others go by the tenant's. */
    USER(Duration.ofMinutes(1)),
    /** Not dropped by a trade: it sums up a long history, and may be a little behind. */
    PERFORMANCE(Duration.ofSeconds(30));

    private final Duration ttl;

    Kind(Duration ttl) {
      this.ttl = ttl;
    }

    private String keyOf(int id) {
      return name().toLowerCase(java.util.Locale.ROOT) + ":" + id;
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
    uri.setTimeout(CONNECT_LIMIT);
    client = RedisClient.create(uri);
    client.setOptions(options());
    connection = client.connect(RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE));
    connection.setTimeout(LIMIT);
  }

  private static ClientOptions options() {
    return ClientOptions.builder()
        // A request must not queue for a Redis that is away.
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .socketOptions(SocketOptions.builder().connectTimeout(CONNECT_LIMIT).build())
        .build();
  }

  byte[] get(Kind kind, int id, Source source) throws Exception {
    byte[] kept = read(kind, id);
    if (kept != null) {
      return kept;
    }
    byte[] computed = source.compute();
    write(kind, id, computed);
    return computed;
  }

  private byte @org.jspecify.annotations.Nullable [] read(Kind kind, int id) {
    try {
      byte[] kept = connection.sync().get(kind.keyOf(id));
      metrics.cacheAsked(kind.name(), kept == null ? "miss" : "hit");
      return kept;
    } catch (RedisException e) {
      metrics.cacheAsked(kind.name(), "error");
      return null;
    }
  }

  private void write(Kind kind, int id, byte[] answer) {
    try {
      connection.sync().set(kind.keyOf(id), answer, SetArgs.Builder.px(kind.ttl));
    } catch (RedisException e) {
      LOG.debug("answer not kept: {}", e.getMessage());
    }
  }

  /**
   * Drops those of a tenant's answers that a trade changes; where Redis is away they end by
   * themselves.
   */
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
