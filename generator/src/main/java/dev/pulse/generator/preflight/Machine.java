package dev.pulse.generator.preflight;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this machine gives the process.
 *
 * @param maxOpenFiles limit of open files, {@link Long#MAX_VALUE} if unknown
 * @param openFiles open now
 * @param localPorts ports for outgoing connections to one address, {@link Integer#MAX_VALUE} if
 *     unknown
 * @param maxHeapBytes limit of the heap
 */
record Machine(long maxOpenFiles, long openFiles, int localPorts, long maxHeapBytes) {
  private static final Path PORT_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  /** This one. */
  static Machine here() {
    long maxHeap = Runtime.getRuntime().maxMemory();
    var unix = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
    if (unix == null) {
      return new Machine(Long.MAX_VALUE, 0, localPortsHere(), maxHeap);
    }
    return new Machine(
        unix.getMaxFileDescriptorCount(),
        unix.getOpenFileDescriptorCount(),
        localPortsHere(),
        maxHeap);
  }

  private static int localPortsHere() {
    try {
      return localPorts(Files.readString(PORT_RANGE));
    } catch (IOException | IllegalArgumentException e) {
      return Integer.MAX_VALUE;
    }
  }

  /** Size of a range as the kernel writes it: first and last port, white space between. */
  static int localPorts(String range) {
    String[] bounds = range.strip().split("\\s+", -1);
    if (bounds.length != 2) {
      throw new IllegalArgumentException("a port range has two numbers, is " + range);
    }
    return Integer.parseInt(bounds[1]) - Integer.parseInt(bounds[0]) + 1;
  }
}
