package dev.pulse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pulse.protocol.ThresholdExpression.Aggregation;
import dev.pulse.protocol.ThresholdExpression.Kind;
import dev.pulse.protocol.ThresholdExpression.Operator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdExpressionTest {

  @Test
  void selectorAndPercentileAreTakenApart() {
    var threshold =
        ThresholdExpression.parse(
            "http_req_duration{request:portfolio, stage:2 hold 100}", "p(99.9) <= 1.5e3");
    assertThat(threshold)
        .isEqualTo(
            new ThresholdExpression(
                "http_req_duration",
                Map.of("request", "portfolio", "stage", "2 hold 100"),
                Aggregation.PERCENTILE,
                99.9,
                Operator.LESS_OR_EQUAL,
                1500));
  }

  @ParameterizedTest
  @CsvSource({
    "http_req_duration, p(99)<500",
    "http_req_duration, med<=0.5",
    "portfolio_latency, max>1",
    "http_req_failed, rate<0.01",
    "http_reqs, count>=100",
    "http_reqs, rate!=3",
    "'checks{request:a,check:a status 200}', rate==1"
  })
  void textParsesToTheSameThresholdAgain(String metric, String expression) {
    var threshold = ThresholdExpression.parse(metric, expression);
    assertThat(threshold.metricText()).isEqualTo(metric);
    assertThat(threshold.expressionText()).isEqualTo(expression);
    assertThat(ThresholdExpression.parse(threshold.metricText(), threshold.expressionText()))
        .isEqualTo(threshold);
  }

  @ParameterizedTest
  @CsvSource({
    "rate<5, 4.9, true",
    "rate<5, 5, false",
    "rate<=5, 5, true",
    "rate>5, 5, false",
    "rate>=5, 5, true",
    "rate==5, 5, true",
    "rate===5, 5, true",
    "rate!=5, 5, false",
    "rate!=5, NaN, false",
    "rate<5, NaN, false"
  })
  void boundIsComparedAsTyped(String expression, double observed, boolean holds) {
    assertThat(ThresholdExpression.parse("http_reqs", expression).holds(observed)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "nonsense, rate<1, a metric must be one of http_req_duration",
    "_latency, max<1, a metric must be one of",
    "http_req_duration{, max<1, a metric must be such as",
    "http_req_duration{host:a}, max<1, with a tag of request",
    "http_req_duration{check:a}, max<1, with a tag of request",
    "http_req_duration{request:}, max<1, must be {TAG:VALUE}",
    "'http_req_duration{request:a,request:b}', max<1, stands twice",
    "http_req_duration, p(0)<1, a percentile must be above 0",
    "http_req_duration, p(101)<1, at most 100",
    "http_req_duration, p(1.2.3)<1, is not a number",
    "http_req_duration, rate<1, 'has avg, min, med, max, p(N)'",
    "http_req_failed, count<1, has rate",
    "http_reqs, avg<1, 'has count, rate'",
    "http_reqs, count<1e999, the bound must be a number",
    "http_reqs, count 5, a threshold must be such as",
    "http_reqs, '', a threshold must be such as"
  })
  void mistakesAreNamedWithWhatIsAllowed(String metric, String expression, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ThresholdExpression.parse(metric, expression))
        .withMessageContaining(message);
  }

  @Test
  void everyMetricHasAKind() {
    assertThat(ThresholdExpression.kindOf("portfolio_latency")).isEqualTo(Kind.TREND);
    assertThat(ThresholdExpression.kindOf("errors")).isEqualTo(Kind.RATE);
    assertThat(ThresholdExpression.kindOf("dropped_iterations")).isEqualTo(Kind.COUNTER);
  }
}
