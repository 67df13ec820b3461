package dev.pulse.launcher;

import dev.pulse.launcher.cli.RootCommand;
import dev.pulse.launcher.host.Surroundings;

/** Main class of the {@code pulse} command and of the parts that it runs in JVMs of their own. */
public final class Pulse {
  private Pulse() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(RootCommand.execute(arguments, Surroundings.ofProcess()));
  }
}
