package dev.pulse.sandbox.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pulse.sandbox.TestDirectories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PostgreSQL under each account it may run under. */
class ServerAccountTest {
  private final Path data;

  ServerAccountTest(@TempDir Path data) {
    this.data = data;
  }

  private boolean isRoot() throws Exception {
    return Integer.valueOf(0).equals(Files.getAttribute(data, "unix:uid"));
  }

  @Test
  void onlyRootNeedsAnotherAccount() throws Exception {
    boolean own = ServerAccount.choose(data) == ServerAccount.OWN;

    assertThat(own).isEqualTo(!isRoot());
  }

  @ParameterizedTest
  @EnumSource(names = {"NAMESPACE", "NOBODY"})
  void rootRunsPostgresUnder(ServerAccount account) throws Exception {
    assumeTrue(isRoot(), "tests run as an ordinary user: only root has to change accounts");
    Path programs = new ServerPrograms(TestDirectories.cache()).postgres();

    try (PostgresServer server = PostgresServer.start(programs, data.toRealPath(), account);
        Connection connection = DriverManager.getConnection(server.jdbcUrl())) {
      assertThat(connection.isValid(5)).isTrue();
      assertThat(EnumSet.of(ServerAccount.NAMESPACE, ServerAccount.NOBODY))
          .contains(ServerAccount.choose(data));
    }
  }

  /** As nobody, who may read what root built but owns nothing else of root's. */
  @Test
  void ordinaryUserRunsBothServers() throws Exception {
    assumeTrue(isRoot(), "tests run as an ordinary user: every other test shows it");
    new ServerPrograms(TestDirectories.cache()).postgres();
    new ServerPrograms(TestDirectories.cache()).redis();
    Path own = Files.createDirectory(data.resolve("own"));
    ServerAccount.NOBODY.own(own);

    Process jvm = ServersProcess.start(own, ServerAccount.NOBODY);
    Object owner = Files.getAttribute(own.resolve("postgres/PG_VERSION"), "unix:uid");
    jvm.getOutputStream().close();

    assertThat(owner).isEqualTo(65_534);
    assertThat(jvm.waitFor()).isZero();
  }
}
