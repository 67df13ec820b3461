package dev.pulse.sandbox.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a JVM that was killed may have left running in a data directory. */
public final class StaleServers {
  private StaleServers() {}

  /**
   * Stops the servers that were started in this directory by a JVM that is dead, and waits until
   * they are gone. A process is touched only if both its id and its command line match.
   *
   * @param dataDirectory as given to {@link EmbeddedServers#start}; an absent one is fine
   * @return how many servers were stopped, 0 to 2
   * @throws IOException if a living sandbox uses the directory
   */
  public static int stop(Path dataDirectory) throws IOException {
    if (!Files.isDirectory(dataDirectory)) {
      return 0;
    }
    try (DirectoryLock lock = DirectoryLock.take(dataDirectory.toRealPath())) {
      return stopLeftovers(lock);
    }
  }

  /** The same for a caller that holds the directory's lock. */
  static int stopLeftovers(DirectoryLock lock) {
    Path data = lock.directory();
    int stopped = 0;
    stopped += PostgresServer.recordIn(data).filter(s -> s.stop("QUIT")).isPresent() ? 1 : 0;
    stopped += RedisServer.recordIn(data).filter(s -> s.stop("TERM")).isPresent() ? 1 : 0;
    return stopped;
  }
}
