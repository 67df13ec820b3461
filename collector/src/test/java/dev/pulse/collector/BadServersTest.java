package dev.pulse.collector;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that hang or are something else: a reason within seconds, whatever the source. */
class BadServersTest {
  private enum Kind {
    POSTGRESQL,
    REDIS;

    SourceSpec at(int port) {
      return switch (this) {
        case POSTGRESQL -> new SourceSpec.Postgres("it", "127.0.0.1", port, "d", "u", "s3cret");
        case REDIS -> new SourceSpec.Redis("it", "127.0.0.1", port, "", "s3cret");
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @Timeout(30)
  void oneThatHangsIsNotWaitedFor(Kind kind) throws Exception {
    try (var server = new SilentServer(new byte[0]);
        var source = kind.at(server.port()).open()) {
      assertThatThrownBy(source::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not answer")
          .hasMessageContaining(":" + server.port())
          .hasMessageNotContaining("s3cret");
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @Timeout(30)
  void oneThatTalksSomethingElseIsNoSource(Kind kind) throws Exception {
    byte[] words = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII);
    try (var server = new SilentServer(words);
        var source = kind.at(server.port()).open()) {
      assertThatThrownBy(source::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not answer")
          .hasMessageNotContaining("s3cret");
    }
  }

  @Test
  @Timeout(30)
  void probesOfManyTakeAsLongAsOneAndSayWhatIsWrong() throws Exception {
    int self = (int) ProcessHandle.current().pid();
    try (var server = new SilentServer(new byte[0])) {
      var plan =
          new CollectPlan(
              Duration.ofSeconds(1),
              List.of(
                  Kind.POSTGRESQL.at(server.port()),
                  Kind.REDIS.at(1),
                  new SourceSpec.LocalProcess("me", self, 0, 0.5, 512L << 20),
                  new SourceSpec.Host("machine")));

      var lines = Collector.probe(plan);

      assertThat(lines).hasSize(4).noneMatch(line -> line.contains("s3cret"));
      assertThat(lines.get(0)).startsWith("it: postgresql 127.0.0.1:").contains("not answer");
      assertThat(lines.get(1)).startsWith("it: redis 127.0.0.1:1 does not answer");
      assertThat(lines.get(2))
          .startsWith("me: process " + self + " (java) is here")
          .endsWith("may use 0.50 cores and 512 MiB");
      assertThat(lines.get(3)).startsWith("machine: ").contains("cores of this machine");
    }
  }
}
