package dev.pulse.collector;

import java.util.ArrayList;
import java.util.List;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;

/** CPU and memory of this machine. */
final class HostSource implements Source {
  private final SourceSpec.Host spec;
  private final CentralProcessor processor;
  private final GlobalMemory memory;
  private long[] ticks = new long[0];

  HostSource(SourceSpec.Host spec) {
    this.spec = spec;
    var hardware = new SystemInfo().getHardware();
    processor = hardware.getProcessor();
    memory = hardware.getMemory();
  }

  @Override
  public List<Reading> read() {
    var readings = new ArrayList<Reading>();
    if (ticks.length > 0) {
      double load = processor.getSystemCpuLoadBetweenTicks(ticks);
      readings.add(Reading.of("cpu_ratio", Reading.RATIO, spec.name(), load));
    }
    ticks = processor.getSystemCpuLoadTicks();
    double used = memory.getTotal() - memory.getAvailable();
    readings.add(Reading.of("memory_ratio", Reading.RATIO, spec.name(), used / memory.getTotal()));
    return readings;
  }

  @Override
  public String probe() {
    return processor.getLogicalProcessorCount() + " cores of this machine are seen";
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
