package dev.pulse.generator.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares what a load needs with what the machine gives; pure. */
final class Limits {
  /** Files that the process needs besides connections to the target: Kafka, jars, event loops. */
  static final int OTHER_FILES = 100;

  /** Heap that a VU needs with its connection, bytes: measured 2.5 kB, with room for answers. */
  static final long HEAP_BYTES_PER_VU = 6 << 10;

  /** Heap that the process needs besides VUs and publishing queue, bytes. */
  static final long OTHER_HEAP_BYTES = 24L << 20;

  private static final long MIB = 1 << 20;

  private Limits() {}

  /**
   * What is short, a line each with the number and the remedy; empty if nothing is.
   *
   * @param vus most VUs at once, each with a connection
   * @param queueBytes most that waits for Kafka
   */
  static List<String> shortages(Machine machine, long vus, long queueBytes) {
    var lines = new ArrayList<String>();
    long files = vus + OTHER_FILES + machine.openFiles();
    if (files > machine.maxOpenFiles()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "open files: %d VUs need %d, the limit is %d: raise it with `ulimit -n %d`, or run"
                  + " fewer VUs",
              vus,
              files,
              machine.maxOpenFiles(),
              files));
    }
    if (vus > machine.localPorts()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "local ports: %d VUs need as many, net.ipv4.ip_local_port_range has %d: widen it with"
                  + " `sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\"`, or run fewer VUs",
              vus,
              machine.localPorts()));
    }
    long heap = OTHER_HEAP_BYTES + queueBytes + vus * HEAP_BYTES_PER_VU;
    if (heap > machine.maxHeapBytes()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "memory: %d VUs and the publishing queue need a heap of %d MiB, it is limited to %d"
                  + " MiB: start with -Xmx%dm, or run fewer VUs",
              vus,
              up(heap),
              machine.maxHeapBytes() / MIB,
              up(heap)));
    }
    return lines;
  }

  private static long up(long bytes) {
    return (bytes + MIB - 1) / MIB;
  }
}
