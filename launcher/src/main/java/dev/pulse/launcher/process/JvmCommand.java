package dev.pulse.launcher.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of another JVM like this one: same Java, same class path, same switches. */
public final class JvmCommand {
  /** Flags of this JVM that a child needs as well; heap and collector are chosen anew. */
  private static final List<String> INHERITED =
      List.of(
          "--enable-native-access", "--sun-misc-unsafe", "-Dpulse.checkout", "-Xlog:", "-Xshare:");

  private JvmCommand() {}

  /**
   * The command.
   *
   * @param flags more JVM flags, before the main class
   * @param main name of the class to start
   * @param arguments of its main method
   */
  public static List<String> of(List<String> flags, String main, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(JvmCommand::isInherited)
        .forEach(command::add);
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path", ""));
    command.add(main);
    command.addAll(arguments);
    return command;
  }

  private static boolean isInherited(String flag) {
    return INHERITED.stream().anyMatch(flag::startsWith);
  }
}
