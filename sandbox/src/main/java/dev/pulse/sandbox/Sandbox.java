package dev.pulse.sandbox;

import dev.pulse.sandbox.api.ApiConfig;
import dev.pulse.sandbox.api.SandboxApi;
import dev.pulse.sandbox.servers.EmbeddedServers;
import dev.pulse.sandbox.users.TestUsers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Set;

/**
 * The whole stand-in: embedded PostgreSQL and Redis, the test users with their sample data, and the
 * API, all on 127.0.0.1.
 *
 * <p>While it runs, {@link SandboxAddress#FILE} in the data directory says where, for other
 * processes of the same user.
 */
public final class Sandbox implements AutoCloseable {
  private final SandboxConfig config;
  private final EmbeddedServers servers;
  private final SandboxApi api;

  private Sandbox(SandboxConfig config, EmbeddedServers servers, SandboxApi api) {
    this.config = config;
    this.servers = servers;
    this.api = api;
  }

  /**
   * Starts everything and returns when the API answers; takes two to three seconds, more at the
   * first start ever. Tokens are signed with {@code PULSE_SANDBOX_SECRET}, or a fresh secret where
   * that is not set.
   *
   * @throws IOException if a server does not start, or another sandbox uses the data directory
   * @throws SQLException if the sample data can't be written
   */
  public static Sandbox start(SandboxConfig config) throws IOException, SQLException {
    EmbeddedServers servers =
        EmbeddedServers.start(config.dataDirectory(), config.cacheDirectory(), config.cacheBytes());
    try {
      TestUsers.create(servers.jdbcUrl(), config.bcryptCost());
      SandboxApi api = SandboxApi.start(apiConfig(config, servers));
      if (config.fault().isPresent()) {
        // After the API, which creates what its schema lacks.
        config.fault().get().build(servers.jdbcUrl());
      }
      Sandbox sandbox = new Sandbox(config, servers, api);
      sandbox.address().write(config.dataDirectory());
      return sandbox;
    } catch (IOException | SQLException | RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  private static ApiConfig apiConfig(SandboxConfig config, EmbeddedServers servers) {
    return new ApiConfig(
        servers.jdbcUrl(),
        servers.redisUri(),
        "127.0.0.1",
        config.preferredPort(),
        config.poolSize(),
        config.bcryptCost(),
        ApiConfig.secretFrom(System.getenv()),
        config.poolWait(),
        config.fault().map(Fault::flaws).orElse(Set.of()));
  }

  /** Where everything listens. */
  public SandboxAddress address() {
    return new SandboxAddress(api.baseUrl(), servers.jdbcUrl(), servers.redisUri());
  }

  /** Such as {@code http://127.0.0.1:8000}, with the port it really got. */
  public URI baseUrl() {
    return api.baseUrl();
  }

  /** Whether it got the port it preferred. */
  public boolean hasPreferredPort() {
    return api.hasPreferredPort();
  }

  /** JDBC URL with user and password of this start: never print it. */
  public String jdbcUrl() {
    return servers.jdbcUrl();
  }

  /** Redis URI with the password of this start: never print it. */
  public String redisUri() {
    return servers.redisUri();
  }

  /** The servers beneath, for tests that take one away. */
  public EmbeddedServers servers() {
    return servers;
  }

  /** Stops the API and both servers, and waits until they are gone. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(config.dataDirectory().resolve(SandboxAddress.FILE));
    api.close();
    servers.close();
  }
}
