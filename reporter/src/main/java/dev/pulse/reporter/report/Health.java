package dev.pulse.reporter.report;

import dev.pulse.protocol.v1.AgentHello;
import dev.pulse.protocol.v1.ClockEstimate;
import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.reporter.run.RunData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** How the generators themselves fared, as a template sees it: one entry for each agent. */
final class Health {
  private Health() {}

  static List<Map<String, Object>> of(RunData data) {
    var agents = new LinkedHashSet<String>();
    data.hellos().forEach(hello -> agents.add(hello.getAgent()));
    data.heartbeats().forEach(beat -> agents.add(beat.getAgent()));
    var models = new ArrayList<Map<String, Object>>();
    for (String agent : agents) {
      models.add(agent(agent, data));
    }
    return models;
  }

  private static Map<String, Object> agent(String agent, RunData data) {
    List<Heartbeat> beats =
        data.heartbeats().stream().filter(beat -> beat.getAgent().equals(agent)).toList();
    AgentHello hello =
        data.hellos().stream()
            .filter(h -> h.getAgent().equals(agent))
            .reduce((first, second) -> second)
            .orElse(AgentHello.getDefaultInstance());
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("agent", agent);
    model.put("host", hello.getHost());
    model.put("cores", hello.getCores());
    model.put("java", hello.getJavaVersion());
    model.put("measured", !beats.isEmpty());
    model.put("clock", clock(data.clocks().get(agent)));
    figures(model, beats);
    return model;
  }

  /** Empty where nothing was compared, as one machine has one clock. */
  private static String clock(@Nullable ClockEstimate clock) {
    return clock == null
        ? ""
        : Texts.decimal(clock.getOffsetMicros() / 1e3, 1)
            + " ± "
            + Texts.decimal(clock.getErrorMicros() / 1e3, 1)
            + " ms";
  }

  private static void figures(Map<String, Object> model, List<Heartbeat> beats) {
    double seconds = beats.size();
    double cores = beats.stream().mapToDouble(Heartbeat::getCpuCores).sum();
    long gc = beats.stream().mapToLong(beat -> Integer.toUnsignedLong(beat.getGcMicros())).sum();
    model.put("startLagP99", millis(beats.stream().mapToLong(Heartbeat::getStartLagP99Micros)));
    model.put("startLagMax", millis(beats.stream().mapToLong(Heartbeat::getStartLagMaxMicros)));
    model.put("loopLagMax", millis(beats.stream().mapToLong(Heartbeat::getLoopLagMaxMicros)));
    model.put("cpuMean", beats.isEmpty() ? Texts.NONE : Texts.decimal(cores / seconds, 2));
    model.put("machineCpuMax", machineCpu(beats));
    model.put("gc", beats.isEmpty() ? Texts.NONE : Texts.decimal(gc / seconds / 10_000, 2) + " %");
    long heap = beats.stream().mapToLong(Heartbeat::getHeapUsedBytes).max().orElse(0);
    model.put("heapMax", beats.isEmpty() ? Texts.NONE : Texts.bytes(heap));
  }

  private static String millis(LongStream micros) {
    var most = micros.max();
    return most.isPresent() ? Texts.millis(most.getAsLong()) + " ms" : Texts.NONE;
  }

  private static String machineCpu(List<Heartbeat> beats) {
    var most = beats.stream().mapToDouble(Heartbeat::getMachineCpu).filter(c -> c >= 0).max();
    return most.isPresent() ? Texts.decimal(most.getAsDouble() * 100, 0) + " %" : Texts.NONE;
  }

  /** Most VUs active at once, over all agents. */
  static int maxVus(RunData data) {
    return data.manifests().stream().mapToInt(Manifest::getVusMax).sum();
  }
}
