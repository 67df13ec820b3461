package dev.pulse.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
              machine: { type: host }
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
            new SourceSpec.Host("machine"),
            new SourceSpec.Prometheus(
                "cluster",
                URI.create("http://localhost:9090"),
                "",
                List.of(new SourceSpec.Query("cpu_ratio", "ratio", "pod", "avg by (pod) (x)"))));
    assertThat(plan.toString()).doesNotContain("s3cret");
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
        "sources: {a: {type: host, port: 1}} | unknown key port, allowed are type",
        "sources: {a: {type: process}} | needs either pid or port",
        "sources: {a: {type: redis, port: x}} | must be a whole number up to 65535, is x",
        "sources: {a: {type: redis, passwordEnv: NONE}} | no variable NONE",
        "sources: {a: {type: postgresql, user: u}} | sources.a.database: is missing",
        "sources: {a: {type: prometheus, url: 'http://u:p@h', queries: {}}} | without a password",
        "'sources: {a' | not YAML",
      })
  void whatIsWrongIsSaidWithItsPlace(String yaml, String message) {
    assertThatThrownBy(() -> CollectFile.parse("collect.yaml", yaml, SECRETS))
        .isInstanceOf(CollectException.class)
        .hasMessageStartingWith("collect.yaml: ")
        .hasMessageContaining(message);
  }
}
