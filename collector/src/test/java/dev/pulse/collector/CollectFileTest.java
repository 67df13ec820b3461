package dev.pulse.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollectFileTest {
  private static final Map<String, String> SECRETS = Map.of("PGPASSWORD", "s3cret");

  @Test
  void everyKindOfSourceIsRead() throws Exception {
    var plan =
        CollectFile.parse(
            "collect.yaml",
            """
            interval: 5s
            sources:
              db: { type: postgresql, database: pulse, user: watcher, passwordEnv: PGPASSWORD }
              cache: { type: redis, port: 6380 }
              api: { type: process, port: 8000 }
              small: { type: process, pid: 7, cpuLimit: 0.2, memoryLimit: 512MiB }
              machine: { type: host }
              pods: { type: kubernetes, namespace: shop, selector: app=api, kubeconfig: /k, context: c }
              shop:
                type: metrics
                url: http://localhost:8000/metrics
                series:
                  pool_waiting: { metric: 'pending{pool="a"}' }
                  gc_ratio: { metric: gc_seconds_sum, rate: true, unit: ratio }
                  swaps: { metric: swaps_total, rate: true }
              cluster:
                type: prometheus
                url: http://localhost:9090/
                queries:
                  cpu_ratio: { unit: ratio, label: pod, query: "avg by (pod) (x)" }
            """,
            SECRETS);

    assertThat(plan.interval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(plan.sources())
        .containsExactly(
            new SourceSpec.Postgres("db", "127.0.0.1", 5432, "pulse", "watcher", "s3cret"),
            new SourceSpec.Redis("cache", "127.0.0.1", 6380, "", ""),
            new SourceSpec.LocalProcess("api", 0, 8000),
            new SourceSpec.LocalProcess("small", 7, 0, 0.2, 512L << 20),
            new SourceSpec.Host("machine"),
            new SourceSpec.Kubernetes("pods", "shop", "app=api", "", "", "/k", "c"),
            new SourceSpec.Metrics(
                "shop",
                URI.create("http://localhost:8000/metrics"),
                "",
                List.of(
                    measure("pool_waiting", "", "pending{pool=\"a\"}", false),
                    measure("gc_ratio", "ratio", "gc_seconds_sum", true),
                    measure("swaps", "1/s", "swaps_total", true))),
            new SourceSpec.Prometheus(
                "cluster",
                URI.create("http://localhost:9090"),
                "",
                List.of(new SourceSpec.Query("cpu_ratio", "ratio", "pod", "avg by (pod) (x)"))));
    assertThat(plan.toString()).doesNotContain("s3cret");
  }

  private static SourceSpec.Measure measure(
      String series, String unit, String metric, boolean isRate) throws IOException {
    var selector = Exposition.Selector.parse(metric);
    return new SourceSpec.Measure(series, unit, selector, Optional.empty(), isRate);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sources: {} | names no source",
        "sources: [] | sources: must be a mapping",
        "source: {} | unknown key source, allowed are interval, sources",
        "{interval: 0s, sources: {a: {type: host}}} | interval: must be 1s to 60s, is 0s",
        "sources: {a: {type: mysql}} | sources.a.type: must be postgresql, redis",
        "sources: {a: {type: kubernetes, kubeconfig: k}} | namespace: is missing",
        "sources: {a: {type: kubernetes, namespace: n}} | kubeconfig: is missing; only in a pod",
        "sources: {a: {type: kubernetes, namespace: n, token: t}} | unknown key token",
        "sources: {a: {type: kubernetes, namespace: n/../m, kubeconfig: k}} | a name of Kubernetes",
        "sources: {a: {type: host, port: 1}} | unknown key port, allowed are type",
        "sources: {a: {type: process}} | needs either pid or port",
        "sources: {a: {type: redis, port: x}} | must be a whole number up to 65535, is x",
        "sources: {a: {type: redis, passwordEnv: NONE}} | no variable NONE",
        "sources: {a: {type: postgresql, user: u}} | sources.a.database: is missing",
        "sources: {a: {type: prometheus, url: 'http://u:p@h', queries: {}}} | without a password",
        "sources: {a: {type: process, pid: 1, cpuLimit: half}} | a number of cores such as 0.5",
        "sources: {a: {type: process, pid: 1, memoryLimit: 1g}} | a size such as 512MiB",
        "sources: {a: {type: metrics, url: 'http://h/m', series: {}}} | names no series",
        "sources: {a: {type: metrics, url: 'http://h/m', series: {b: {metric: 'x{'}}}} | b.metric",
        "sources: {a: {type: metrics, url: 'http://h', series: {b: {rate: 1}}}} | true or false",
        "'sources: {a' | not YAML",
      })
  void whatIsWrongIsSaidWithItsPlace(String yaml, String message) {
    assertThatThrownBy(() -> CollectFile.parse("collect.yaml", yaml, SECRETS))
        .isInstanceOf(CollectException.class)
        .hasMessageStartingWith("collect.yaml: ")
        .hasMessageContaining(message);
  }

  private static CollectPlan withToken(String token) throws CollectException {
    String yaml =
        "sources: {a: {type: metrics, url: 'http://h/m', tokenEnv: TOKEN,"
            + " series: {b: {metric: x}}}}";
    return CollectFile.parse("collect.yaml", yaml, Map.of("TOKEN", token));
  }

  @ParameterizedTest
  @ValueSource(strings = {"t0ken\n", "t0ken\r\n", " t0ken\r"})
  void aTokenIsTakenWithoutTheLineBreakThatItsFileEndedWith(String token) throws Exception {
    assertThat(withToken(token).sources())
        .singleElement()
        .isInstanceOfSatisfying(
            SourceSpec.Metrics.class, metrics -> assertThat(metrics.token()).isEqualTo("t0ken"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"t0ken\nmore", "t0\u0007ken", "t0ken\u007f", "t0ken\u20ac", "\n"})
  void aTokenThatNoHeaderMayHoldIsRefusedWithTheNameOfItsVariableAlone(String token) {
    assertThatThrownBy(() -> withToken(token))
        .isInstanceOf(CollectException.class)
        .hasMessageContaining("sources.a.tokenEnv: the ")
        .hasMessageContaining("variable TOKEN")
        .hasMessageNotContaining("t0")
        .hasNoCause();
  }

  @Test
  void aPasswordIsTakenWithoutTheLineBreakThatItsFileEndedWith() throws Exception {
    String yaml = "sources: {a: {type: postgresql, database: d, user: u, passwordEnv: PGPASSWORD}}";

    var plan = CollectFile.parse("collect.yaml", yaml, Map.of("PGPASSWORD", " p\u20acss \n"));

    assertThat(plan.sources())
        .containsExactly(new SourceSpec.Postgres("a", "127.0.0.1", 5432, "d", "u", " p\u20acss "));
  }
}
