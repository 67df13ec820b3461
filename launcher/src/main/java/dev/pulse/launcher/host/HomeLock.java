package dev.pulse.launcher.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A data folder claimed by this process. The system frees it when the process ends, however that
 * happens. The holder writes beside it where its Kafka listens, so that a command that only reads
 * runs can ask that one.
 */
public final class HomeLock implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String ADDRESS = "kafka-address";

  private final PulseHome home;
  private final FileChannel channel;

  private HomeLock(PulseHome home, FileChannel channel) {
    this.home = home;
    this.channel = channel;
  }

  /**
   * Claims the folder, which is created where it is missing.
   *
   * @return empty if another process holds it
   * @throws PulseFailure if it cannot be written
   */
  public static Optional<HomeLock> tryTake(PulseHome home) {
    home.create();
    try {
      FileChannel channel =
          FileChannel.open(
              home.root().resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        return Optional.empty();
      }
      channel.truncate(0);
      channel.write(StandardCharsets.US_ASCII.encode(Long.toString(ProcessHandle.current().pid())));
      Files.deleteIfExists(home.root().resolve(ADDRESS));
      return Optional.of(new HomeLock(home, channel));
    } catch (IOException e) {
      throw new PulseFailure(
          ExitCode.ENVIRONMENT,
          "the data folder " + home.root() + " cannot be written: " + e.getMessage(),
          e);
    }
  }

  /**
   * Claims the folder.
   *
   * @throws PulseFailure if another process holds it, naming that, or if it cannot be written
   */
  public static HomeLock take(PulseHome home) {
    return tryTake(home)
        .orElseThrow(
            () ->
                new PulseFailure(
                    ExitCode.ENVIRONMENT,
                    "the data folder "
                        + home.root()
                        + " is in use by another pulse (process "
                        + holder(home)
                        + "): wait for its end, or set "
                        + PulseHome.VARIABLE
                        + " to another folder"));
  }

  /** Where the holder's Kafka listens; empty where it has none, or not yet. */
  public static Optional<String> addressOfHolder(PulseHome home) {
    return read(home.root().resolve(ADDRESS));
  }

  /** Lets others know where this process's Kafka listens. */
  public void publishAddress(String bootstrapServers) {
    try {
      Files.writeString(home.root().resolve(ADDRESS), bootstrapServers);
    } catch (IOException e) {
      throw new PulseFailure(
          ExitCode.ENVIRONMENT, home.root() + " cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(home.root().resolve(ADDRESS));
    } catch (IOException e) {
      throw new PulseFailure(
          ExitCode.ENVIRONMENT, home.root() + " cannot be freed: " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static String holder(PulseHome home) {
    return read(home.root().resolve(LOCK)).orElse("unknown");
  }

  private static Optional<String> read(Path file) {
    try {
      String text = Files.readString(file).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    } catch (IOException absent) {
      return Optional.empty();
    }
  }
}
