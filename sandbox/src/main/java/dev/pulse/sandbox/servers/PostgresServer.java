package dev.pulse.sandbox.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;

/**
 * One PostgreSQL with a fresh cluster in {@code <data>/postgres}.
 *
 * <p>The artifact's own starter is not used: it leaves files in the temporary directory, cannot
 * start PostgreSQL as root without user namespaces, and opens it to everyone on this machine.
 */
final class PostgresServer implements AutoCloseable {
  static final String USER = "pulse";
  private static final String DATABASE = "postgres";
  private static final int ATTEMPTS = 3;

  /**
   * Fast on a laptop, at the price of durability: without fsync a crash may ruin the cluster, which
   * is why every start makes a new one.
   */
  private static final String SETTINGS =
      """
      listen_addresses = '127.0.0.1'
      unix_socket_directories = ''
      max_connections = 60
      shared_buffers = 64MB
      fsync = off
      synchronous_commit = off
      full_page_writes = off
      wal_level = minimal
      max_wal_senders = 0
      max_wal_size = 256MB
      jit = off
      max_parallel_workers_per_gather = 0
      password_encryption = scram-sha-256
      shared_preload_libraries = 'pg_stat_statements'
      track_io_timing = on
      log_timezone = 'UTC'
      timezone = 'UTC'
      """;

  private final Path cluster;
  private final int port;
  private final String password;
  private final ServerRecord record;

  private PostgresServer(Path cluster, int port, String password, ServerRecord record) {
    this.cluster = cluster;
    this.port = port;
    this.password = password;
    this.record = record;
  }

  static PostgresServer start(Path programs, Path data) throws IOException {
    return start(programs, data, ServerAccount.choose(data));
  }

  static PostgresServer start(Path programs, Path data, ServerAccount account) throws IOException {
    Path cluster = clusterIn(data);
    String password = Passwords.fresh();
    initialise(programs, cluster, account, password);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      int port = FreePort.any();
      if (startOn(port, programs, cluster, account)) {
        ServerRecord record = recordIn(data).orElseThrow(() -> failure(cluster));
        PostgresServer server = new PostgresServer(cluster, port, password, record);
        server.collectStatementStatistics();
        return server;
      }
    }
    throw failure(cluster);
  }

  private static void initialise(
      Path programs, Path cluster, ServerAccount account, String password) throws IOException {
    DirectoryTree.delete(cluster);
    Files.createDirectory(
        cluster,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    account.own(cluster);
    Path passwordFile = OwnerOnly.write(cluster.resolveSibling("postgres.password"), password);
    try {
      Command.Result result =
          account
              .command(
                  programs.resolve("bin/initdb").toString(),
                  "--pgdata=" + cluster,
                  "--username=" + USER,
                  "--pwfile=" + passwordFile,
                  "--auth=scram-sha-256",
                  "--encoding=UTF8",
                  "--locale=C",
                  "--wal-segsize=4",
                  "--no-sync")
              .run();
      if (!result.succeeded()) {
        throw new IOException("PostgreSQL could not make its cluster: " + result.output());
      }
    } finally {
      Files.delete(passwordFile);
    }
    Files.writeString(cluster.resolve("postgresql.auto.conf"), SETTINGS);
  }

  private static boolean startOn(int port, Path programs, Path cluster, ServerAccount account)
      throws IOException {
    return account
        .command(
            programs.resolve("bin/pg_ctl").toString(),
            "start",
            "--wait",
            "--timeout=30",
            "--options=-p " + port,
            "--log=" + logOf(cluster),
            "--pgdata=" + cluster)
        .writingTo(cluster.resolveSibling("pg_ctl.log"))
        .run()
        .succeeded();
  }

  private void collectStatementStatistics() throws IOException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE EXTENSION pg_stat_statements");
    } catch (SQLException e) {
      close();
      throw new IOException("PostgreSQL started, but could not be prepared", e);
    }
  }

  private static IOException failure(Path cluster) {
    return new IOException("PostgreSQL did not start: " + LogTail.of(logOf(cluster)));
  }

  static Optional<ServerRecord> recordIn(Path data) {
    return ServerRecord.read(clusterIn(data).resolve("postmaster.pid"), clusterIn(data));
  }

  private static Path clusterIn(Path data) {
    return data.resolve("postgres");
  }

  private static Path logOf(Path cluster) {
    return cluster.resolve("server.log");
  }

  String jdbcUrl() {
    return String.format(
        Locale.ROOT,
        "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s",
        port,
        DATABASE,
        USER,
        password);
  }

  ServerRecord record() {
    return record;
  }

  /** Ends it at once: its data is not kept. */
  @Override
  public void close() {
    record.stop("QUIT");
  }

  @Override
  public String toString() {
    return "PostgreSQL in " + cluster + " on port " + port;
  }
}
