package dev.pulse.generator.http;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where redirects lead. */
final class Redirects {
  /**
   * A place to go to.
   *
   * @param path with query, beginning with {@code /}
   */
  record Target(Origin origin, String path) {}

  private Redirects() {}

  /** Whether a status asks to go elsewhere, given a location. */
  static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /**
   * Resolves a location against the request that it answers.
   *
   * @param path of that request
   * @return null if it is not a usable http or https address
   */
  static @Nullable Target target(Origin from, String path, String location) {
    try {
      // Variables in a path do not matter for resolving but are no legal URI.
      URI base = URI.create(from + path.replaceAll("[^A-Za-z0-9/._~-].*", ""));
      URI url = base.resolve(location);
      String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
      String rawPath =
          url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
      return new Target(Origin.of(url), rawPath + query);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
