package dev.pulse.launcher.cli;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.stack.StoredKafka;
import dev.pulse.protocol.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Kafka is, by {@code --kafka} or the data folder. */
final class Kafka {
  private static final int ADMIN_TIMEOUT_MILLIS = 8_000;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "A Kafka that runs already. Default: pulse's own, with its data in PULSE_HOME.")
  private @Nullable String address;

  /** For picocli. */
  Kafka() {}

  /** What {@code --kafka} says. */
  Optional<String> address() {
    return Optional.ofNullable(address);
  }

  /**
   * Opens it for a command on stored runs.
   *
   * @throws PulseFailure if there is none, or no run in it
   */
  StoredKafka open(Surroundings surroundings) {
    if (address == null) {
      return StoredKafka.of(surroundings.home());
    }
    requireTopics(address);
    return StoredKafka.at(address);
  }

  /**
   * Creates the topics that are missing.
   *
   * @throws PulseFailure if Kafka does not answer, or refuses
   */
  static void createTopics(String bootstrap) throws InterruptedException {
    try (Admin admin = admin(bootstrap)) {
      Topics.create(admin, Topics.DEFAULT_PARTITIONS, (short) -1);
    } catch (ExecutionException | KafkaException e) {
      throw unreachable(bootstrap, e);
    }
  }

  private static void requireTopics(String bootstrap) {
    try (Admin admin = admin(bootstrap)) {
      admin.describeTopics(java.util.List.of(Topics.CONTROL)).allTopicNames().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new PulseFailure(
            ExitCode.BAD_CONFIGURATION,
            "there is no run in the Kafka at " + bootstrap + ": it has no topic " + Topics.CONTROL,
            e);
      }
      throw unreachable(bootstrap, e);
    } catch (KafkaException e) {
      throw unreachable(bootstrap, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(bootstrap, e);
    }
  }

  private static Admin admin(String bootstrap) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("default.api.timeout.ms", ADMIN_TIMEOUT_MILLIS);
    settings.put("request.timeout.ms", ADMIN_TIMEOUT_MILLIS / 2);
    return Admin.create(settings);
  }

  private static PulseFailure unreachable(String bootstrap, Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new PulseFailure(
        ExitCode.ENVIRONMENT,
        "Kafka at "
            + bootstrap
            + " does not answer as it should ("
            + cause.getMessage()
            + "): is it up, and is the address right?",
        e);
  }

  /** An unforeseen exception in words for people; its trace is in the log. */
  static String explain(Throwable e) {
    String what = e.getMessage() == null ? e.toString() : e.getMessage();
    String who = e instanceof KafkaException ? "Kafka: " : "";
    return who + what + " (details in logs/pulse.log of the data folder)";
  }
}
