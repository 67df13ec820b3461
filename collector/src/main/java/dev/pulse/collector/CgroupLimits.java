package dev.pulse.collector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * What the control groups of a process allow it on Linux, version 2 or 1. A limit of a group holds
 * for the groups below it as well, so the smallest on the way up counts.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">cpu.max, memory.max</a>
 */
final class CgroupLimits {
  /** Version 1 writes such a number where there is no limit. */
  private static final double NO_LIMIT = 1L << 60;

  private final Path processes;
  private final Path groups;

  /**
   * Reads there.
   *
   * @param processes {@code /proc}
   * @param groups {@code /sys/fs/cgroup}
   */
  CgroupLimits(Path processes, Path groups) {
    this.processes = processes;
    this.groups = groups;
  }

  /** Cores; empty where nothing limits it, or that cannot be read. */
  OptionalDouble cores(int pid) {
    return DoubleStream.concat(
            folders(pid, "").stream().flatMapToDouble(CgroupLimits::coresOfV2),
            folders(pid, "cpu").stream().flatMapToDouble(CgroupLimits::coresOfV1))
        .min();
  }

  /** Bytes; empty where nothing limits it, or that cannot be read. */
  OptionalDouble memoryBytes(int pid) {
    return DoubleStream.concat(
            folders(pid, "").stream()
                .flatMapToDouble(folder -> number(word(folder, "memory.max", 0))),
            folders(pid, "memory").stream()
                .flatMapToDouble(folder -> number(word(folder, "memory.limit_in_bytes", 0))))
        .filter(bytes -> bytes < NO_LIMIT)
        .min();
  }

  private static DoubleStream coresOfV2(Path folder) {
    return number(word(folder, "cpu.max", 0))
        .flatMap(quota -> number(word(folder, "cpu.max", 1)).map(period -> quota / period));
  }

  private static DoubleStream coresOfV1(Path folder) {
    return number(word(folder, "cpu.cfs_quota_us", 0))
        .flatMap(
            quota -> number(word(folder, "cpu.cfs_period_us", 0)).map(period -> quota / period));
  }

  /** Those of a process' group and the groups above it; a controller of "" is that of version 2. */
  private List<Path> folders(int pid, String controller) {
    var folders = new ArrayList<Path>();
    for (String line : lines(processes.resolve(Integer.toString(pid)).resolve("cgroup"))) {
      String[] parts = line.split(":", 3);
      if (parts.length < 3 || !List.of(parts[1].split(",", -1)).contains(controller)) {
        continue;
      }
      Path root = mount(parts[1]);
      // In a container the way may lead out of what is mounted: its own group is the root then.
      Path own = root.resolve(parts[2].replaceFirst("^/+", "")).normalize();
      folders.add(root);
      for (Path folder = own;
          folder != null && folder.startsWith(root) && !folder.equals(root);
          folder = folder.getParent()) {
        folders.add(folder);
      }
    }
    return folders;
  }

  private Path mount(String controllers) {
    Path unified = groups.resolve("unified");
    if (controllers.isEmpty()) {
      return Files.isDirectory(unified) ? unified : groups;
    }
    return groups.resolve(controllers);
  }

  private static String word(Path folder, String file, int place) {
    List<String> lines = lines(folder.resolve(file));
    String[] words = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", -1);
    return place < words.length ? words[place] : "";
  }

  /** Empty for {@code max}, -1, and what is no number above 0. */
  private static DoubleStream number(String word) {
    return word.matches("[1-9][0-9]{0,18}")
        ? DoubleStream.of(Double.parseDouble(word))
        : DoubleStream.empty();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
