package dev.pulse.sandbox.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that hold a secret: readable by their owner from the first byte on. */
public final class OwnerOnly {
  private OwnerOnly() {}

  /** Replaces the file; its permissions are {@code rw-------}. */
  public static Path write(Path file, String content) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content);
  }
}
