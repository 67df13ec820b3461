package dev.pulse.launcher.options;

import dev.pulse.launcher.host.Surroundings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Kafka for a process that cannot do without being told of it. */
public final class RoleKafka {
  @Option(names = "--kafka", paramLabel = "HOST:PORT", required = true, description = "Kafka.")
  private String address = "";

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "Java properties for the Kafka clients, such as those of SASL and TLS.")
  private @Nullable Path file;

  /** For picocli. */
  public RoleKafka() {}

  /** What was said. */
  public KafkaSettings settings(Surroundings surroundings) {
    return KafkaSettings.of(
        address, file == null ? null : surroundings.workingDirectory().resolve(file));
  }
}
