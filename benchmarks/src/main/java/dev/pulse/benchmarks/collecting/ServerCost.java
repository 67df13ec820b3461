package dev.pulse.benchmarks.collecting;

import dev.pulse.benchmarks.process.ProcessUsage;
import io.lettuce.core.RedisClient;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Pattern;

/**
 * What a collector and a load have cost the servers so far, as they themselves and the kernel count
 * it.
 *
 * @param queries of PostgreSQL, those of collectors alone
 * @param queryMillis time in them
 * @param backendCpuSeconds CPU of the collector's server process
 * @param commands of Redis, {@code INFO} and {@code PING}
 * @param commandMillis CPU in them
 * @param cpuSeconds CPU of PostgreSQL's processes for all clients, and of Redis
 */
record ServerCost(
    double queries,
    double queryMillis,
    double backendCpuSeconds,
    double commands,
    double commandMillis,
    double cpuSeconds) {
  /** Nothing. */
  static final ServerCost NONE = new ServerCost(0, 0, 0, 0, 0, 0);

  private static final String STATEMENTS =
      "SELECT coalesce(sum(calls), 0), coalesce(sum(total_exec_time), 0) FROM pg_stat_statements"
          + " WHERE query ~ 'pg_stat_|pg_extension' AND query !~ 'benchmark_mark'";

  private static final String BACKEND =
      "SELECT pid, application_name = 'pulse-collector' FROM pg_stat_activity"
          + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";

  private static final Pattern COMMAND =
      Pattern.compile("cmdstat_(?:info|ping):calls=([0-9]+),usec=([0-9]+)");

  private static final Pattern REDIS_CPU = Pattern.compile("used_cpu_(?:sys|user):([0-9.]+)");

  static ServerCost now(String jdbcUrl, RedisClient redis) throws SQLException {
    double own = 0;
    double cpu = 0;
    double queries;
    double millis;
    try (var connection = DriverManager.getConnection(jdbcUrl);
        var statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery(STATEMENTS)) {
        row.next();
        queries = row.getDouble(1);
        millis = row.getDouble(2);
      }
      try (ResultSet row = statement.executeQuery(BACKEND)) {
        while (row.next()) {
          double used = ProcessUsage.of(row.getLong(1)).map(ProcessUsage::cpuSeconds).orElse(0.0);
          cpu += used;
          own += row.getBoolean(2) ? used : 0;
        }
      }
    }
    double commands = 0;
    double micros = 0;
    try (var connection = redis.connect()) {
      var found = COMMAND.matcher(connection.sync().info("commandstats"));
      while (found.find()) {
        commands += Double.parseDouble(found.group(1));
        micros += Double.parseDouble(found.group(2));
      }
      var redisCpu = REDIS_CPU.matcher(connection.sync().info("cpu"));
      while (redisCpu.find()) {
        cpu += Double.parseDouble(redisCpu.group(1));
      }
    }
    return new ServerCost(queries, millis, own, commands, micros / 1e3, cpu);
  }

  ServerCost less(ServerCost before) {
    return new ServerCost(
        queries - before.queries,
        queryMillis - before.queryMillis,
        backendCpuSeconds - before.backendCpuSeconds,
        commands - before.commands,
        commandMillis - before.commandMillis,
        cpuSeconds - before.cpuSeconds);
  }

  ServerCost and(ServerCost more) {
    return new ServerCost(
        queries + more.queries,
        queryMillis + more.queryMillis,
        backendCpuSeconds + more.backendCpuSeconds,
        commands + more.commands,
        commandMillis + more.commandMillis,
        cpuSeconds + more.cpuSeconds);
  }
}
