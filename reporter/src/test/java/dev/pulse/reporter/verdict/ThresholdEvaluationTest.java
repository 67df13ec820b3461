package dev.pulse.reporter.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.Outcome;
import dev.pulse.reporter.run.RunFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdEvaluationTest {

  /** 10 s, 400 requests of 100 ms of which 300 are portfolio; 8 of them fail after 1 s. */
  private static RunFixture fixture() {
    var run = new RunFixture("r", 10).samples("a1", 9, 8, 0, 1_000_000, Outcome.HTTP_ERROR);
    for (int second = 0; second < 10; second++) {
      run.ok(second, second == 0 ? 32 : 40, 100_000);
    }
    return run;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http_req_duration | p(95)<101 | true | p(95)=100.03ms",
        "http_req_duration | p(99)<500 | false | p(99)=1s",
        "http_req_duration | avg<118.1 | true | avg=118ms",
        "http_req_duration{request:trade} | max<=1000 | true | max=1s",
        "http_req_duration{scenario:other} | max<1000 | false | max=no data",
        "http_req_failed | rate<=0.02 | true | rate=2.00%",
        "http_req_failed | rate<0.02 | false | rate=2.00%",
        "http_reqs | count>=400 | true | count=400",
        "http_reqs{request:trade} | count==100 | true | count=100",
        "http_reqs | rate>39.9 | true | rate=40/s",
        "checks | rate>0.97 | true | rate=98.00%",
        "checks{check:portfolio status 200} | rate>0.99 | false | rate=98.00%",
        "portfolio_latency | med<101 | true | med=100.03ms",
        "response_time | p(50)<101 | true | p(50)=100.03ms",
        "nonsense | p(50)<101 | false | ",
      })
  void thresholdsAreEvaluatedAsInK6(
      String metric, String expression, boolean holds, String figure) {
    var data = fixture().threshold(metric, expression, false).data();
    var result = ThresholdEvaluation.of(data).get(0);
    assertThat(result.holds()).isEqualTo(holds);
    if (figure != null) {
      assertThat(result.figure()).isEqualTo(figure);
    }
  }

  @Test
  void aRunIsEndedForAThresholdThatAsksForItOnly() {
    var quiet = fixture().threshold("http_req_duration", "p(99)<500", false).data();
    var loud = fixture().threshold("http_req_duration", "p(99)<500", true).data();
    assertThat(ThresholdEvaluation.toAbort(quiet)).isEmpty();
    assertThat(ThresholdEvaluation.toAbort(loud)).isPresent();
  }

  @Test
  void aRunIsNotEndedBeforeTheFirstSample() {
    var run = new RunFixture("r", 3).threshold("http_req_duration", "p(99)<500", true);
    assertThat(ThresholdEvaluation.toAbort(run.stillRunning().data())).isEmpty();
  }
}
