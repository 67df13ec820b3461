package dev.pulse.collector;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.protocol.SystemClock;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An API server that begins to answer and never goes on must not hold its source for good. */
class StalledClusterTest {
  private static final String BEGINNING =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";

  @TempDir private Path folder;

  @Test
  @Timeout(30)
  void anAnswerThatStallsInItsMiddleIsAGap() throws Exception {
    try (var server = new SilentServer(BEGINNING.getBytes(US_ASCII))) {
      Path file = FakeCluster.kubeconfig(folder, "http://127.0.0.1:" + server.port());
      var spec =
          new SourceSpec.Kubernetes("cluster", "shop", "app=api", "", "", file.toString(), "");
      try (var source = new KubernetesSource(spec, SystemClock.wall())) {
        source.begin();

        assertThatThrownBy(source::read)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("does not answer");
      }
    }
  }
}
