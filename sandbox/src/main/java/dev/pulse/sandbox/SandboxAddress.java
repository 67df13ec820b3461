package dev.pulse.sandbox;

import dev.pulse.sandbox.servers.OwnerOnly;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a running sandbox listens. Its text form shows the base URL only, the others hold
 * passwords.
 *
 * @param baseUrl of the API
 * @param jdbcUrl of PostgreSQL, with user and password
 * @param redisUri of Redis, with password
 */
public record SandboxAddress(URI baseUrl, String jdbcUrl, String redisUri) {
  /**
   * File in the data directory that holds it while the sandbox runs; only its owner can read it.
   */
  public static final String FILE = "sandbox.properties";

  private static final String BASE_URL = "base-url";
  private static final String JDBC_URL = "jdbc-url";
  private static final String REDIS_URI = "redis-uri";

  /**
   * The sandbox that runs, or was killed while it ran, in this directory.
   *
   * @throws IOException if the file is there and can't be read
   */
  public static Optional<SandboxAddress> read(Path dataDirectory) throws IOException {
    Properties values = new Properties();
    try (Reader reader = Files.newBufferedReader(dataDirectory.resolve(FILE))) {
      values.load(reader);
    } catch (NoSuchFileException notRunning) {
      return Optional.empty();
    }
    return Optional.of(
        new SandboxAddress(
            URI.create(values.getProperty(BASE_URL, "")),
            values.getProperty(JDBC_URL, ""),
            values.getProperty(REDIS_URI, "")));
  }

  void write(Path dataDirectory) throws IOException {
    OwnerOnly.write(
        dataDirectory.resolve(FILE),
        String.format(
            Locale.ROOT,
            "%s=%s\n%s=%s\n%s=%s\n",
            BASE_URL,
            baseUrl,
            JDBC_URL,
            jdbcUrl,
            REDIS_URI,
            redisUri));
  }

  @Override
  public String toString() {
    return "SandboxAddress[baseUrl=" + baseUrl + "]";
  }
}
