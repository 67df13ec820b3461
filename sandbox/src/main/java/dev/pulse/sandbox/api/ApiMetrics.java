package dev.pulse.sandbox.api;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Locale;

/** Figures about the API itself, in Prometheus' text form. */
final class ApiMetrics {
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final double[] BUCKETS_SECONDS = {
    0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final Counter requests =
      Counter.builder()
          .name("http_requests_total")
          .help("Requests answered.")
          .labelNames("method", "route", "status")
          .register(registry);
  private final Histogram durations =
      Histogram.builder()
          .name("http_request_duration_seconds")
          .help("Time from the handler's start to its answer.")
          .labelNames("method", "route")
          .classicOnly()
          .classicUpperBounds(BUCKETS_SECONDS)
          .register(registry);
  private final Counter cache =
      Counter.builder()
          .name("cache_requests_total")
          .help("Look-ups in Redis: hit, miss, or error if Redis is away.")
          .labelNames("cache", "result")
          .register(registry);

  ApiMetrics() {
    GaugeWithCallback.builder()
        .name("jvm_memory_used_bytes")
        .help("Heap in use.")
        .labelNames("area")
        .callback(gauge -> gauge.call((double) heap().getUsed(), "heap"))
        .register(registry);
    GaugeWithCallback.builder()
        .name("jvm_memory_max_bytes")
        .help("Heap that may be used.")
        .labelNames("area")
        .callback(gauge -> gauge.call((double) heap().getMax(), "heap"))
        .register(registry);
  }

  private static MemoryUsage heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
  }

  /** Shows the pool's connections by state. */
  void watch(HikariDataSource pool) {
    GaugeWithCallback.builder()
        .name("db_pool_connections")
        .help("Database connections, and threads waiting for one.")
        .labelNames("state")
        .callback(gauge -> show(pool.getHikariPoolMXBean(), gauge))
        .register(registry);
  }

  private static void show(HikariPoolMXBean pool, GaugeWithCallback.Callback gauge) {
    gauge.call(pool.getActiveConnections(), "active");
    gauge.call(pool.getIdleConnections(), "idle");
    gauge.call(pool.getThreadsAwaitingConnection(), "waiting");
  }

  /**
   * Counts one answered request.
   *
   * @param route path pattern, never the path itself, which a client could vary without end
   */
  void answered(String method, String route, int status, double millis) {
    requests.labelValues(method, route, Integer.toString(status)).inc();
    durations.labelValues(method, route).observe(millis / MILLIS_PER_SECOND);
  }

  void cacheAsked(String name, String result) {
    cache.labelValues(name.toLowerCase(Locale.ROOT), result).inc();
  }

  String contentType() {
    return PrometheusTextFormatWriter.CONTENT_TYPE;
  }

  byte[] text() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(out, registry.scrape());
    return out.toByteArray();
  }
}
