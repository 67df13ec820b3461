package dev.pulse.sandbox.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pulse.sandbox.TestDirectories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that really die, and what is left of their servers. */
class StaleServersTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Path data;

  StaleServersTest(@TempDir Path data) {
    this.data = data;
  }

  /** Command lines of all processes of this machine that name the data directory. */
  private List<String> serversLeft() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(data + "/postgres") || line.contains(data + "/redis"))
        .filter(line -> !line.contains("ServersProcess"))
        .toList();
  }

  @Test
  void killedJvmTakesItsServersAlong() throws Exception {
    Process jvm = ServersProcess.start(data, ServerAccount.OWN);
    assertThat(serversLeft()).hasSizeGreaterThanOrEqualTo(3);

    jvm.destroyForcibly().waitFor();

    await().atMost(LIMIT).until(() -> serversLeft().isEmpty());
  }

  @Test
  void serversOfAJvmThatDiedWithItsGuardAreStopped() throws Exception {
    Process jvm = ServersProcess.start(data, ServerAccount.OWN);
    jvm.descendants().forEach(ProcessHandle::destroyForcibly);
    jvm.destroyForcibly().waitFor();
    assertThat(serversLeft()).hasSize(2);

    int stopped = StaleServers.stop(data);

    assertThat(stopped).isEqualTo(2);
    await().atMost(LIMIT).until(() -> serversLeft().isEmpty());
    assertThat(StaleServers.stop(data)).isZero();
  }

  @Test
  void nextStartInTheDirectoryStopsWhatWasLeft() throws Exception {
    Process jvm = ServersProcess.start(data, ServerAccount.OWN);
    jvm.descendants().forEach(ProcessHandle::destroyForcibly);
    jvm.destroyForcibly().waitFor();
    List<String> left = serversLeft();

    try (EmbeddedServers servers = EmbeddedServers.start(data, TestDirectories.cache())) {
      assertThat(left).hasSize(2);
      assertThat(servers.jdbcUrl()).isNotEmpty();
      assertThat(serversLeft()).as("two servers and their guard").hasSize(3);
    }
    await().atMost(LIMIT).until(() -> serversLeft().isEmpty());
  }

  @Test
  void serversOfALivingJvmAreLeftAlone() throws Exception {
    Process jvm = ServersProcess.start(data, ServerAccount.OWN);

    assertThatThrownBy(() -> StaleServers.stop(data)).hasMessageContaining("a running sandbox");

    assertThat(serversLeft()).hasSizeGreaterThanOrEqualTo(3);
    jvm.getOutputStream().close();
    assertThat(jvm.waitFor()).isZero();
    assertThat(serversLeft()).isEmpty();
  }

  @Test
  void strangerWithTheRecordedProcessIdIsLeftAlone() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "60").start();
    Files.createDirectories(data.resolve("redis"));
    Files.createDirectories(data.resolve("postgres"));
    Files.writeString(data.resolve("redis/redis.pid"), stranger.pid() + "\n");
    Files.writeString(data.resolve("postgres/postmaster.pid"), stranger.pid() + "\n" + data);

    assertThat(StaleServers.stop(data)).isZero();

    assertThat(stranger.isAlive()).isTrue();
    stranger.destroyForcibly();
  }

  @Test
  void absentDirectoryHasNothingToStop() throws Exception {
    assertThat(StaleServers.stop(data.resolve("never/made"))).isZero();
  }
}
