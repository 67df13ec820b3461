package dev.pulse.benchmarks.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of another JVM with the same class path. */
public final class Jvm {
  /** Named, because on one core a JVM picks another collector than on two. */
  private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xshare:auto");

  private Jvm() {}

  /**
   * The command.
   *
   * @param main class to start
   * @param flags more JVM flags
   * @param arguments of its main method
   */
  public static List<String> command(Class<?> main, List<String> flags, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path", ""));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }
}
