package dev.pulse.generator.http;

import dev.pulse.scenario.Header;
import dev.pulse.scenario.HttpOptions;
import dev.pulse.scenario.Request;
import dev.pulse.scenario.Template;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A request of the load test, encoded before the run as far as variables allow. Immutable, shared
 * by all event loops.
 */
public final class EncodedRequest {
  /** What the {@code User-Agent} header says. */
  static final String USER_AGENT = "pulse";

  private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");
  private static final Set<String> EXPECTING_LENGTH = Set.of("POST", "PUT", "PATCH");

  final Request request;
  final int index;
  final Origin origin;
  final boolean isHead;
  final boolean isIdempotent;
  final boolean readsBody;
  final long timeoutMicros;
  final long allChecks;
  final Piece[] pieces;

  private EncodedRequest(
      Request request, int index, Origin origin, String method, long timeoutMicros, Piece[] parts) {
    this.request = request;
    this.index = index;
    this.origin = origin;
    this.timeoutMicros = timeoutMicros;
    pieces = parts;
    isHead = method.equals("HEAD");
    isIdempotent = IDEMPOTENT.contains(method);
    readsBody = request.readsBody();
    int checks = request.checks().size();
    allChecks = checks == 0 ? 0 : -1L >>> (64 - checks);
  }

  /**
   * Encodes a request.
   *
   * @param index the number that samples carry for it
   * @param origin of the target
   */
  public static EncodedRequest of(Request request, int index, Origin origin, HttpOptions options) {
    var pieces = new PieceList();
    pieces.add(request.method() + " ").add(request.path()).add(" HTTP/1.1\r\n");
    headers(pieces, request, origin, true);
    body(pieces, request);
    long timeoutMicros = request.timeout().orElse(options.timeout()).toNanos() / 1_000;
    return new EncodedRequest(
        request, index, origin, request.method(), timeoutMicros, pieces.toArray());
  }

  /**
   * The request that follows a redirect, as browsers and k6 have it: 307 and 308 keep method and
   * body, the others become GET; another origin gets no credentials.
   *
   * @param to where it leads
   * @param path with query, beginning with {@code /}
   */
  EncodedRequest redirected(int status, Origin to, String path) {
    boolean keeps = status == 307 || status == 308 || isHead;
    String method = keeps ? request.method() : "GET";
    var pieces = new PieceList();
    pieces.add(method + " " + path + " HTTP/1.1\r\n");
    headers(pieces, request, to, to.equals(origin));
    if (keeps) {
      body(pieces, request);
    } else {
      pieces.add("\r\n");
    }
    return new EncodedRequest(request, index, to, method, timeoutMicros, pieces.toArray());
  }

  private static void headers(PieceList pieces, Request request, Origin to, boolean sameOrigin) {
    if (!has(request, "host") || !sameOrigin) {
      pieces.add("Host: " + to.hostHeader() + "\r\n");
    }
    if (!has(request, "user-agent")) {
      pieces.add("User-Agent: " + USER_AGENT + "\r\n");
    }
    for (Header header : request.headers()) {
      if (isSent(header.name(), sameOrigin)) {
        pieces.add(header.name() + ": ").add(header.value()).add("\r\n");
      }
    }
    pieces.add("traceparent: ").add(new Piece.Trace()).add("\r\n");
  }

  private static boolean isSent(String name, boolean sameOrigin) {
    if (name.equalsIgnoreCase("content-length")) {
      return false;
    }
    return sameOrigin
        || !(name.equalsIgnoreCase("authorization")
            || name.equalsIgnoreCase("cookie")
            || name.equalsIgnoreCase("host"));
  }

  private static boolean has(Request request, String name) {
    return request.headers().stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
  }

  private static void body(PieceList pieces, Request request) {
    Template body = request.body();
    if (body.isEmpty()) {
      pieces.add(
          EXPECTING_LENGTH.contains(request.method()) ? "Content-Length: 0\r\n\r\n" : "\r\n");
    } else if (body.isConstant()) {
      byte[] bytes = PieceList.utf8(body.constantText());
      pieces.add("Content-Length: " + bytes.length + "\r\n\r\n").add(bytes);
    } else {
      pieces.add("Content-Length: ").add(new Piece.BodyLength(body)).add("\r\n\r\n");
      pieces.add(new Piece.Body());
    }
  }

  /** The number that samples carry for it. */
  public int index() {
    return index;
  }

  @Override
  public String toString() {
    return request.name() + Arrays.stream(pieces).map(p -> p.getClass().getSimpleName()).toList();
  }

  /**
   * Encodes all requests of a load test.
   *
   * @return by request index
   */
  public static List<EncodedRequest> all(
      List<Request> requests, Origin origin, HttpOptions options) {
    var encoded = new EncodedRequest[requests.size()];
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = of(requests.get(i), i, origin, options);
    }
    return List.of(encoded);
  }
}
