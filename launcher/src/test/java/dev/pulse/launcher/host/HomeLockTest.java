package dev.pulse.launcher.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {
  @TempDir private Path folder;

  @Test
  void secondUserIsToldWhoHoldsTheFolderAndWhatToDo() {
    var home = new PulseHome(folder.resolve("home"));
    try (var held = HomeLock.take(home)) {
      held.publishAddress("127.0.0.1:4711");
      assertThatThrownBy(() -> HomeLock.take(home))
          .isInstanceOf(PulseFailure.class)
          .hasMessageContaining("in use by another pulse")
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()))
          .hasMessageContaining("set PULSE_HOME to another folder");
      assertThat(HomeLock.addressOfHolder(home)).contains("127.0.0.1:4711");
    }
  }

  @Test
  void freedFolderCanBeTakenAgainAndRemembersNoAddress() {
    var home = new PulseHome(folder);
    try (var first = HomeLock.take(home)) {
      first.publishAddress("127.0.0.1:4711");
    }
    assertThat(HomeLock.addressOfHolder(home)).isEmpty();
    try (var second = HomeLock.take(home)) {
      assertThat(HomeLock.tryTake(home)).isEmpty();
      second.publishAddress("127.0.0.1:4712");
    }
  }

  @Test
  void folderThatCannotBeMadeIsExplained() {
    var home = new PulseHome(Path.of("/proc/nowhere"));
    assertThatThrownBy(() -> HomeLock.take(home))
        .isInstanceOf(PulseFailure.class)
        .hasMessageContaining("/proc/nowhere")
        .hasMessageContaining("PULSE_HOME");
  }
}
