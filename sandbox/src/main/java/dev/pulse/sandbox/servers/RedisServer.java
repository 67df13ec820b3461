package dev.pulse.sandbox.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One Redis in {@code <data>/redis}, in memory only, used as a cache: the oldest keys go first. */
final class RedisServer implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final long CHECK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int CHECKS = 1_000;

  /**
   * As a daemon it leaves the terminal's process group, so Ctrl-C reaches this JVM and not Redis;
   * with its title left alone, its command line names its directory.
   */
  private static final String SETTINGS =
      """
      bind 127.0.0.1
      daemonize yes
      save ""
      appendonly no
      maxmemory-policy allkeys-lru
      set-proc-title no
      """;

  private final int port;
  private final String password;
  private final ServerRecord record;

  private RedisServer(int port, String password, ServerRecord record) {
    this.port = port;
    this.password = password;
    this.record = record;
  }

  static RedisServer start(Path program, Path data, long maxBytes) throws IOException {
    String password = Passwords.fresh();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      int port = FreePort.any();
      Optional<ServerRecord> started = startOn(port, password, program, data, maxBytes);
      if (started.isPresent()) {
        return new RedisServer(port, password, started.get());
      }
    }
    throw new IOException("Redis did not start: " + LogTail.of(logIn(data)));
  }

  private static Optional<ServerRecord> startOn(
      int port, String password, Path program, Path data, long maxBytes) throws IOException {
    Path home = homeIn(data);
    DirectoryTree.delete(home);
    Files.createDirectory(home);
    Path file = OwnerOnly.write(settingsIn(data), settings(port, password, data, maxBytes));
    Command.Result result =
        Command.of(program.toString(), file.toString()).writingTo(home.resolve("start.log")).run();
    return result.succeeded() ? awaitRecord(data) : Optional.empty();
  }

  /** The daemon writes its pid file once it listens, and a line with "Failed" if it cannot. */
  private static Optional<ServerRecord> awaitRecord(Path data) {
    for (int check = 0; check < CHECKS; check++) {
      Optional<ServerRecord> record = recordIn(data);
      if (record.isPresent() || LogTail.of(logIn(data)).contains("Failed listening")) {
        return record;
      }
      LockSupport.parkNanos(CHECK_EVERY_NANOS);
    }
    return Optional.empty();
  }

  private static String settings(int port, String password, Path data, long maxBytes) {
    return String.join(
        "\n",
        SETTINGS + "port " + port,
        "requirepass " + password,
        "maxmemory " + maxBytes,
        "dir " + quoted(homeIn(data)),
        "pidfile " + quoted(pidFileIn(data)),
        "logfile " + quoted(logIn(data)),
        "");
  }

  private static String quoted(Path path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  static Optional<ServerRecord> recordIn(Path data) {
    return ServerRecord.read(pidFileIn(data), settingsIn(data));
  }

  private static Path homeIn(Path data) {
    return data.resolve("redis");
  }

  private static Path settingsIn(Path data) {
    return homeIn(data).resolve("redis.conf");
  }

  private static Path pidFileIn(Path data) {
    return homeIn(data).resolve("redis.pid");
  }

  private static Path logIn(Path data) {
    return homeIn(data).resolve("server.log");
  }

  String uri() {
    return "redis://:" + password + "@127.0.0.1:" + port;
  }

  ServerRecord record() {
    return record;
  }

  @Override
  public void close() {
    record.stop("TERM");
  }
}
