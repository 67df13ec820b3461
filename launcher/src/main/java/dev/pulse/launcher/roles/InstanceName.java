package dev.pulse.launcher.roles;

import dev.pulse.launcher.agents.AgentIdentity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A name for one of several aggregators of a Kafka: such as {@code build7-ann-1}, where 1 is the
 * lowest number that no other process of this user holds on this machine. So two side by side never
 * have the same, and one that was killed comes back under its own, which the group's coordinator
 * takes for the same member again: recovery in seconds instead of a session's time-out. The system
 * frees a number however its holder ends.
 */
final class InstanceName implements AutoCloseable {
  private static final int MOST = 1_000;

  private final String name;
  private final Optional<FileLock> held;

  private InstanceName(String name, Optional<FileLock> held) {
    this.name = name;
    this.held = held;
  }

  /** One that was given. */
  static InstanceName given(String name) {
    return new InstanceName(name, Optional.empty());
  }

  /**
   * The next one that is free, for a Kafka.
   *
   * @param folder for locks, shared by all processes of this machine
   * @param bootstrap {@code host:port}
   */
  static InstanceName claim(Path folder, String bootstrap) {
    String user = plain(System.getProperty("user.name", ""));
    String prefix = plain(AgentIdentity.hostName()) + "-" + user + "-";
    Path locks = folder.resolve("pulse-" + user + "-" + plain(bootstrap));
    for (int number = 1; number <= MOST; number++) {
      Optional<FileLock> lock = lock(locks, locks.resolve(number + ".lock"));
      if (lock.isPresent()) {
        return new InstanceName(prefix + number, lock);
      }
    }
    // No name: a member that leaves its group when it is closed. Slower after a kill, never wrong.
    return given("");
  }

  private static Optional<FileLock> lock(Path folder, Path file) {
    try {
      Files.createDirectories(folder);
      var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      Optional<FileLock> lock = tryLock(channel);
      if (lock.isEmpty()) {
        channel.close();
      }
      return lock;
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  private static String plain(String text) {
    return text.replaceAll("[^A-Za-z0-9.]+", "_");
  }

  String text() {
    return name;
  }

  @Override
  public void close() {
    held.ifPresent(InstanceName::release);
  }

  private static void release(FileLock lock) {
    try {
      // Closing its channel releases it.
      lock.acquiredBy().close();
    } catch (IOException e) {
      // It ends with the process.
    }
  }
}
