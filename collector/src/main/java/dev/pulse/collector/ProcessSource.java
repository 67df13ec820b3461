package dev.pulse.collector;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import oshi.SystemInfo;
import oshi.software.os.InternetProtocolStats.TcpState;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/** CPU and memory of one process, as shares of this machine's. */
final class ProcessSource implements Source {
  private static final String CPU_SECONDS = "cpu";

  private final SourceSpec.LocalProcess spec;
  private final OperatingSystem system;
  private final int cores;
  private final double memoryBytes;
  private final Rates rates = new Rates();
  private int pid;

  ProcessSource(SourceSpec.LocalProcess spec) {
    this.spec = spec;
    var info = new SystemInfo();
    system = info.getOperatingSystem();
    cores = info.getHardware().getProcessor().getLogicalProcessorCount();
    memoryBytes = info.getHardware().getMemory().getTotal();
  }

  @Override
  public List<Reading> read() throws IOException {
    var process = process();
    rates.next(Map.of(CPU_SECONDS, (process.getKernelTime() + process.getUserTime()) / 1e3));
    double resident = process.getResidentSetSize();
    var memory =
        List.of(
            Reading.of("memory_ratio", Reading.RATIO, spec.name(), resident / memoryBytes),
            Reading.of("resident_bytes", Reading.BYTES, spec.name(), resident));
    var used = rates.perSecond(CPU_SECONDS);
    if (used.isEmpty()) {
      return memory;
    }
    return List.of(
        memory.get(0),
        memory.get(1),
        Reading.of("cpu_cores", Reading.COUNT, spec.name(), used.getAsDouble()),
        Reading.of("cpu_ratio", Reading.RATIO, spec.name(), used.getAsDouble() / cores));
  }

  private OSProcess process() throws IOException {
    var known = pid > 0 ? system.getProcess(pid) : null;
    if (known != null) {
      return known;
    }
    rates.forget();
    pid = spec.pid() > 0 ? spec.pid() : listener();
    var found = system.getProcess(pid);
    if (found == null) {
      throw new IOException("no process " + pid + " is here");
    }
    return found;
  }

  private int listener() throws IOException {
    return system.getInternetProtocolStats().getConnections().stream()
        .filter(connection -> connection.getLocalPort() == spec.port())
        .filter(connection -> connection.getState() == TcpState.LISTEN)
        .mapToInt(connection -> connection.getowningProcessId())
        .filter(id -> id > 0)
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    "no process of this user listens on port " + spec.port() + " of this machine"));
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
