package dev.pulse.collector;

import static dev.pulse.collector.ReadingValues.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MetricsSourceTest {
  private static final String APPLICATION =
      """
      # TYPE hikari_pending gauge
      hikari_pending{pool="main"} 7
      hikari_pending{pool="other"} 1
      hikari_active{pool="main"} 10
      jvm_memory_used_bytes{area="heap",id="eden"} 30
      jvm_memory_used_bytes{area="heap",id="old"} 30
      jvm_memory_used_bytes{area="nonheap",id="code"} 500
      jvm_memory_max_bytes{area="heap",id="old"} 80
      jvm_gc_seconds_sum GC
      cache_hits_total HITS
      cache_requests_total REQUESTS
      """;

  private static final String FILE =
      """
      sources:
        api:
          type: metrics
          url: URL
          tokenEnv: TOKEN
          series:
            pool_waiting: { metric: hikari_pending }
            memory_ratio: { metric: 'jvm_memory_used_bytes{area="heap"}', per: 'jvm_memory_max_bytes{area="heap"}', unit: ratio }
            gc_ratio: { metric: jvm_gc_seconds_sum, rate: true, unit: ratio }
            hit_ratio: { metric: cache_hits_total, per: cache_requests_total, rate: true, unit: ratio }
      """;

  private FakeEndpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    endpoint = new FakeEndpoint();
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  private Source source() throws CollectException {
    String yaml = FILE.replace("URL", endpoint.url("/metrics").toString());
    return CollectFile.parse("c.yaml", yaml, Map.of("TOKEN", "t0ken")).sources().get(0).open();
  }

  private void shows(double gcSeconds, int hits, int requests) {
    endpoint.body =
        APPLICATION
            .replace("GC", Double.toString(gcSeconds))
            .replace("HITS", Integer.toString(hits))
            .replace("REQUESTS", Integer.toString(requests));
  }

  @Test
  void metricsAreSummedDividedAndTakenAsGrowth() throws Exception {
    try (var source = source()) {
      shows(1.0, 100, 1_000);

      var first = source.read();

      assertThat(value(first, "pool_waiting")).isEqualTo(8);
      assertThat(value(first, "memory_ratio")).isCloseTo(0.75, within(1e-9));
      assertThat(value(first, "gc_ratio")).as("nothing before").isNaN();
      assertThat(endpoint.seenToken).isEqualTo("Bearer t0ken");

      shows(1.5, 190, 1_100);
      var second = source.read();

      assertThat(value(second, "gc_ratio")).isPositive();
      assertThat(value(second, "hit_ratio")).isCloseTo(0.9, within(1e-9));

      shows(0.1, 190, 1_100);
      var restarted = source.read();

      assertThat(value(restarted, "gc_ratio")).as("the counter fell").isNaN();
      assertThat(value(restarted, "hit_ratio")).as("nobody asked").isNaN();
      assertThat(value(restarted, "pool_waiting")).isEqualTo(8);
    }
  }

  @Test
  void aMetricThatIsNotThereNamesThoseNearItAndTheOthersAreRead() throws Exception {
    try (var source = source()) {
      endpoint.body = "hikari_pendings 3\nhikari_active 2\nprocess_cpu_seconds_total 1\n";

      var failure = catchThrowableOfType(PartlyReadException.class, source::read);

      assertThat(failure)
          .hasMessageContaining(
              "pool_waiting: there is no hikari_pending, but hikari_pendings, hikari_active");
      assertThat(failure.readings()).isEmpty();

      shows(1, 1, 1);
      endpoint.body = endpoint.body.replace("area=\"heap\"", "area=\"pile\"");
      failure = catchThrowableOfType(PartlyReadException.class, source::read);

      assertThat(failure)
          .hasMessageContaining(
              "no jvm_memory_used_bytes{area=\"heap\"}, but with {area=\"pile\",id=");
      assertThat(value(failure.readings(), "pool_waiting")).isEqualTo(8);
    }
  }

  @Test
  void anEndpointThatForbidsIsGoneOrTalksNonsenseSaysSo() throws Exception {
    try (var source = source()) {
      endpoint.status = 403;
      assertThatThrownBy(source::read)
          .hasMessageContaining("metrics http://127.0.0.1:")
          .hasMessageContaining("answered 403: is tokenEnv")
          .hasMessageNotContaining("t0ken");
      endpoint.status = 200;
      endpoint.body = "<html>log in</html>";
      assertThatThrownBy(source::read).hasMessageContaining("shows no metrics: line 1");
      endpoint.close();
      assertThatThrownBy(source::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not answer");
    }
  }

  @Test
  @Timeout(30)
  void anAnswerWithoutEndIsNotWaitedFor() throws Exception {
    try (var source = source()) {
      endpoint.isHanging = true;
      shows(1, 1, 1);

      assertThatThrownBy(source::read)
          .hasMessageContaining("does not answer: nothing whole within 5 s");
    }
  }

  @Test
  void anAnswerThatIsTooLargeIsCutOff() throws Exception {
    endpoint.body = "x".repeat(5_000);
    var request = BoundedHttp.to(endpoint.url("/").toString()).GET();

    assertThat(new BoundedHttp("", 5_000).send(request).body()).hasSize(5_000);
    assertThatThrownBy(() -> new BoundedHttp("", 4_999).send(request))
        .hasMessageContaining("more than 4999 bytes");
  }

  @Test
  void aTokenThatNoHeaderMayHoldIsNotQuotedInWhatIsSaid() {
    var request = BoundedHttp.to(endpoint.url("/").toString()).GET();

    assertThatThrownBy(() -> new BoundedHttp("s3cret\n").send(request))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the token holds a character that no header may hold")
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
  }
}
