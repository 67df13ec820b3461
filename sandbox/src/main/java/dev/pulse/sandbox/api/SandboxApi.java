package dev.pulse.sandbox.api;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pulse.sandbox.api.Answers.Failure;
import dev.pulse.sandbox.servers.FreePort;
import dev.pulse.sandbox.users.PasswordHash;
import dev.pulse.sandbox.users.Schema;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running API. It needs no users to start; {@code TestUsers} creates some. */
public final class SandboxApi implements AutoCloseable {
  /**
   * Threads that handle requests, whatever the number of connections. More would wait for one of
   * the database connections anyway.
   */
  private static final int MAX_THREADS = 48;

  private static final int MIN_THREADS = 8;
  private static final long MAX_BODY_BYTES = 64 * 1024;

  /**
   * SQL states of a broken connection (class 08) and of a server that goes down (57P01 to 57P03).
   */
  private static final String CONNECTION_LOST = "08.*|57P0[123]";

  private static final int BIND_ATTEMPTS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(SandboxApi.class);

  private final ApiConfig config;
  private final HikariDataSource database;
  private final ApiMetrics metrics = new ApiMetrics();
  private final AnswerCache cache;
  private final JsonBody json = new JsonBody();
  private final Optional<KeptAnswers> repeats;
  private final Javalin server;

  private SandboxApi(ApiConfig config, HikariDataSource database) throws IOException {
    this.config = config;
    this.database = database;
    repeats =
        config.flaws().contains(Flaw.KEEPS_ANSWERS)
            ? Optional.of(new KeptAnswers())
            : Optional.empty();
    metrics.watch(database);
    cache = new AnswerCache(config.redisUri(), metrics);
    try {
      server = listen();
    } catch (IOException | RuntimeException e) {
      cache.close();
      throw e;
    }
  }

  /**
   * Connects to both servers, creates the tables where they are missing, and listens.
   *
   * @throws IOException if no port is free
   * @throws SQLException if PostgreSQL is not there or refuses
   * @throws io.lettuce.core.RedisException if Redis is not there or refuses
   */
  public static SandboxApi start(ApiConfig config) throws IOException, SQLException {
    HikariDataSource database = pool(config);
    try {
      try (Connection connection = database.getConnection()) {
        Schema.apply(connection);
      }
      return new SandboxApi(config, database);
    } catch (IOException | SQLException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static HikariDataSource pool(ApiConfig config) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("sandbox");
    pool.setJdbcUrl(config.jdbcUrl());
    pool.setMaximumPoolSize(config.poolSize());
    pool.setConnectionTimeout(config.poolWait().toMillis());
    return new HikariDataSource(pool);
  }

  private Javalin listen() throws IOException {
    for (int attempt = 1; ; attempt++) {
      int port = FreePort.from(config.preferredPort(), config.host());
      try {
        return Javalin.create(this::configure).start(config.host(), port);
      } catch (JavalinBindException takenMeanwhile) {
        if (attempt == BIND_ATTEMPTS) {
          throw new IOException("could not listen on port " + port, takenMeanwhile);
        }
      }
    }
  }

  private void configure(JavalinConfig javalin) {
    javalin.startup.showJavalinBanner = false;
    javalin.startup.showOldJavalinVersionWarning = false;
    javalin.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    javalin.http.maxRequestSize = MAX_BODY_BYTES;
    // Compression would cost more than sending a few kilobytes over loopback.
    javalin.http.compressionStrategy = CompressionStrategy.NONE;
    javalin.requestLogger.http(this::record);
    addRoutes(javalin);
    addFailures(javalin);
  }

  private void addRoutes(JavalinConfig javalin) {
    Tokens tokens = new Tokens(config.secret(), InstantSource.system());
    Accounts accounts = new Accounts(database);
    AccountRoutes logins =
        new AccountRoutes(accounts, new PasswordHash(config.bcryptCost()), tokens, json);
    OperationRoutes operations = new OperationRoutes(database, cache, metrics, json);
    TradingRoutes trading =
        new TradingRoutes(
            tokens,
            accounts,
            new TradeBook(database, config.flaws().contains(Flaw.SECOND_CONNECTION)),
            new Holdings(database),
            new History(database, config.flaws().contains(Flaw.QUERY_PER_ROW)),
            cache,
            json);
    javalin.routes.post("/api/auth/login", logins::logIn);
    javalin.routes.get("/health", operations::health);
    javalin.routes.get("/metrics", operations::metrics);
    trading.addTo(javalin.routes, "");
    trading.addTo(javalin.routes, "/api");
  }

  private void addFailures(JavalinConfig javalin) {
    javalin.routes.exception(
        Rejection.class, (e, context) -> fail(context, e.status(), e.reason()));
    javalin.routes.exception(SQLException.class, this::failByDatabase);
    javalin.routes.exception(Exception.class, this::failUnexpectedly);
    javalin.routes.error(404, context -> fail(context, 404, "no such resource"));
  }

  private void failByDatabase(SQLException e, Context context) {
    if (e instanceof SQLTransientConnectionException) {
      fail(context, 503, "no database connection became free in time");
    } else if (String.valueOf(e.getSQLState()).matches(CONNECTION_LOST)) {
      fail(context, 503, "database connection lost");
    } else {
      failUnexpectedly(e, context);
    }
  }

  private void failUnexpectedly(Exception e, Context context) {
    LOG.error("{} {} failed", context.method(), context.path(), e);
    fail(context, 500, "internal error");
  }

  private void fail(Context context, int status, String reason) {
    json.answer(context, status, new Failure(reason));
  }

  private void record(Context context, float millis) {
    Endpoint matched = context.endpoints().matchedHttpEndpoint();
    String route = matched == null ? "unmatched" : matched.path;
    metrics.answered(context.method().toString(), route, context.statusCode(), millis);
    repeats.ifPresent(kept -> kept.keep(context));
  }

  /** Where it listens, such as {@code http://127.0.0.1:8000}, with the port it really got. */
  public URI baseUrl() {
    return URI.create("http://" + config.host() + ":" + server.port());
  }

  /** Whether it got the port it preferred. */
  public boolean hasPreferredPort() {
    return server.port() == config.preferredPort();
  }

  /** Stops listening and closes all connections. */
  @Override
  public void close() {
    server.stop();
    cache.close();
    database.close();
  }
}
