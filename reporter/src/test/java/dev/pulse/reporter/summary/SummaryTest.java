package dev.pulse.reporter.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.protocol.Outcome;
import dev.pulse.reporter.run.K6Format;
import dev.pulse.reporter.run.RunFixture;
import dev.pulse.reporter.verdict.Criteria;
import dev.pulse.reporter.verdict.Decision;
import dev.pulse.reporter.verdict.Judge;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTest {

  private static RunSummary summary() {
    var run =
        new RunFixture("r-1", 20)
            .threshold("http_req_duration", "p(99)<500", false)
            .threshold("http_req_failed", "rate<0.001", false)
            .samples("a1", 19, 4, 0, 900_000, Outcome.HTTP_ERROR);
    for (int second = 0; second < 20; second++) {
      run.ok(second, 100, 100_000);
    }
    var data = run.data();
    return RunSummary.of(data, new Judge(Criteria.DEFAULT).judge(data));
  }

  private static String text(SummaryMode mode) {
    return SummaryText.of(summary(), mode, TrendStat.DEFAULT);
  }

  @Test
  void theSummaryHasTheFormThatUsersOfK6Know() {
    assertThat(text(SummaryMode.COMPACT))
        .isEqualTo(
            """
              █ THRESHOLDS

                http_req_duration
                ✓ 'p(99)<500' p(99)=100.03ms

                http_req_failed
                ✗ 'rate<0.001' rate=0.19%

              █ TOTAL RESULTS

                checks_total.......................: 4008  200.4/s
                checks_succeeded...................: 99.80%  4000 out of 4008
                checks_failed......................: 0.19%   8 out of 4008

                ✗ portfolio status 200
                  ↳  99.80% — ✓ 1500 / ✗ 3
                ✗ portfolio latency <500ms
                  ↳  99.80% — ✓ 1500 / ✗ 3
                ✗ trade status 200
                  ↳  99.80% — ✓ 500 / ✗ 1
                ✗ trade latency <500ms
                  ↳  99.80% — ✓ 500 / ✗ 1

                CUSTOM
                errors.............................: 0.19%   4 out of 2004
                portfolio_latency..................: avg=101.59ms min=100ms med=100.03ms max=900ms p(90)=100.03ms p(95)=100.03ms p(99)=100.03ms
                trade_latency......................: avg=101.59ms min=100ms med=100.03ms max=900ms p(90)=100.03ms p(95)=100.03ms p(99)=100.03ms
                response_time......................: avg=101.59ms min=100ms med=100.03ms max=900ms p(90)=100.03ms p(95)=100.03ms p(99)=100.03ms

                HTTP
                http_req_duration..................: avg=101.59ms min=100ms med=100.03ms max=900ms p(90)=100.03ms p(95)=100.03ms p(99)=100.03ms
                http_req_failed....................: 0.19%   4 out of 2004
                http_reqs..........................: 2004  100.2/s

                EXECUTION
                iteration_duration.................: no data
                iterations.........................: 2004  100.2/s
                vus................................: 100  min=100  max=100
                vus_max............................: 100  min=100  max=100

                NETWORK
                data_received......................: 2.0 MB  100 kB/s
                data_sent..........................: 401 kB  20 kB/s

              █ VERDICT

                agents 1 of 1 · scheduled 2,004 · received 2,004 · lost 0
                PASS p99 response time of whole run: 100 ms (100 ms to 100 ms), bound < 500 ms
                PASS error rate of whole run: 0.20 % (0.00 % to 0.79 %), bound < 1.00 %
                PASS p99 response time of baseline / 1 hold 100: 100 ms (100 ms to 100 ms), bound < 500 ms
                PASS error rate of baseline / 1 hold 100: 0.20 % (0.00 % to 0.79 %), bound < 1.00 %

                PASS · run r-1
            """);
  }

  @Test
  void fullModeAddsTheOtherMetricsAndEachScenario() {
    assertThat(text(SummaryMode.FULL))
        .contains("http_req_waiting", "http_req_tls_handshaking", "█ SCENARIO: baseline");
    assertThat(text(SummaryMode.COMPACT)).doesNotContain("http_req_waiting", "SCENARIO");
    assertThat(text(SummaryMode.DISABLED)).isEmpty();
  }

  @Test
  void trendColumnsAreThoseAskedFor() {
    var text =
        SummaryText.of(summary(), SummaryMode.COMPACT, TrendStat.parse("max, p(99.9), count"));
    assertThat(text)
        .contains("http_req_duration..................: max=900ms p(99.9)=900ms count=2004");
    assertThatThrownBy(() -> TrendStat.parse("avg,p95"))
        .hasMessage("a trend column must be avg, min, med, max, count or p(N), is \"p95\"");
  }

  @Test
  void theMachineFormHasTheSameFigures() throws Exception {
    var summary = summary();
    var decision = Decision.over(List.of(summary.judgement()), Optional.empty());
    String json = SummaryJson.of(decision, List.of(summary));
    assertThat(json).isEqualTo(SummaryJson.of(decision, List.of(summary())));

    JsonNode root = new ObjectMapper().readTree(json);
    JsonNode run = root.at("/runs/0");
    assertThat(root.at("/decision/kind").asText()).isEqualTo("REQUIRES_OPTIMIZATION");
    assertThat(run.at("/verdict").asText()).isEqualTo("PASS");
    assertThat(run.at("/metrics/http_reqs/count").asLong()).isEqualTo(2004);
    assertThat(run.at("/metrics/http_req_duration/max").asDouble()).isEqualTo(900.0);
    assertThat(run.at("/metrics/errors/rate").asDouble()).isEqualTo(4 / 2004.0);
    assertThat(run.at("/thresholds/1/ok").asBoolean()).isFalse();
    assertThat(run.at("/accounting/status").asText()).isEqualTo("COMPLETE");
    assertThat(run.at("/criteria/0/acceptance").asDouble()).isEqualTo(500.0);
    assertThat(run.at("/scenarios/baseline/checks/0/fails").asLong()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "7, 7µs",
    "12.25, 12.25µs",
    "459865.7, 459.86ms",
    "1140000, 1.14s",
    "90000000, 1m30s",
    "3661000000, 1h1m1s"
  })
  void durationsAreWrittenAsK6WritesThem(double micros, String expected) {
    assertThat(K6Format.duration(micros)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "9, 9 B", "31000, 31 kB", "1300000, 1.3 MB", "999, 999 B"})
  void bytesAreWrittenAsK6WritesThem(double bytes, String expected) {
    assertThat(K6Format.bytes(bytes)).isEqualTo(expected);
  }
}
