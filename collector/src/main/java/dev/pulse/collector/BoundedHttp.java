package dev.pulse.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks by HTTP, and waits a bounded time for a bounded answer: the time-out of the JDK's client
 * ends with the headers, so a body that never ends would be waited for without end.
 */
final class BoundedHttp {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** A node's metrics have some 100 kB, those of a large application a few MB. */
  private static final int MOST_BYTES = 16 << 20;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final String token;
  private final int mostBytes;

  /**
   * Makes a client that follows no redirect.
   *
   * @param token sent as a bearer token; may be empty
   */
  BoundedHttp(String token) {
    this(token, MOST_BYTES);
  }

  /** The same with a bound of its own. */
  BoundedHttp(String token, int mostBytes) {
    this.token = token;
    this.mostBytes = mostBytes;
  }

  /** What came back, read as UTF-8. */
  record Answer(int status, String body) {}

  /** A request to begin with. */
  static HttpRequest.Builder to(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT);
  }

  /**
   * Sends it.
   *
   * @throws IOException if there is no whole answer within five seconds; says why, without the
   *     address
   */
  Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    authorize(request);
    var sent = client.sendAsync(request.build(), info -> new Bounded(mostBytes));
    try {
      HttpResponse<byte[]> response = sent.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), new String(response.body(), UTF_8));
    } catch (TimeoutException e) {
      sent.cancel(true);
      throw new IOException("nothing whole within " + TIMEOUT.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(reason(e), e);
    } catch (InterruptedException e) {
      sent.cancel(true);
      throw e;
    }
  }

  private void authorize(HttpRequest.Builder request) throws IOException {
    if (token.isEmpty()) {
      return;
    }
    try {
      request.header("Authorization", "Bearer " + token);
    } catch (IllegalArgumentException e) {
      // What the JDK says quotes the token: neither that nor its cause may go on from here.
      throw new IOException("the token holds a character that no header may hold");
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? "connection refused or broken: " + cause.getClass() : message;
  }

  /** A body up to so many bytes. */
  private static final class Bounded implements HttpResponse.BodySubscriber<byte[]> {
    private final int most;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final CompletableFuture<Flow.Subscription> upstream = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Bounded(int most) {
      this.most = most;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      upstream.complete(subscription);
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        if (whole.isDone()) {
          return;
        }
        if (bytes.size() + buffer.remaining() > most) {
          upstream.thenAccept(Flow.Subscription::cancel);
          whole.completeExceptionally(new IOException("more than " + most + " bytes"));
          return;
        }
        byte[] chunk = new byte[buffer.remaining()];
        buffer.get(chunk);
        bytes.write(chunk, 0, chunk.length);
      }
    }

    @Override
    public void onError(Throwable failure) {
      whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      whole.complete(bytes.toByteArray());
    }
  }
}
