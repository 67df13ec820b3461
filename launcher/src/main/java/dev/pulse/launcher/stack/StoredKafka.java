package dev.pulse.launcher.stack;

import dev.pulse.broker.BrokerConfig;
import dev.pulse.broker.BrokerException;
import dev.pulse.broker.EmbeddedBroker;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.HomeLock;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.PulseHome;
import dev.pulse.launcher.options.KafkaSettings;
import java.util.Map;
import java.util.Optional;

/**
 * Kafka for a command that works on runs that are there: another one's, the one of the pulse that
 * uses the data folder now, or else one started in this process for as long as this is open.
 */
public final class StoredKafka implements AutoCloseable {
  private final KafkaSettings settings;
  private final Optional<HomeLock> lock;
  private final Optional<EmbeddedBroker> broker;

  private StoredKafka(
      KafkaSettings settings, Optional<HomeLock> lock, Optional<EmbeddedBroker> broker) {
    this.settings = settings;
    this.lock = lock;
    this.broker = broker;
  }

  /** One that runs elsewhere. */
  public static StoredKafka at(KafkaSettings settings) {
    return new StoredKafka(settings, Optional.empty(), Optional.empty());
  }

  /**
   * The one with the data of a folder.
   *
   * @throws PulseFailure if there is no data, or it cannot be served
   */
  public static StoredKafka of(PulseHome home) {
    if (!home.hasRuns()) {
      throw new PulseFailure(
          ExitCode.BAD_CONFIGURATION,
          "there is no run in "
              + home.root()
              + " yet: start one with pulse demo or pulse run FILE, or name another data folder"
              + " by "
              + PulseHome.VARIABLE
              + ", or a Kafka by --kafka HOST:PORT");
    }
    return ofOrNew(home);
  }

  /**
   * The one with the data of a folder, which is made where there is none.
   *
   * @throws PulseFailure if it cannot be served
   */
  public static StoredKafka ofOrNew(PulseHome home) {
    home.create();
    Optional<HomeLock> lock = HomeLock.tryTake(home);
    return lock.isPresent() ? start(home, lock.get()) : at(KafkaSettings.at(addressOfHolder(home)));
  }

  private static StoredKafka start(PulseHome home, HomeLock lock) {
    try {
      var broker = EmbeddedBroker.start(BrokerConfig.in(home.kafka()));
      lock.publishAddress(broker.bootstrapServers());
      return new StoredKafka(
          KafkaSettings.at(broker.bootstrapServers()), Optional.of(lock), Optional.of(broker));
    } catch (BrokerException e) {
      lock.close();
      throw new PulseFailure(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()), e);
    }
  }

  private static String addressOfHolder(PulseHome home) {
    return HomeLock.addressOfHolder(home)
        .orElseThrow(
            () ->
                new PulseFailure(
                    ExitCode.ENVIRONMENT,
                    "another pulse is just starting or ending on "
                        + home.root()
                        + ": try again in a moment"));
  }

  /** As {@code host:port}. */
  public String bootstrap() {
    return settings.bootstrap();
  }

  /** How to reach it. */
  public KafkaSettings kafka() {
    return settings;
  }

  /** Settings of a Kafka client. */
  public Map<String, Object> settings() {
    return settings.client();
  }

  @Override
  public void close() {
    broker.ifPresent(EmbeddedBroker::close);
    lock.ifPresent(HomeLock::close);
  }
}
