package dev.pulse.aggregator.sink;

import com.influxdb.client.domain.WritePrecision;
import com.influxdb.client.write.Point;
import dev.pulse.protocol.v1.AgentProblem;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StageMark;
import dev.pulse.protocol.v1.StagePlan;
import java.util.Optional;

/** Points of single records of {@code pulse.control}: generator health, events. */
final class ControlPoints {
  private static final double MICROS_PER_MILLI = 1_000.0;

  private ControlPoints() {}

  /** What a generator saw of itself in one second. */
  static Point heartbeat(String run, RunClock clock, Heartbeat beat) {
    var point =
        Point.measurement("generators")
            .addTag("run", run)
            .addTag("agent", beat.getAgent())
            .time(clock.epochMicros(beat.getAtMicros()), WritePrecision.US)
            .addField("active_vus", (long) beat.getActiveVus())
            .addField("cpu_cores", beat.getCpuCores())
            .addField("loop_lag_max_ms", beat.getLoopLagMaxMicros() / MICROS_PER_MILLI)
            .addField("start_lag_p50_ms", beat.getStartLagP50Micros() / MICROS_PER_MILLI)
            .addField("start_lag_p99_ms", beat.getStartLagP99Micros() / MICROS_PER_MILLI)
            .addField("start_lag_max_ms", beat.getStartLagMaxMicros() / MICROS_PER_MILLI)
            .addField("gc_ms", beat.getGcMicros() / MICROS_PER_MILLI)
            .addField("heap_bytes", beat.getHeapUsedBytes())
            .addField("samples_queued", beat.getSamplesQueued())
            .addField("samples_lost", beat.getSamplesLost());
    return beat.getMachineCpu() < 0 ? point : point.addField("machine_cpu", beat.getMachineCpu());
  }

  static Point runStart(String run, RunClock clock, RunPlan plan) {
    return event(
        run, "run_start", clock.startEpochMicros(), "run " + run, "against " + plan.getTarget());
  }

  static Point runEnd(ControlRecord record) {
    String reason = record.getEnded().getStopReason();
    return event(
        record.getRun(),
        "run_end",
        record.getAtEpochMicros(),
        "end of " + record.getRun(),
        reason.isEmpty() ? "ran to its end" : "stopped: " + reason);
  }

  static Point nodeLost(ControlRecord record) {
    AgentProblem problem = record.getProblem();
    return event(
        record.getRun(),
        "node_lost",
        record.getAtEpochMicros(),
        "generator " + problem.getAgent(),
        String.join("; ", problem.getLinesList()));
  }

  static Point stageStart(String run, RunClock clock, StageMark mark) {
    return event(
            run,
            "stage_start",
            clock.epochMicros(mark.getAtMicros()),
            mark.getStage(),
            "scenario " + mark.getScenario())
        .addTag("scenario", mark.getScenario());
  }

  /** Planned end of a stage that has begun; empty where it ends when its work is done. */
  static Optional<Point> stageEnd(String run, RunClock clock, RunPlan plan, StageMark mark) {
    for (ScenarioPlan scenario : plan.getScenariosList()) {
      for (StagePlan stage : scenario.getStagesList()) {
        if (scenario.getName().equals(mark.getScenario())
            && stage.getName().equals(mark.getStage())
            && stage.getDurationMicros() > 0) {
          long end = stage.getStartMicros() + stage.getDurationMicros();
          return Optional.of(
              event(
                      run,
                      "stage_end",
                      clock.epochMicros(end),
                      mark.getStage(),
                      "as planned, of scenario " + mark.getScenario())
                  .addTag("scenario", mark.getScenario()));
        }
      }
    }
    return Optional.empty();
  }

  private static Point event(String run, String kind, long epochMicros, String title, String text) {
    return Point.measurement("events")
        .addTag("run", run)
        .addTag("kind", kind)
        .time(epochMicros, WritePrecision.US)
        .addField("title", title)
        .addField("text", text);
  }
}
