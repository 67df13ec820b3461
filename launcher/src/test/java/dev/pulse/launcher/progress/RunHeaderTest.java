package dev.pulse.launcher.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;
import org.junit.jupiter.api.Test;

class RunHeaderTest {
  @Test
  void saysScenarioMostVusAndLongestDuration() {
    var plan =
        RunPlan.newBuilder()
            .setTitle("Baseline")
            .setFile("scenarios/baseline.yaml")
            .setTarget("http://localhost:8000")
            .setExpectedDurationMicros(630_000_000)
            .addScenarios(
                ScenarioPlan.newBuilder()
                    .setName("baseline")
                    .setExecutor("ramping-vus")
                    .setMaxVus(100)
                    .setGracefulStopMicros(30_000_000)
                    .addStages(StagePlan.newBuilder().setDurationMicros(120_000_000))
                    .addStages(StagePlan.newBuilder().setDurationMicros(480_000_000)))
            .build();
    assertThat(RunHeader.lines("20260304-120506-baseline", plan))
        .contains(
            "  execution: Baseline (scenarios/baseline.yaml)",
            "        run: 20260304-120506-baseline",
            "     target: http://localhost:8000",
            "  scenarios: (100.00%) 1 scenario, 100 max VUs, 10m30s max duration (incl. graceful"
                + " stop):",
            "           * baseline: ramping-vus, up to 100 VUs for 10m (over 2 stages,"
                + " gracefulStop: 30s)");
  }
}
