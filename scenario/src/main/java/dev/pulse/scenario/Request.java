package dev.pulse.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A request by name: what to send, what to expect, what to keep of the answer.
 *
 * @param name as samples and reports have it: letters, digits, {@code _ - .}
 * @param method such as {@code GET}
 * @param path with query, beginning with {@code /}; the target's base path is included
 * @param headers in the order sent, defaults included; the generator adds host, length and the like
 * @param body empty: none is sent
 * @param checks at most {@link #MAX_CHECKS}; their order is that of the bits of failed checks
 * @param extractions evaluated on an expected status, in order
 * @param expectedStatuses anything else is an HTTP error
 * @param timeout instead of {@link HttpOptions#timeout}
 * @param login sent once per VU, before its first iteration
 */
public record Request(
    String name,
    String method,
    Template path,
    List<Header> headers,
    Template body,
    List<Check> checks,
    List<Extraction> extractions,
    StatusSet expectedStatuses,
    Optional<Duration> timeout,
    boolean login) {

  /** One bit each in a sample. */
  public static final int MAX_CHECKS = 64;

  /** Checks name, method, path and the number of checks. */
  public Request {
    headers = List.copyOf(headers);
    checks = List.copyOf(checks);
    extractions = List.copyOf(extractions);
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "a request's name must be 1..64 letters, digits, _ - or ., is \"" + name + '"');
    }
    if (!method.matches("[A-Z]{1,20}")) {
      throw new IllegalArgumentException(
          "a method must be capital letters such as GET, is \"" + method + '"');
    }
    if (!path.source().startsWith("/") && !path.source().startsWith("${")) {
      throw new IllegalArgumentException("a path must begin with /, is \"" + path + '"');
    }
    if (checks.size() > MAX_CHECKS) {
      throw new IllegalArgumentException(
          "a request must have at most " + MAX_CHECKS + " checks, has " + checks.size());
    }
  }

  /** Whether a text can name a request, so that {@code <name>_latency} can name a metric. */
  public static boolean isName(String name) {
    return name.matches("[A-Za-z0-9_.-]{1,64}");
  }

  /** Whether the answer's body must be kept to judge it, rather than counted and let go. */
  public boolean readsBody() {
    return !extractions.isEmpty() || checks.stream().anyMatch(Check::readsBody);
  }
}
