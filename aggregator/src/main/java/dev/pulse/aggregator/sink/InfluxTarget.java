package dev.pulse.aggregator.sink;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;

/**
 * An InfluxDB and where in it points go.
 *
 * @param url such as {@code http://localhost:8086}
 * @param bucket of InfluxDB 2, or {@code database} or {@code database/retention-policy} of 1.8
 * @param org of InfluxDB 2; 1.8 does not look at it
 * @param token secret; of InfluxDB 1.8 {@code user:password}; empty where none is needed
 */
public record InfluxTarget(String url, String bucket, String org, String token) {
  private static final String FORM = "http://HOST:8086/DATABASE or http://HOST:8086/BUCKET";

  /**
   * Reads an address as k6 has it, and the secrets from the environment: {@code
   * PULSE_INFLUXDB_TOKEN}, or {@code PULSE_INFLUXDB_USER} and {@code PULSE_INFLUXDB_PASSWORD}.
   *
   * @throws IllegalArgumentException with what is wrong with it, for people
   */
  public static InfluxTarget of(String address, Map<String, String> environment) {
    URI uri = uri(address);
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    String path = String.valueOf(uri.getPath()).replaceAll("^/+|/+$", "");
    if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
      throw new IllegalArgumentException("InfluxDB must be " + FORM + ", is \"" + address + '"');
    }
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "the address of InfluxDB must hold no password: set PULSE_INFLUXDB_TOKEN, or"
              + " PULSE_INFLUXDB_USER and PULSE_INFLUXDB_PASSWORD");
    }
    if (path.isEmpty() || uri.getQuery() != null) {
      throw new IllegalArgumentException(
          "the address of InfluxDB must name a database: " + FORM + ", is \"" + address + '"');
    }
    return new InfluxTarget(
        scheme + "://" + uri.getRawAuthority(),
        path,
        environment.getOrDefault("PULSE_INFLUXDB_ORG", "pulse"),
        token(environment));
  }

  private static URI uri(String address) {
    try {
      return new URI(address);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "InfluxDB must be " + FORM + ", is \"" + address + "\": " + e.getReason(), e);
    }
  }

  private static String token(Map<String, String> environment) {
    String token = environment.getOrDefault("PULSE_INFLUXDB_TOKEN", "");
    String user = environment.getOrDefault("PULSE_INFLUXDB_USER", "");
    return token.isEmpty() && !user.isEmpty()
        ? user + ":" + environment.getOrDefault("PULSE_INFLUXDB_PASSWORD", "")
        : token;
  }

  /** Address and bucket, without the secret. */
  @Override
  public String toString() {
    return url + "/" + bucket;
  }
}
