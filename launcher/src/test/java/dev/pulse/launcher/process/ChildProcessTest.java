package dev.pulse.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final List<String> notes = new ArrayList<>();

  private ChildProcess child(String... wish) throws IOException {
    var command = JvmCommand.of(List.of("-Xmx32m"), WaitingChild.class.getName(), List.of(wish));
    return ChildProcess.start(
        new ChildSpec(Role.AGGREGATOR, command, Map.of(), folder.resolve("log"), notes::add));
  }

  @Test
  void saysWhatOthersNeedAndEndsWhenClosed() throws Exception {
    var child = child();
    try (child) {
      assertThat(child.awaitReady(PATIENCE))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("url", "http://127.0.0.1:1/?a=b", "port", "1"));
      assertThat(notes).containsExactly("warming up");
      child.requireAlive();
    }
    assertThat(child.isAlive()).isFalse();
    assertThat(child.awaitExit(PATIENCE)).isZero();
  }

  @Test
  void tellsInTheChildsWordsWhyItGaveUp() throws Exception {
    try (var child = child("give up")) {
      assertThatThrownBy(() -> child.awaitReady(PATIENCE))
          .isInstanceOf(ChildFailedException.class)
          .hasMessage("the aggregator did not start: the disk is full\n  make room on it");
    }
  }

  @Test
  void showsTheEndOfTheLogOfAChildThatCrashed() throws Exception {
    try (var child = child("crash")) {
      assertThatThrownBy(() -> child.awaitReady(PATIENCE))
          .hasMessageContaining("the aggregator did not start")
          .hasMessageContaining("no such luck");
    }
  }

  @Test
  void saysWhatIsLostWhenAChildDiesLater() throws Exception {
    try (var child = child("die later")) {
      child.awaitReady(PATIENCE);
      assertThat(child.awaitExit(PATIENCE)).isEqualTo(7);
      assertThatThrownBy(child::requireAlive)
          .hasMessageContaining("the aggregator died (exit code 7)")
          .hasMessageContaining("no sample is lost")
          .hasMessageContaining("I was fine a moment ago");
    }
  }

  @Test
  void showsOnlyTheLogOfThisStart() throws Exception {
    try (var first = child("crash")) {
      assertThat(first.awaitExit(PATIENCE)).isEqualTo(1);
    }
    try (var second = child()) {
      second.awaitReady(PATIENCE);
      second.kill();
      assertThat(second.awaitExit(PATIENCE)).isNotZero();
    }
    assertThat(ChildLog.beginIn(folder.resolve("log")).lastLines(5)).isEmpty();
  }

  @Test
  void childIsGoneAfterItsParentWasKilled() throws Exception {
    var command =
        JvmCommand.of(
            List.of("-Xmx32m"),
            ParentOfOne.class.getName(),
            List.of(folder.resolve("log").toString()));
    var parent = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      var child = ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
      assertThat(child.isAlive()).isTrue();
      parent.destroyForcibly();
      await().atMost(PATIENCE).until(() -> !child.isAlive());
    }
  }
}
