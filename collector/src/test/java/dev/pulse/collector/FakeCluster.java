package dev.pulse.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.utils.ResponseProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** An API server over HTTP that answers as a cluster with an API under load does. */
final class FakeCluster implements AutoCloseable {
  private static final String PODS = "/api/v1/namespaces/shop/pods?labelSelector=app%3Dapi";
  private static final String METRICS = "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods";
  private static final String EVENTS = "/api/v1/namespaces/shop/events?fieldSelector=";

  private final KubernetesMockServer server = new KubernetesMockServer(false);
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  FakeCluster() {
    server.init();
    answer(PODS + "&limit=200", 200, "pods-before");
    answer(METRICS + "?labelSelector=app%3Dapi", 200, "pod-metrics");
    answer("/apis/apps/v1/namespaces/shop/deployments?limit=100", 200, "deployments");
    answer(
        "/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers?limit=100",
        200,
        "autoscalers");
    autoscalerEvents("events-autoscalers");
    events("involvedObject.kind%3DDeployment", "events-deployments");
    events("reason%3DBackOff", "events-back-off");
  }

  void pods(String file) {
    answer(PODS + "&limit=200", 200, file);
  }

  void autoscalerEvents(String file) {
    events("involvedObject.kind%3DHorizontalPodAutoscaler", file);
  }

  private void events(String field, String file) {
    answer(EVENTS + field + "&limit=500", 200, file);
  }

  void metrics(int status, String body) {
    answerWith(METRICS + "?labelSelector=app%3Dapi", status, body);
  }

  /** Longer than anybody waits. */
  void metricsHang() {
    answerWith(
        METRICS + "?labelSelector=app%3Dapi",
        new Answer(200, text("pod-metrics"), Duration.ofSeconds(8)));
  }

  void podsWith(int status, String body) {
    answerWith(PODS + "&limit=200", status, body);
  }

  private void answer(String path, int status, String file) {
    answerWith(path, status, text(file));
  }

  /** Replaces what it answered before. */
  private void answerWith(String path, int status, String body) {
    answerWith(path, new Answer(status, body, Duration.ZERO));
  }

  private void answerWith(String path, Answer answer) {
    if (answers.put(path, answer) == null) {
      server.expect().get().withPath(path).andReply(new Newest(path)).always();
    }
  }

  private record Answer(int status, String body, Duration after) {}

  /** What stands for a path when it is asked for. */
  private final class Newest implements ResponseProvider<Object> {
    private final String path;

    Newest(String path) {
      this.path = path;
    }

    @Override
    public int getStatusCode(RecordedRequest request) {
      return answer().status();
    }

    @Override
    public Object getBody(RecordedRequest request) {
      try {
        TimeUnit.MILLISECONDS.sleep(answer().after().toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return answer().body();
    }

    private Answer answer() {
      return Objects.requireNonNull(answers.get(path));
    }

    @Override
    public Headers getHeaders() {
      return Headers.builder().build();
    }

    @Override
    public void setHeaders(Headers headers) {
      throw new UnsupportedOperationException("they are always the same");
    }
  }

  static String text(String file) {
    try (var in = FakeCluster.class.getResourceAsStream("/kubernetes/" + file + ".json")) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What kubectl would be given. */
  Path kubeconfig(Path folder) throws IOException {
    return kubeconfig(folder, server.url("/"));
  }

  /** The same for any API server. */
  static Path kubeconfig(Path folder, String address) throws IOException {
    Path file = folder.resolve("kubeconfig");
    return Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: test
        clusters: [{ name: c, cluster: { server: "SERVER" } }]
        users: [{ name: u, user: { token: s3cret } }]
        contexts: [{ name: test, context: { cluster: c, user: u } }]
        """
            .replace("SERVER", address));
  }

  @Override
  public void close() {
    server.destroy();
  }
}
