package dev.pulse.benchmarks.collecting;

import dev.pulse.protocol.SystemClock;
import io.lettuce.core.RedisClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Threads that ask a PostgreSQL for a hundred rows of an indexed table, and a Redis for a key, as
 * fast as they are answered.
 */
final class DatabaseLoad implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int ROWS = 200_000;
  private static final String QUERY =
      "SELECT sum(price) FROM benchmark_trades WHERE id BETWEEN ? AND ?";

  private final String jdbcUrl;
  private final RedisClient redis;
  private final AtomicLong turns = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  DatabaseLoad(String jdbcUrl, String redisUri) throws SQLException {
    this.jdbcUrl = jdbcUrl;
    redis = RedisClient.create(redisUri);
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE benchmark_trades AS SELECT id, random() AS price FROM generate_series(1, "
              + ROWS
              + ") AS id");
      statement.execute("CREATE UNIQUE INDEX ON benchmark_trades (id)");
      statement.execute("ANALYZE benchmark_trades");
    }
    for (int i = 0; i < THREADS; i++) {
      int seed = i;
      var thread = new Thread(() -> run(seed), "load-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  private void run(int seed) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        var cache = redis.connect();
        var query = connection.prepareStatement(QUERY)) {
      for (int turn = seed; end.getCount() > 0; turn += 7_919) {
        int from = 1 + Math.floorMod(turn, ROWS - 100);
        query.setInt(1, from);
        query.setInt(2, from + 99);
        query.executeQuery().close();
        cache.sync().get("key-" + from);
        turns.incrementAndGet();
      }
    } catch (SQLException | RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Turns a second, over so many seconds from now. */
  double rate(int seconds) throws InterruptedException {
    long before = turns.get();
    long began = SystemClock.nanoTime();
    if (end.await(seconds, TimeUnit.SECONDS) || failure.get() != null) {
      throw new IllegalStateException("the load ended", failure.get());
    }
    return (turns.get() - before) / ((SystemClock.nanoTime() - began) / 1e9);
  }

  @Override
  public void close() {
    end.countDown();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    redis.shutdown();
  }
}
