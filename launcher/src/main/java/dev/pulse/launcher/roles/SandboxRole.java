package dev.pulse.launcher.roles;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.sandbox.Fault;
import dev.pulse.sandbox.Sandbox;
import dev.pulse.sandbox.SandboxConfig;
import dev.pulse.sandbox.api.ApiConfig;
import dev.pulse.sandbox.api.SandboxApi;
import dev.pulse.sandbox.users.TestUsers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The stand-in API over its own PostgreSQL and Redis, or over those that {@code
 * PULSE_SANDBOX_JDBC_URL} and {@code PULSE_SANDBOX_REDIS_URI} name.
 */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description = {
      "The stand-in API alone, on 127.0.0.1, with its own PostgreSQL and Redis.",
      "With PULSE_SANDBOX_JDBC_URL and PULSE_SANDBOX_REDIS_URI over those; PULSE_SANDBOX_HOST is"
          + " then the address to listen on."
    },
    footer = {"", "Example:", "  pulse sandbox --port 8000"})
public final class SandboxRole implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8000",
      description = "Port to prefer; the next free one is taken where it is not. Default: 8000")
  private int port;

  @Option(names = "--fault", hidden = true, description = "See pulse demo --fault.")
  private String fault = "";

  /** Of these surroundings. */
  public SandboxRole(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    var life = RoleLife.begin(surroundings);
    if (surroundings.environment().containsKey(ApiConfig.JDBC_URL_VARIABLE)) {
      return serveOverOthers(life);
    }
    var config =
        SandboxConfig.in(surroundings.home().sandbox(), programs())
            .preferring(port)
            .with(Fault.of(fault));
    try (var sandbox = Sandbox.start(config)) {
      life.ready(
          Map.of(
              "url", sandbox.baseUrl().toString(),
              "preferred", Boolean.toString(sandbox.hasPreferredPort())));
      life.awaitEnd();
      return ExitCode.OK.code();
    } catch (IOException | SQLException | RuntimeException e) {
      return life.failed(e);
    }
  }

  /** Over servers that run elsewhere; their data stays as it is, the test users are added. */
  private int serveOverOthers(RoleLife life) throws InterruptedException {
    try {
      var config = ApiConfig.fromEnvironment(surroundings.environment()).preferring(port);
      TestUsers.create(config.jdbcUrl(), config.bcryptCost());
      try (var api = SandboxApi.start(config)) {
        life.ready(
            Map.of(
                "url", api.baseUrl().toString(),
                "preferred", Boolean.toString(api.hasPreferredPort())));
        life.awaitEnd();
        return ExitCode.OK.code();
      }
    } catch (IOException | SQLException | RuntimeException e) {
      return life.failed(e);
    }
  }

  /** Shared by all data folders of a user, as it takes seconds to unpack and 70 MB. */
  private Path programs() {
    var environment = surroundings.environment();
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    String userHome = environment.getOrDefault("HOME", "");
    if (!cache.isEmpty()) {
      return Path.of(cache, "pulse");
    }
    return userHome.isEmpty()
        ? surroundings.home().root().resolve("cache")
        : Path.of(userHome, ".cache", "pulse");
  }
}
