package dev.pulse.generator.http;

import java.net.URI;
import java.util.Locale;

/**
 * What a connection leads to.
 *
 * @param tls whether it is encrypted
 * @param host name or address, lower case, IPv6 without brackets
 * @param port 1..65535
 */
public record Origin(boolean tls, String host, int port) {

  /**
   * The origin of an absolute URL.
   *
   * @throws IllegalArgumentException if it is not an http or https URL with a host
   */
  public static Origin of(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    boolean tls = scheme.equals("https");
    if ((!tls && !scheme.equals("http")) || url.getHost() == null) {
      throw new IllegalArgumentException("must be an http or https URL with a host, is " + url);
    }
    int port = url.getPort() < 0 ? tls ? 443 : 80 : url.getPort();
    return new Origin(tls, bare(url.getHost()).toLowerCase(Locale.ROOT), port);
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Value of the {@code Host} header: without the port where that is the scheme's own. */
  public String hostHeader() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == (tls ? 443 : 80) ? name : name + ":" + port;
  }

  /** As a URL, such as {@code https://api.example:8443}. */
  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + hostHeader();
  }
}
