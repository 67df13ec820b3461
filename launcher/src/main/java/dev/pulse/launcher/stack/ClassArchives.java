package dev.pulse.launcher.stack;

import dev.pulse.launcher.process.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Archives of loaded classes (AppCDS), one for each role, which the start script keeps beside the
 * jars. With them the JVMs of a run need about half the CPU to start. An archive fits one build and
 * one JDK; the JVM checks that by itself and goes without where it does not.
 */
final class ClassArchives {
  /** Folder with archives to use. */
  private static final String USED = "pulse.archives";

  /** Folder to write archives to when a JVM ends. */
  private static final String RECORDED = "pulse.archives.record";

  private ClassArchives() {}

  /** The flags of a role's JVM. */
  static List<String> flags(Role role) {
    String file = role.command() + ".jsa";
    String recorded = System.getProperty(RECORDED, "");
    if (!recorded.isEmpty()) {
      return List.of("-XX:ArchiveClassesAtExit=" + Path.of(recorded, file));
    }
    String used = System.getProperty(USED, "");
    return used.isEmpty() || !Files.isRegularFile(Path.of(used, file))
        ? List.of()
        : List.of("-XX:SharedArchiveFile=" + Path.of(used, file));
  }
}
