package dev.pulse.collector;

import dev.pulse.protocol.SystemClock;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a Redis says in {@code INFO}, and how long it takes to answer a {@code PING}. */
final class RedisSource implements Source {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final SourceSpec.Redis spec;
  private final RedisClient client;
  private final Rates rates = new Rates();
  private @Nullable StatefulRedisConnection<String, String> connection;

  RedisSource(SourceSpec.Redis spec) {
    this.spec = spec;
    var uri = RedisURI.builder().withHost(spec.host()).withPort(spec.port()).withTimeout(TIMEOUT);
    if (!spec.password().isEmpty()) {
      if (spec.user().isEmpty()) {
        uri.withPassword(spec.password().toCharArray());
      } else {
        uri.withAuthentication(spec.user(), spec.password().toCharArray());
      }
    }
    client = RedisClient.create(uri.build());
  }

  @Override
  public List<Reading> read() throws IOException {
    try {
      var open = connection;
      if (open == null) {
        open = client.connect();
        connection = open;
      }
      var readings = new ArrayList<>(readings(parsed(open.sync().info())));
      long sent = SystemClock.nanoTime();
      open.sync().ping();
      double millis = (SystemClock.nanoTime() - sent) / 1e6;
      readings.add(reading("latency_ms", Reading.MILLIS, millis));
      return readings;
    } catch (RedisException e) {
      disconnect();
      rates.forget();
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      throw new IOException(spec + " does not answer INFO: " + root.getMessage(), e);
    }
  }

  private static Map<String, Double> parsed(String info) {
    var values = new HashMap<String, Double>();
    info.lines()
        .filter(line -> line.matches("[a-z_]+:[0-9]+(\\.[0-9]+)?"))
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              values.put(line.substring(0, colon), Double.valueOf(line.substring(colon + 1)));
            });
    return values;
  }

  private List<Reading> readings(Map<String, Double> info) {
    rates.next(info);
    var readings = new ArrayList<Reading>();
    double used = info.getOrDefault("used_memory", 0.0);
    double most = info.getOrDefault("maxmemory", 0.0);
    readings.add(reading("memory_bytes", Reading.BYTES, used));
    readings.add(reading("clients", Reading.COUNT, info.getOrDefault("connected_clients", 0.0)));
    if (most > 0) {
      readings.add(reading("memory_ratio", Reading.RATIO, used / most));
    }
    add(readings, "commands_per_second", Reading.PER_SECOND, "total_commands_processed");
    add(readings, "evictions_per_second", Reading.PER_SECOND, "evicted_keys");
    var hits = rates.share("keyspace_hits", "keyspace_misses");
    if (hits.isPresent()) {
      readings.add(reading("hit_ratio", Reading.RATIO, hits.getAsDouble()));
    }
    return readings;
  }

  private void add(List<Reading> readings, String series, String unit, String counter) {
    OptionalDouble rate = rates.perSecond(counter);
    if (rate.isPresent()) {
      readings.add(reading(series, unit, rate.getAsDouble()));
    }
  }

  private Reading reading(String series, String unit, double value) {
    return Reading.of(series, unit, spec.name(), value);
  }

  private void disconnect() {
    var open = connection;
    connection = null;
    if (open != null) {
      open.closeAsync();
    }
  }

  @Override
  public String probe() throws IOException {
    boolean isBounded =
        read().stream().anyMatch(reading -> reading.series().equals("memory_ratio"));
    return spec + " answers, maxmemory is " + (isBounded ? "set" : "not set: no memory_ratio");
  }

  @Override
  public void close() {
    disconnect();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }
}
