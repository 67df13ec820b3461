package dev.pulse.collector;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import oshi.SystemInfo;
import oshi.software.os.InternetProtocolStats.TcpState;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/** CPU and memory of one process, as shares of what it may use. */
final class ProcessSource implements Source {
  private static final String CPU_SECONDS = "cpu";
  private static final Pattern PROGRAM_TAIL =
      Pattern.compile("[-.0-9]*(\\.exe)?( \\(deleted\\))?$");

  private final SourceSpec.LocalProcess spec;
  private final OperatingSystem system;
  private final double machineCores;
  private final double machineBytes;
  private final CgroupLimits limits = new CgroupLimits(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
  private final Rates rates = new Rates();
  private int pid;

  ProcessSource(SourceSpec.LocalProcess spec) {
    this.spec = spec;
    var info = new SystemInfo();
    system = info.getOperatingSystem();
    machineCores = info.getHardware().getProcessor().getLogicalProcessorCount();
    machineBytes = info.getHardware().getMemory().getTotal();
  }

  @Override
  public List<Reading> read() throws IOException {
    var process = process();
    rates.next(Map.of(CPU_SECONDS, (process.getKernelTime() + process.getUserTime()) / 1e3));
    var readings = new ArrayList<Reading>();
    var labels = Map.of("program", program(process));
    double resident = process.getResidentSetSize();
    readings.add(of("memory_ratio", Reading.RATIO, resident / mayUseBytes(), labels));
    readings.add(of("resident_bytes", Reading.BYTES, resident, labels));
    var used = rates.perSecond(CPU_SECONDS);
    if (used.isPresent()) {
      readings.add(of("cpu_cores", Reading.COUNT, used.getAsDouble(), labels));
      readings.add(of("cpu_ratio", Reading.RATIO, used.getAsDouble() / mayUseCores(), labels));
    }
    return readings;
  }

  private Reading of(String series, String unit, double value, Map<String, String> labels) {
    return new Reading(series, unit, spec.name(), value, 0, labels);
  }

  private double mayUseCores() {
    return spec.cpuLimitCores() > 0
        ? spec.cpuLimitCores()
        : Math.min(machineCores, limits.cores(pid).orElse(machineCores));
  }

  private double mayUseBytes() {
    return spec.memoryLimitBytes() > 0
        ? spec.memoryLimitBytes()
        : Math.min(machineBytes, limits.memoryBytes(pid).orElse(machineBytes));
  }

  /** Its executable's name without a version, such as {@code python} of {@code python3.11}. */
  private static String program(OSProcess process) {
    String path = process.getPath().isEmpty() ? process.getName() : process.getPath();
    String file = path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
    return PROGRAM_TAIL.matcher(file.toLowerCase(Locale.ROOT)).replaceFirst("");
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
  public String probe() throws IOException {
    var process = process();
    return String.format(
        Locale.ROOT,
        "process %d (%s) is here, and may use %.2f cores and %.0f MiB",
        process.getProcessID(),
        program(process),
        mayUseCores(),
        mayUseBytes() / (1 << 20));
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
