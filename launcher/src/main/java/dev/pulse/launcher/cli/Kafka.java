package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.options.KafkaSettings;
import dev.pulse.launcher.stack.KafkaTopics;
import dev.pulse.launcher.stack.StoredKafka;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Kafka is, by {@code --kafka} or the data folder. */
final class Kafka {
  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "A Kafka that runs already. Default: pulse's own, with its data in PULSE_HOME.")
  private @Nullable String address;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description =
          "With --kafka: Java properties for all Kafka clients, such as those of SASL and TLS.")
  private @Nullable Path file;

  /** For picocli. */
  Kafka() {}

  /**
   * What {@code --kafka} and {@code --kafka-config} say; empty: pulse's own Kafka.
   *
   * @throws PulseFailure if the file cannot be used, or says nothing about any Kafka
   */
  Optional<KafkaSettings> settings(Surroundings surroundings) {
    if (address == null && file != null) {
      throw new PulseFailure(
          ExitCode.BAD_CONFIGURATION,
          "--kafka-config needs --kafka HOST:PORT, the Kafka it is for");
    }
    Path absolute = file == null ? null : surroundings.workingDirectory().resolve(file);
    return Optional.ofNullable(address).map(named -> KafkaSettings.of(named, absolute));
  }

  /**
   * Opens it for a command on stored runs.
   *
   * @throws PulseFailure if there is none, or no run in it
   */
  StoredKafka open(Surroundings surroundings) {
    var named = settings(surroundings);
    if (named.isEmpty()) {
      return StoredKafka.of(surroundings.home());
    }
    KafkaTopics.require(named.get());
    return StoredKafka.at(named.get());
  }

  /** What {@code --kafka} says. */
  Optional<String> address() {
    return Optional.ofNullable(address);
  }

  /**
   * Creates the topics that are missing.
   *
   * @throws PulseFailure if Kafka does not answer, or refuses
   */
  static void createTopics(KafkaSettings kafka) throws InterruptedException {
    KafkaTopics.create(kafka);
  }

  /** An unforeseen exception in words for people; its trace is in the log. */
  static String explain(Throwable e) {
    String what = e.getMessage() == null ? e.toString() : e.getMessage();
    String who = e instanceof KafkaException ? "Kafka: " : "";
    return who + what + " (details in logs/pulse.log of the data folder)";
  }
}
