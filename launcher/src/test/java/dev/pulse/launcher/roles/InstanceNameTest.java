package dev.pulse.launcher.roles;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceNameTest {
  @TempDir private Path folder;

  @Test
  void twoSideBySideDifferAndOneThatEndedComesBackAsItself() {
    var first = InstanceName.claim(folder, "kafka:9092");
    var second = InstanceName.claim(folder, "kafka:9092");
    String firstName = first.text();

    assertThat(firstName).endsWith("-1");
    assertThat(second.text()).endsWith("-2");
    first.close();
    try (var again = InstanceName.claim(folder, "kafka:9092")) {
      assertThat(again.text()).isEqualTo(firstName);
    }
    second.close();
  }

  @Test
  void anotherKafkaCountsFromOne() {
    try (var here = InstanceName.claim(folder, "kafka:9092");
        var there = InstanceName.claim(folder, "other:9092")) {
      assertThat(there.text()).isEqualTo(here.text());
    }
  }

  @Test
  void whereNothingCanBeLockedThereIsNoName() {
    assertThat(InstanceName.claim(Path.of("/proc/nowhere"), "kafka:9092").text()).isEmpty();
  }
}
