package dev.pulse.sandbox;

import java.nio.file.Path;

/** Places on disk that tests share. */
public final class TestDirectories {
  private TestDirectories() {}

  /** Unpacked server programs: kept between test classes and builds, gone with {@code clean}. */
  public static Path cache() {
    return Path.of("target", "server-cache").toAbsolutePath();
  }
}
