package dev.pulse.reporter.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.ResourceSample;
import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;
import dev.pulse.protocol.v1.Started;
import org.junit.jupiter.api.Test;

class StatementFiguresTest {
  private static final long SECOND = 1_000_000;

  private final RunData data = new RunData("run-1");

  private void read(String text, long second, double calls, double millis, double rows) {
    one("statement_calls", text, second, calls);
    one("statement_total_ms", text, second, millis);
    one("statement_mean_ms", text, second, millis / calls);
    one("statement_rows", text, second, rows);
  }

  private void one(String series, String text, long second, double value) {
    data.accept(
        ResourceSample.newBuilder()
            .setRun("run-1")
            .setSource("postgresql")
            .setSeries(series)
            .setAtEpochMicros(second * SECOND)
            .setValue(value)
            .putLabels("label", text)
            .build());
  }

  private static StagePlan stage(String name, long fromSecond, long seconds, int from, int to) {
    return StagePlan.newBuilder()
        .setName(name)
        .setStartMicros(fromSecond * SECOND)
        .setDurationMicros(seconds * SECOND)
        .setFromVus(from)
        .setToVus(to)
        .build();
  }

  private StatementFigures of(String scope, String text) {
    return StatementFigures.scopes(data).stream()
        .filter(one -> one.scope().equals(scope))
        .flatMap(one -> one.statements().stream())
        .filter(one -> one.text().equals(text))
        .findFirst()
        .orElseThrow();
  }

  private void plan() {
    var scenario =
        ScenarioPlan.newBuilder()
            .setName("main")
            .addStages(stage("up", 0, 10, 0, 10))
            .addStages(stage("low", 10, 20, 10, 10))
            .addStages(stage("high", 30, 20, 50, 50));
    data.accept(
        ControlRecord.newBuilder()
            .setRun("run-1")
            .setPlan(RunPlan.newBuilder().addScenarios(scenario))
            .build());
    data.accept(
        ControlRecord.newBuilder().setRun("run-1").setStarted(Started.newBuilder()).build());
  }

  @Test
  void whatWasCountedBeforeTheSumsBeganAgainIsNotForgotten() {
    plan();
    read("SELECT 1", 5, 100, 1_000, 100);
    read("SELECT 1", 20, 400, 4_000, 400);
    read("SELECT 1", 22, 10, 100, 10);
    read("SELECT 1", 50, 300, 3_000, 300);

    assertThat(of("whole run", "SELECT 1").calls()).isEqualTo(700);
    assertThat(of("whole run", "SELECT 1").totalMillis()).isEqualTo(7_000);
  }

  @Test
  void aStageHasWhatTheSumsGrewByBetweenItsEdges() {
    plan();
    read("SELECT 1", 10, 100, 1_000, 100);
    read("SELECT 1", 29, 480, 4_800, 480);
    read("SELECT 1", 31, 520, 5_600, 520);
    read("SELECT 1", 50, 900, 90_000, 900);
    read("SELECT late", 40, 10, 900, 0);
    read("SELECT late", 52, 30, 2_700, 0);

    assertThat(of("whole run", "SELECT 1"))
        .isEqualTo(new StatementFigures("SELECT 1", 900, 90_000, 900));
    var low = of("main / low", "SELECT 1");
    assertThat(low.calls()).isCloseTo(400, within(1e-6));
    assertThat(low.totalMillis()).isCloseTo(4_200, within(1e-6));
    var high = of("main / high", "SELECT 1");
    assertThat(high.calls()).isCloseTo(400, within(1e-6));
    assertThat(high.meanMillis()).isCloseTo(84_800 / 400.0, within(1e-6));
    assertThat(of("main / high", "SELECT late").calls())
        .as("0 before it was read")
        .isGreaterThan(20);
    assertThat(StatementFigures.scopes(data))
        .extracting(StatementFigures.Scope::scope)
        .containsExactly("whole run", "main / low", "main / high");
    assertThat(StatementFigures.scopes(data).get(1).statements())
        .as("not called in that stage")
        .extracting(StatementFigures::text)
        .containsExactly("SELECT 1");
  }

  @Test
  void sumsThatFellWereBegunAnew() {
    plan();
    read("SELECT 1", 10, 100, 1_000, 100);
    read("SELECT 1", 20, 40, 80, 40);
    read("SELECT 1", 30, 60, 120, 60);

    assertThat(of("main / low", "SELECT 1").calls()).isCloseTo(60, within(1e-6));
  }

  @Test
  void tenByTimeInAllAndTenByTimeACallAreKept() {
    plan();
    for (int i = 1; i <= 30; i++) {
      read("often " + i, 40, 10_000, 10_000 + i, 1);
      read("slow " + i, 40, 1, 100 + i, 1);
    }

    var statements = StatementFigures.scopes(data).get(0).statements();

    assertThat(statements).hasSize(20);
    assertThat(statements.get(0).text()).isEqualTo("often 30");
    assertThat(StatementFigures.slowest(statements, StatementFigures.byMean()))
        .extracting(StatementFigures::text)
        .startsWith("slow 30", "slow 29")
        .hasSize(10);
  }
}
