package dev.pulse.collector;

import dev.pulse.protocol.SystemClock;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A source as it is asked for. Text forms hold no secrets. */
public sealed interface SourceSpec {
  /** Its name among the sources of a file. */
  String name();

  /** What its samples say they come from, such as {@code postgresql}. */
  String kind();

  /** One that nothing was read of yet. */
  Source open();

  /** A database of a PostgreSQL server; the user should be a member of {@code pg_monitor}. */
  record Postgres(String name, String host, int port, String database, String user, String password)
      implements SourceSpec {
    @Override
    public String kind() {
      return "postgresql";
    }

    @Override
    public Source open() {
      return new PostgresSource(this);
    }

    /**
     * That of a JDBC URL with user and password.
     *
     * @throws IllegalArgumentException if it is none of PostgreSQL
     */
    public static Postgres of(String name, String jdbcUrl) {
      URI uri = URI.create(jdbcUrl.replaceFirst("^jdbc:", ""));
      return new Postgres(
          name,
          uri.getHost(),
          uri.getPort(),
          uri.getPath().substring(1),
          parameter(uri, "user"),
          parameter(uri, "password"));
    }

    private static String parameter(URI uri, String name) {
      for (String pair : uri.getRawQuery().split("&", -1)) {
        if (pair.startsWith(name + "=")) {
          return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
        }
      }
      return "";
    }

    /** Such as {@code 127.0.0.1:5432/pulse}. */
    String address() {
      return host + ":" + port + "/" + database;
    }

    @Override
    public String toString() {
      return "postgresql " + address();
    }
  }

  /** A Redis server; user and password may be empty. */
  record Redis(String name, String host, int port, String user, String password)
      implements SourceSpec {
    @Override
    public String kind() {
      return "redis";
    }

    @Override
    public Source open() {
      return new RedisSource(this);
    }

    /** That of a URI like {@code redis://:PASSWORD@HOST:PORT}. */
    public static Redis of(String name, String redisUri) {
      URI uri = URI.create(redisUri);
      String[] account = Objects.requireNonNullElse(uri.getUserInfo(), ":").split(":", 2);
      return new Redis(name, uri.getHost(), uri.getPort(), account[0], account[1]);
    }

    /** Such as {@code 127.0.0.1:6379}. */
    String address() {
      return host + ":" + port;
    }

    @Override
    public String toString() {
      return "redis " + address();
    }
  }

  /** A Prometheus server, asked these queries; the bearer token may be empty. */
  record Prometheus(String name, URI url, String token, List<Query> queries) implements SourceSpec {
    /** Copies the queries. */
    public Prometheus {
      queries = List.copyOf(queries);
    }

    @Override
    public String kind() {
      return "prometheus";
    }

    @Override
    public Source open() {
      return new PrometheusSource(this);
    }

    @Override
    public String toString() {
      return "prometheus " + url;
    }
  }

  /**
   * An instant query of Prometheus.
   *
   * @param series name of what it gives
   * @param unit see {@link Reading#unit}
   * @param label name of the Prometheus label that tells its results apart; empty for none
   * @param promql the query
   */
  record Query(String series, String unit, String label, String promql) {}

  /** What shows its own metrics in the text form of Prometheus; the token may be empty. */
  record Metrics(String name, URI url, String token, List<Measure> series) implements SourceSpec {
    /** Copies the series. */
    public Metrics {
      series = List.copyOf(series);
    }

    @Override
    public String kind() {
      return "metrics";
    }

    @Override
    public Source open() {
      return new MetricsSource(this);
    }

    @Override
    public String toString() {
      return "metrics " + url;
    }
  }

  /**
   * A series out of metrics: the sum of all that match.
   *
   * @param series name of what it gives
   * @param unit see {@link Reading#unit}
   * @param metric what is summed up
   * @param per what it is divided by, summed up likewise
   * @param isRate takes what both have grown by since the last reading, not what they are; without
   *     {@code per} a second
   */
  record Measure(
      String series,
      String unit,
      Exposition.Selector metric,
      Optional<Exposition.Selector> per,
      boolean isRate) {

    /**
     * One out of metrics as they are written, such as {@code jvm_memory_used_bytes{area="heap"}}.
     *
     * @param per empty for none
     * @throws IllegalArgumentException if a metric is not written so
     */
    public static Measure of(
        String series, String unit, String metric, String per, boolean isRate) {
      return new Measure(
          series,
          unit,
          selector(metric),
          per.isEmpty() ? Optional.empty() : Optional.of(selector(per)),
          isRate);
    }

    private static Exposition.Selector selector(String text) {
      try {
        return Exposition.Selector.parse(text);
      } catch (IOException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
  }

  /**
   * A process of this machine, by its id, or where that is 0 by the port that it listens on.
   *
   * @param cpuLimitCores what it may use; 0: what its cgroup tells, else the machine
   * @param memoryLimitBytes likewise
   */
  record LocalProcess(String name, int pid, int port, double cpuLimitCores, long memoryLimitBytes)
      implements SourceSpec {

    /** One of which the file tells no limit. */
    public LocalProcess(String name, int pid, int port) {
      this(name, pid, port, 0, 0);
    }

    @Override
    public String kind() {
      return "process";
    }

    @Override
    public Source open() {
      return new ProcessSource(this);
    }

    @Override
    public String toString() {
      return pid > 0 ? "process " + pid : "process on port " + port;
    }
  }

  /**
   * Pods of a namespace of a Kubernetes cluster, with what scales them.
   *
   * @param selector label selector of the pods, such as {@code app=api}; empty: all
   * @param deployment the only one that is read; empty: those of the pods
   * @param hpa the only autoscaler that is read; empty: those of the deployments
   * @param kubeconfig file that says where the cluster is and who asks; empty: the service account
   *     of the pod that this runs in
   * @param context of the file; empty: its current one
   */
  record Kubernetes(
      String name,
      String namespace,
      String selector,
      String deployment,
      String hpa,
      String kubeconfig,
      String context)
      implements SourceSpec {
    @Override
    public String kind() {
      return "kubernetes";
    }

    @Override
    public Source open() {
      return new KubernetesSource(this, SystemClock.wall());
    }

    @Override
    public String toString() {
      return "kubernetes namespace " + namespace;
    }
  }

  /** This machine, on which the generator runs. */
  record Host(String name) implements SourceSpec {
    @Override
    public String kind() {
      return "host";
    }

    @Override
    public Source open() {
      return new HostSource(this);
    }

    @Override
    public String toString() {
      return "this machine";
    }
  }
}
