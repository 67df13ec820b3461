package dev.pulse.integration.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pulse.integration.PulseProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a browser that stays on a run's live page to the end was sent last. */
final class LastLiveView {
  private static final Pattern ADDRESS = Pattern.compile("live page\\s+(http://\\S+)");
  private static final String DATA = "data: ";

  private final CompletableFuture<String> last;

  private LastLiveView(CompletableFuture<String> last) {
    this.last = last;
  }

  /** Opens the page of a run as soon as it says where. */
  static LastLiveView follow(PulseProcess run, Duration patience) throws Exception {
    await().atMost(patience).until(() -> ADDRESS.matcher(run.output()).find());
    var address = ADDRESS.matcher(run.output());
    assertThat(address.find()).isTrue();
    var request =
        HttpRequest.newBuilder(URI.create(address.group(1) + "api/events"))
            .header("Accept", "text/event-stream")
            .build();
    return new LastLiveView(
        HttpClient.newHttpClient()
            .sendAsync(request, HttpResponse.BodyHandlers.ofLines())
            .thenApplyAsync(response -> lastOf(response.body())));
  }

  private static String lastOf(Stream<String> lines) {
    var last = new AtomicReference<>("{}");
    try (lines) {
      lines
          .filter(line -> line.startsWith(DATA))
          .forEach(line -> last.set(line.substring(DATA.length())));
    } catch (RuntimeException cutOff) {
      // The command has ended, and its connections with it.
    }
    return Objects.requireNonNullElse(last.get(), "{}");
  }

  /** Its last state. */
  JsonNode get(Duration patience) throws Exception {
    return new ObjectMapper().readTree(last.get(patience.toSeconds(), TimeUnit.SECONDS));
  }
}
