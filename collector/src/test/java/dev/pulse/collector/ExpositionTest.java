package dev.pulse.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionTest {
  /** The example of the format's own page. */
  private static final String OF_THE_FORMAT =
      """
      # HELP http_requests_total The total number of HTTP requests.
      # TYPE http_requests_total counter
      http_requests_total{method="post",code="200"} 1027 1395066363000
      http_requests_total{method="post",code="400"}    3 1395066363000

      # Escaping in label values:
      msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

      # Minimalistic line:
      metric_without_timestamp_and_labels 12.47

      # A weird metric from before the epoch:
      something_weird{problem="division by zero"} +Inf -3982045

      # A histogram, which has a pretty complex representation in the text format:
      http_request_duration_seconds_bucket{le="0.05"} 24054
      http_request_duration_seconds_bucket{le="+Inf"} 144320
      http_request_duration_seconds_sum 53423
      rpc_duration_seconds { quantile = "0.5" , } NaN
      """;

  @Test
  void theExampleOfTheFormatIsRead() throws Exception {
    var samples = Exposition.parse(OF_THE_FORMAT);

    assertThat(samples)
        .containsExactly(
            sample(
                "http_requests_total",
                Map.of("method", "post", "code", "200"),
                1_027,
                1_395_066_363_000L),
            sample(
                "http_requests_total",
                Map.of("method", "post", "code", "400"),
                3,
                1_395_066_363_000L),
            sample(
                "msdos_file_access_time_seconds",
                Map.of("path", "C:\\DIR\\FILE.TXT", "error", "Cannot find file:\n\"FILE.TXT\""),
                1.458255915e9,
                0),
            sample("metric_without_timestamp_and_labels", Map.of(), 12.47, 0),
            sample(
                "something_weird",
                Map.of("problem", "division by zero"),
                Double.POSITIVE_INFINITY,
                -3_982_045),
            sample("http_request_duration_seconds_bucket", Map.of("le", "0.05"), 24_054, 0),
            sample("http_request_duration_seconds_bucket", Map.of("le", "+Inf"), 144_320, 0),
            sample("http_request_duration_seconds_sum", Map.of(), 53_423, 0),
            sample("rpc_duration_seconds", Map.of("quantile", "0.5"), Double.NaN, 0));
  }

  private static Exposition.Sample sample(
      String name, Map<String, String> labels, double value, long at) {
    return new Exposition.Sample(name, labels, value, at);
  }

  @Test
  void openMetricsHasTimesInSecondsAndExemplars() throws Exception {
    var samples =
        Exposition.parse(
            """
            # TYPE a counter
            a_total{x="#"} 5.0 1700000000.5 # {trace_id="ab"} 0.67 1700000000.1
            # EOF
            """);

    assertThat(samples).containsExactly(sample("a_total", Map.of("x", "#"), 5, 1_700_000_000_500L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "<html><body> | must begin with a name: <html>",
        "up | must have a number, has \"\"",
        "up one | must have a number, has \"one\"",
        "up 0x1p3 | must have a number",
        "up 1 2 3 | more than a value and a time",
        "up{a=\"x} 1 | must close the quotes",
        "up{a=x} 1 | in quotes",
        "up{a} 1 | must have = after label a",
        "up{a=\"x\" b=\"y\"} 1 | must have , or } after label a",
        "up{a=\"\\x\"} 1 | a backslash before",
        "up{a=\"x\" | must have , or }",
      })
  void whatIsNoneOfTheFormatIsSaidWithItsLine(String line, String message) {
    assertThatThrownBy(() -> Exposition.parse("# first\n" + line + "\n"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("line 2: ")
        .hasMessageContaining(message);
  }

  @Test
  void moreSeriesThanAnybodyLooksAtAreRefused() {
    assertThatThrownBy(() -> Exposition.parse("up 1\n".repeat(100_001)))
        .hasMessageContaining("more than 100000 series");
  }

  @Test
  void aSelectorMatchesWhatHasItsNameAndLabels() throws Exception {
    var selector = Exposition.Selector.parse("jvm_memory_used_bytes{area=\"heap\"}");

    assertThat(
            selector.matches(
                sample("jvm_memory_used_bytes", Map.of("area", "heap", "id", "x"), 1, 0)))
        .isTrue();
    assertThat(selector.matches(sample("jvm_memory_used_bytes", Map.of("area", "non"), 1, 0)))
        .isFalse();
    assertThat(selector.matches(sample("jvm_memory", Map.of("area", "heap"), 1, 0))).isFalse();
    assertThat(selector).hasToString("jvm_memory_used_bytes{area=\"heap\"}");
    assertThatThrownBy(() -> Exposition.Selector.parse("rate(up[1m])"))
        .hasMessageContaining("must end after the labels");
  }

  @Test
  void nearNamesShareWordsOrNearlyAllLetters() {
    assertThat(
            NearNames.of(
                "hikari_pendin",
                List.of("hikari_pending", "process_cpu_seconds_total", "hikari_active")))
        .startsWith("hikari_pending", "hikari_active");
  }
}
