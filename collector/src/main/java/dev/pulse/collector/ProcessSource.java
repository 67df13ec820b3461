package dev.pulse.collector;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import oshi.SystemInfo;
import oshi.software.os.InternetProtocolStats.TcpState;
import oshi.software.os.OSProcess;
import oshi.software.os.OSProcess.State;
import oshi.software.os.OperatingSystem;

/**
 * CPU and memory of one process, or of all that serve a port together, as shares of what they may
 * use.
 */
final class ProcessSource implements Source {
  private static final String CPU_SECONDS = "cpu";
  private static final int READINGS_A_SEARCH = 15;
  private static final Pattern PROGRAM_TAIL =
      Pattern.compile("[-.0-9]*(\\.exe)?( \\(deleted\\))?$");

  private final SourceSpec.LocalProcess spec;
  private final OperatingSystem system;
  private final double machineCores;
  private final double machineBytes;
  private final CgroupLimits limits = new CgroupLimits(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
  private final Rates rates = new Rates();
  private final PortListeners ports = new PortListeners(Path.of("/proc"));
  private List<Integer> ids = List.of();
  private int reading;

  ProcessSource(SourceSpec.LocalProcess spec) {
    this.spec = spec;
    var info = new SystemInfo();
    system = info.getOperatingSystem();
    machineCores = info.getHardware().getProcessor().getLogicalProcessorCount();
    machineBytes = info.getHardware().getMemory().getTotal();
  }

  @Override
  public List<Reading> read() throws IOException {
    var all = processes();
    var counters = new HashMap<String, Double>();
    all.forEach(one -> counters.put(key(one), (one.getKernelTime() + one.getUserTime()) / 1e3));
    rates.next(counters);
    var readings = new ArrayList<Reading>();
    var labels = Map.of("program", program(all.get(0)));
    double resident = all.stream().mapToDouble(OSProcess::getResidentSetSize).sum();
    readings.add(of("memory_ratio", Reading.RATIO, resident / mayUseBytes(), labels));
    readings.add(of("resident_bytes", Reading.BYTES, resident, labels));
    double[] used =
        all.stream()
            .map(one -> rates.perSecond(key(one)))
            .flatMapToDouble(OptionalDouble::stream)
            .toArray();
    if (used.length > 0) {
      double cores = Arrays.stream(used).sum();
      readings.add(of("cpu_cores", Reading.COUNT, cores, labels));
      readings.add(of("cpu_ratio", Reading.RATIO, cores / mayUseCores(), labels));
    }
    return readings;
  }

  private static String key(OSProcess process) {
    return CPU_SECONDS + process.getProcessID();
  }

  private Reading of(String series, String unit, double value, Map<String, String> labels) {
    return new Reading(series, unit, spec.name(), value, 0, labels);
  }

  private double mayUseCores() {
    return spec.cpuLimitCores() > 0
        ? spec.cpuLimitCores()
        : Math.min(machineCores, limits.cores(ids.get(0)).orElse(machineCores));
  }

  private double mayUseBytes() {
    return spec.memoryLimitBytes() > 0
        ? spec.memoryLimitBytes()
        : Math.min(machineBytes, limits.memoryBytes(ids.get(0)).orElse(machineBytes));
  }

  /** Its executable's name without a version, such as {@code python} of {@code python3.11}. */
  private static String program(OSProcess process) {
    String path = process.getPath().isEmpty() ? process.getName() : process.getPath();
    String file = path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
    return PROGRAM_TAIL.matcher(file.toLowerCase(Locale.ROOT)).replaceFirst("");
  }

  /** At least one; looked for again when one has gone, and now and then for new workers. */
  private List<OSProcess> processes() throws IOException {
    var known = alive();
    if (!known.isEmpty() && known.size() == ids.size() && reading++ % READINGS_A_SEARCH != 0) {
      return known;
    }
    ids = spec.pid() > 0 ? List.of(spec.pid()) : listeners();
    var found = alive();
    if (found.isEmpty()) {
      throw new IOException("no process " + ids.get(0) + " is here");
    }
    return found;
  }

  private List<OSProcess> alive() {
    return ids.stream()
        .map(id -> Optional.ofNullable(system.getProcess(id)))
        .flatMap(Optional::stream)
        .filter(one -> one.getState() != State.ZOMBIE && one.getState() != State.INVALID)
        .toList();
  }

  private List<Integer> listeners() throws IOException {
    List<Integer> all = ports.of(spec.port());
    return all.isEmpty() ? List.of(listener()) : all;
  }

  /** As other systems than Linux tell it: one of them. */
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
    var all = processes();
    return String.format(
        Locale.ROOT,
        "process %d (%s)%s is here, and may use %.2f cores and %.0f MiB",
        all.get(0).getProcessID(),
        program(all.get(0)),
        all.size() == 1 ? "" : " with " + (all.size() - 1) + " more on its port",
        mayUseCores(),
        mayUseBytes() / (1 << 20));
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
