package dev.pulse.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.sandbox.servers.FreePort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sandboxes in trouble: a port taken, a directory taken, a server gone. */
class SandboxFaultTest {
  private final Path data;

  SandboxFaultTest(@TempDir Path data) {
    this.data = data;
  }

  private static SandboxConfig config(Path directory) {
    return SandboxConfig.in(directory, TestDirectories.cache());
  }

  @Test
  void takenPortGivesTheNextFreeOneAndSaysSo() throws Exception {
    try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Sandbox sandbox = Sandbox.start(config(data).preferring(holder.getLocalPort()))) {
      assertThat(sandbox.baseUrl().getPort()).isGreaterThan(holder.getLocalPort());
      assertThat(sandbox.hasPreferredPort()).isFalse();
      assertThat(new ApiClient(sandbox.baseUrl()).get("/health").status()).isEqualTo(200);
    }
  }

  @Test
  void twoRunAtOnceInTwoDirectoriesAndSecondInOneIsRefused() throws Exception {
    int port = FreePort.any();
    try (Sandbox one = Sandbox.start(config(data.resolve("one")).preferring(port));
        Sandbox two = Sandbox.start(config(data.resolve("two")).preferring(port))) {
      assertThatThrownBy(() -> Sandbox.start(config(data.resolve("one"))))
          .hasMessageContaining("a running sandbox uses " + data.toRealPath().resolve("one"));
      for (Sandbox sandbox : new Sandbox[] {one, two}) {
        JsonNode health = new ApiClient(sandbox.baseUrl()).get("/health").json();
        assertThat(health.path("status").asText()).isEqualTo("up");
      }
      ApiClient stranger = ApiClient.loggedIn(one.baseUrl(), "user1@tenant1.com");
      assertThat(new ApiClient(two.baseUrl()).withToken(stranger.token()).get("/trades").status())
          .as("token of another sandbox")
          .isEqualTo(401);
    }
  }

  @Test
  void withoutRedisHealthIsDownAndAnswersStillComeFromTheDatabase() throws Exception {
    try (Sandbox sandbox = Sandbox.start(config(data).preferring(FreePort.any()))) {
      ApiClient user = ApiClient.loggedIn(sandbox.baseUrl(), "user1@tenant1.com");
      sandbox.servers().stopRedis();

      ApiClient.Answer health = user.get("/health");

      assertThat(health.status()).isEqualTo(503);
      assertThat(health.json().path("redis").asText()).isEqualTo("down");
      assertThat(health.json().path("postgres").asText()).isEqualTo("up");
      assertThat(user.get("/portfolio").status()).isEqualTo(200);
      assertThat(user.get("/metrics").text())
          .contains("cache_requests_total{cache=\"portfolio\",result=\"error\"}");
    }
  }

  @Test
  void withoutPostgresHealthAndRoutesAnswer503() throws Exception {
    try (Sandbox sandbox = Sandbox.start(config(data).preferring(FreePort.any()))) {
      ApiClient user = ApiClient.loggedIn(sandbox.baseUrl(), "user1@tenant1.com");
      sandbox.servers().stopPostgres();

      ApiClient.Answer health = user.get("/health");

      assertThat(health.status()).isEqualTo(503);
      assertThat(health.json().path("postgres").asText()).isEqualTo("down");
      assertThat(user.get("/trades").status()).isEqualTo(503);
    }
  }

  @Test
  void restartInTheSameDirectoryStartsAfreshAndLeavesNoAddressBehind() throws Exception {
    String first;
    try (Sandbox sandbox = Sandbox.start(config(data).preferring(FreePort.any()))) {
      first = sandbox.jdbcUrl();
    }
    assertThat(SandboxAddress.read(data)).isEmpty();
    try (Sandbox sandbox = Sandbox.start(config(data).preferring(FreePort.any()))) {
      assertThat(sandbox.jdbcUrl()).isNotEqualTo(first);
      assertThat(Files.getPosixFilePermissions(data.resolve(SandboxAddress.FILE))).hasSize(2);
    }
  }

  @Test
  void databaseIsClosedToThoseWithoutThePassword() throws Exception {
    try (Sandbox sandbox = Sandbox.start(config(data).preferring(FreePort.any()))) {
      String guess = sandbox.jdbcUrl().replaceFirst("password=.*", "password=guess");

      assertThatThrownBy(() -> DriverManager.getConnection(guess))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }
}
