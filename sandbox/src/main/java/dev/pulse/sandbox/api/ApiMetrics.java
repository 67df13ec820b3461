package dev.pulse.sandbox.api;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
    JvmMemoryMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    GaugeWithCallback.builder()
        .name("jvm_memory_used_after_gc_bytes")
        .help("Heap in use after the last garbage collection; all in use before the first.")
        .labelNames("area")
        .callback(gauge -> gauge.call((double) HeapAfterCollection.bytes(), "heap"))
        .register(registry);
  }

  /** Shows the pool's connections by state. */
  void watch(HikariDataSource pool) {
    GaugeWithCallback.builder()
        .name("db_pool_connections")
        .help("Database connections, and threads waiting for one.")
        .labelNames("state")
        .callback(gauge -> show(pool.getHikariPoolMXBean(), gauge))
        .register(registry);
    GaugeWithCallback.builder()
        .name("db_pool_max_connections")
        .help("Database connections that the pool may have.")
        .callback(gauge -> gauge.call(pool.getMaximumPoolSize()))
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
