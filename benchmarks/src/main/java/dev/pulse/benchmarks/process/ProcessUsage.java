package dev.pulse.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a process has used so far, all its threads, without its children.
 *
 * @param cpuSeconds user and system time, seconds, in steps of 0.01
 * @param peakResidentBytes most memory it ever had resident ({@code VmHWM}), bytes
 */
public record ProcessUsage(double cpuSeconds, long peakResidentBytes) {
  /** {@code USER_HZ}, 100 on every architecture that Linux shows to programs today. */
  private static final double TICKS_PER_SECOND = 100;

  /** Place of utime and stime behind the command's name, which may itself hold blanks. */
  private static final int USER_TICKS = 11;

  private static final int SYSTEM_TICKS = 12;

  /** Usage of a running process; empty if it has ended. */
  public static Optional<ProcessUsage> of(long pid) {
    Path proc = Path.of("/proc", Long.toString(pid));
    try {
      String status = Files.readString(proc.resolve("status"));
      if (!status.contains("VmHWM:")) {
        return Optional.empty();
      }
      return Optional.of(parse(Files.readString(proc.resolve("stat")), status));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads the two files of /proc.
   *
   * @param stat {@code /proc/PID/stat}
   * @param status {@code /proc/PID/status} of a process that has memory
   */
  public static ProcessUsage parse(String stat, String status) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
    String peak = status.substring(status.indexOf("VmHWM:") + "VmHWM:".length());
    long kib = Long.parseLong(peak.substring(0, peak.indexOf("kB")).strip());
    return new ProcessUsage(ticks / TICKS_PER_SECOND, kib << 10);
  }
}
