package dev.pulse.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A broker's data directory, claimed for as long as this object is open. Looks only at the names of
 * Kafka's files; {@link EmbeddedBroker} reads what is in them.
 */
final class DataDirectory implements AutoCloseable {

  /** Directories claimed in this JVM. */
  private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();

  private final Path path;

  private DataDirectory(Path path) {
    this.path = path;
  }

  /**
   * Creates the directory when missing, and claims it.
   *
   * @throws BrokerException if it cannot be created or written, or is in use by another broker, of
   *     this process or another
   */
  static DataDirectory claim(Path wanted) {
    Path path = create(wanted);
    // Not by the file lock alone: closing a second channel on .lock would, in the same process,
    // release the lock that the first broker holds (POSIX).
    if (!CLAIMED.add(path)) {
      throw inUse(path);
    }
    try {
      requireUnlocked(path);
      return new DataDirectory(path);
    } catch (BrokerException e) {
      CLAIMED.remove(path);
      throw e;
    }
  }

  Path path() {
    return path;
  }

  /** Where Kafka keeps the identity of cluster, node and directory. */
  Path metaProperties() {
    return path.resolve("meta.properties");
  }

  boolean isFormatted() {
    return Files.exists(metaProperties());
  }

  /** Where the cluster keeps its topics and their settings. */
  Path clusterMetadata() {
    return path.resolve("__cluster_metadata-0");
  }

  /** Whether a broker has run here: formatting anew would orphan its topics. */
  boolean holdsClusterMetadata() {
    return Files.isDirectory(clusterMetadata());
  }

  @Override
  public void close() {
    CLAIMED.remove(path);
  }

  private static Path create(Path wanted) {
    try {
      return Files.createDirectories(wanted).toRealPath();
    } catch (IOException e) {
      throw new BrokerException(
          "Kafka's data directory "
              + wanted
              + " cannot be created: "
              + e.getClass().getSimpleName()
              + " "
              + e.getMessage(),
          e);
    }
  }

  /** Tries the lock that every Kafka broker holds on its directory. */
  private static void requireUnlocked(Path path) {
    Path lockFile = path.resolve(".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw inUse(path);
      }
    } catch (OverlappingFileLockException e) {
      throw inUse(path);
    } catch (IOException e) {
      throw new BrokerException(lockFile + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static BrokerException inUse(Path path) {
    return new BrokerException(
        "Kafka's data directory "
            + path
            + " is in use by another broker: stop that one, or choose another directory");
  }
}
