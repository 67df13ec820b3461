package dev.pulse.launcher.cli;

import dev.pulse.broker.BrokerConfig;
import dev.pulse.broker.EmbeddedBroker;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.HomeLock;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.reporter.run.RunCatalog;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.RunReader;
import dev.pulse.reporter.run.UnknownRunException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The runs in Kafka, for commands that read them: a Kafka that was named, that of a pulse which
 * holds the data folder now, or else a broker of our own over the folder's data, which ends with
 * this.
 */
final class StoredRuns implements AutoCloseable {
  private final String bootstrapServers;
  private final RunCatalog catalog;
  private final @Nullable HomeLock lock;
  private final @Nullable EmbeddedBroker broker;

  private StoredRuns(
      String bootstrapServers,
      RunCatalog catalog,
      @Nullable HomeLock lock,
      @Nullable EmbeddedBroker broker) {
    this.bootstrapServers = bootstrapServers;
    this.catalog = catalog;
    this.lock = lock;
    this.broker = broker;
  }

  /**
   * Opens them.
   *
   * @param kafka {@code HOST:PORT}, or empty for the data folder
   * @throws PulseFailure if there is no data yet, or the folder's holder has no Kafka
   */
  static StoredRuns open(String kafka, Surroundings surroundings) {
    if (!kafka.isEmpty()) {
      return at(kafka, surroundings, null, null);
    }
    var home = surroundings.home();
    if (!home.hasRuns()) {
      throw new PulseFailure(
          ExitCode.BAD_CONFIGURATION,
          "there are no runs in "
              + home.root()
              + " yet: start with pulse demo, or name another Kafka with --kafka HOST:PORT");
    }
    Optional<HomeLock> lock = HomeLock.tryTake(home);
    if (lock.isEmpty()) {
      return HomeLock.addressOfHolder(home)
          .map(address -> at(address, surroundings, null, null))
          .orElseGet(() -> ofOwnBroker(HomeLock.take(home), surroundings));
    }
    return ofOwnBroker(lock.get(), surroundings);
  }

  private static StoredRuns ofOwnBroker(HomeLock lock, Surroundings surroundings) {
    try {
      var broker = EmbeddedBroker.start(BrokerConfig.in(surroundings.home().kafka()));
      lock.publishAddress(broker.bootstrapServers());
      return at(broker.bootstrapServers(), surroundings, lock, broker);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static StoredRuns at(
      String address,
      Surroundings surroundings,
      @Nullable HomeLock lock,
      @Nullable EmbeddedBroker broker) {
    var catalog = new RunCatalog(Map.of("bootstrap.servers", address), surroundings.wall());
    return new StoredRuns(address, catalog, lock, broker);
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  Map<String, Object> settings() {
    return Map.of("bootstrap.servers", bootstrapServers);
  }

  RunCatalog catalog() {
    return catalog;
  }

  /**
   * The id of a run.
   *
   * @param name id, unique prefix, or {@code latest}
   * @throws PulseFailure if it names none, or several
   */
  String resolve(String name) {
    try {
      return catalog.resolve(name);
    } catch (UnknownRunException e) {
      throw new PulseFailure(ExitCode.BAD_CONFIGURATION, String.valueOf(e.getMessage()), e);
    }
  }

  /** All that is known of a run, by its {@link #resolve name}. */
  RunData read(String name) {
    return new RunReader(settings()).read(resolve(name));
  }

  @Override
  public void close() {
    if (broker != null) {
      broker.close();
    }
    if (lock != null) {
      lock.close();
    }
  }
}
