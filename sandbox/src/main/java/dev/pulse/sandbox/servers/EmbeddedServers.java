package dev.pulse.sandbox.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A running PostgreSQL and a running Redis, both on 127.0.0.1 only, with fresh passwords and with
 * fresh data at every start. They die with this JVM, however it ends.
 */
public final class EmbeddedServers implements AutoCloseable {
  /** Memory of Redis where nothing else is asked for. */
  public static final long DEFAULT_CACHE_BYTES = 64L << 20;

  private final DirectoryLock lock;
  private final PostgresServer postgres;
  private final RedisServer redis;
  private final ServerGuard guard;

  private EmbeddedServers(
      DirectoryLock lock, PostgresServer postgres, RedisServer redis, ServerGuard guard) {
    this.lock = lock;
    this.postgres = postgres;
    this.redis = redis;
    this.guard = guard;
  }

  /** The same with {@link #DEFAULT_CACHE_BYTES}. */
  public static EmbeddedServers start(Path dataDirectory, Path cacheDirectory) throws IOException {
    return start(dataDirectory, cacheDirectory, DEFAULT_CACHE_BYTES);
  }

  /**
   * Stops what a killed JVM left in this directory, then starts both servers and waits until both
   * answer. Takes about a second, five more when the programs are to be unpacked first.
   *
   * @param dataDirectory created when absent; its {@code postgres} and {@code redis} are replaced
   * @param cacheDirectory unpacked server programs, about 70 MB, shared by any number of starts
   * @param cacheBytes what Redis may use; beyond that it drops the keys asked for longest ago
   * @throws IOException if another sandbox uses the directory, or a server does not start; the
   *     message holds the end of that server's log
   */
  public static EmbeddedServers start(Path dataDirectory, Path cacheDirectory, long cacheBytes)
      throws IOException {
    Files.createDirectories(dataDirectory);
    Path data = dataDirectory.toRealPath();
    DirectoryLock lock = DirectoryLock.take(data);
    try {
      StaleServers.stopLeftovers(lock);
      return start(lock, data, new ServerPrograms(cacheDirectory), cacheBytes);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static EmbeddedServers start(
      DirectoryLock lock, Path data, ServerPrograms programs, long cacheBytes) throws IOException {
    PostgresServer postgres = PostgresServer.start(programs.postgres(), data);
    try {
      RedisServer redis = RedisServer.start(programs.redis(), data, cacheBytes);
      ServerGuard guard = ServerGuard.over(postgres.record(), redis.record());
      return new EmbeddedServers(lock, postgres, redis, guard);
    } catch (IOException | RuntimeException e) {
      postgres.close();
      throw e;
    }
  }

  /** JDBC URL with user and password of this start: never print it. */
  public String jdbcUrl() {
    return postgres.jdbcUrl();
  }

  /** Redis URI with the password of this start: never print it. */
  public String redisUri() {
    return redis.uri();
  }

  /** Stops Redis alone, as a fault would; {@link #close()} still has to be called. */
  public void stopRedis() {
    redis.close();
  }

  /** Stops PostgreSQL alone, as a fault would; {@link #close()} still has to be called. */
  public void stopPostgres() {
    postgres.close();
  }

  /** Stops both servers and waits until they are gone, at most 10 seconds each. */
  @Override
  public void close() {
    redis.close();
    postgres.close();
    guard.close();
    lock.close();
  }
}
