package dev.pulse.launcher.host;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this build. */
public final class Version implements IVersionProvider {
  /** For picocli. */
  public Version() {}

  /** Such as {@code 0.1.0}; {@code dev} where it runs from class folders. */
  public static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("dev");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"pulse " + current() + " on Java " + System.getProperty("java.version")};
  }
}
