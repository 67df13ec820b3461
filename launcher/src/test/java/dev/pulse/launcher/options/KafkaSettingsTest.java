package dev.pulse.launcher.options;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("client.properties"), text, UTF_8);
  }

  @Test
  void everySettingReachesTheClientsAndOnlyThePathReachesOtherProcesses() throws IOException {
    var file =
        file(
            """
            security.protocol=SASL_SSL
            sasl.jaas.config=PlainLoginModule required username="u" password="s3cret";
            """);

    var settings = KafkaSettings.of("kafka:9092", file);

    assertThat(settings.client())
        .containsEntry("bootstrap.servers", "kafka:9092")
        .containsEntry("security.protocol", "SASL_SSL")
        .containsKey("sasl.jaas.config")
        .hasSize(3);
    assertThat(settings.arguments())
        .containsExactly("--kafka=kafka:9092", "--kafka-config=" + file);
    assertThat(settings.toString()).isEqualTo("kafka:9092");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acks",
        "enable.idempotence",
        "group.id",
        "group.instance.id",
        "isolation.level",
        "value.serializer",
        "key.deserializer",
        "bootstrap.servers",
        "producer.acks",
        "main.consumer.isolation.level"
      })
  void whatPulseSetsItselfIsRefusedByNameInOneLine(String name) throws IOException {
    var file = file(name + "=x\n");

    assertThatThrownBy(() -> KafkaSettings.of("kafka:9092", file))
        .isInstanceOfSatisfying(
            PulseFailure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_CONFIGURATION))
        .hasMessage(
            "--kafka-config " + file + " must not set " + name + ", which pulse sets itself");
  }

  @Test
  void aFileThatCannotBeReadIsNamedWithoutItsText() throws IOException {
    var broken = file("sasl.jaas.config=s3cret\\uZZZZ\n");

    assertThatThrownBy(() -> KafkaSettings.of("kafka:9092", folder.resolve("none")))
        .hasMessageContaining("none cannot be read")
        .hasMessageContaining("NoSuchFileException");
    assertThatThrownBy(() -> KafkaSettings.of("kafka:9092", broken))
        .hasMessageContaining("cannot be read as Java properties")
        .hasMessageNotContaining("s3cret");
  }
}
