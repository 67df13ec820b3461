package dev.pulse.launcher.stack;

import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.options.KafkaSettings;
import dev.pulse.protocol.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics of a Kafka that others run. */
public final class KafkaTopics {
  private static final int ADMIN_TIMEOUT_MILLIS = 8_000;

  private KafkaTopics() {}

  /**
   * Creates those that are missing.
   *
   * @throws PulseFailure if Kafka does not answer, or refuses
   */
  public static void create(KafkaSettings kafka) throws InterruptedException {
    try (Admin admin = admin(kafka)) {
      Topics.create(admin, Topics.DEFAULT_PARTITIONS, (short) -1);
    } catch (ExecutionException | KafkaException e) {
      throw unreachable(kafka, e);
    }
  }

  /**
   * Does nothing where there has been a run.
   *
   * @throws PulseFailure if there has been none, or Kafka does not answer
   */
  public static void require(KafkaSettings kafka) {
    try (Admin admin = admin(kafka)) {
      admin.describeTopics(List.of(Topics.CONTROL)).allTopicNames().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new PulseFailure(
            ExitCode.BAD_CONFIGURATION,
            "there is no run in the Kafka at " + kafka + ": it has no topic " + Topics.CONTROL,
            e);
      }
      throw unreachable(kafka, e);
    } catch (KafkaException e) {
      throw unreachable(kafka, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(kafka, e);
    }
  }

  private static Admin admin(KafkaSettings kafka) {
    Map<String, Object> settings = new HashMap<>(kafka.client());
    settings.put("default.api.timeout.ms", ADMIN_TIMEOUT_MILLIS);
    settings.put("request.timeout.ms", ADMIN_TIMEOUT_MILLIS / 2);
    return Admin.create(settings);
  }

  private static PulseFailure unreachable(KafkaSettings kafka, Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new PulseFailure(
        ExitCode.ENVIRONMENT,
        "Kafka at "
            + kafka.bootstrap()
            + " does not answer as it should ("
            + cause.getMessage()
            + "): is it up, and is the address right?",
        e);
  }
}
