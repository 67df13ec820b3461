package dev.pulse.reporter.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.v1.LossRange;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.MixEntry;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.StagePlan;
import dev.pulse.reporter.run.RunFixture;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
  private static final Judge JUDGE = new Judge(Criteria.DEFAULT);

  private static RunFixture steady(int seconds, long micros) {
    var run = new RunFixture("r", seconds);
    for (int second = 0; second < seconds; second++) {
      run.ok(second, 100, micros);
    }
    return run;
  }

  @ParameterizedTest
  @CsvSource({
    "200000, PASS",
    "499000, PASS",
    "501000, MARGINAL",
    "699000, MARGINAL",
    "701000, FAIL"
  })
  void p99FallsIntoTheBandsOfTheCriteria(long micros, Verdict expected) {
    assertThat(JUDGE.judge(steady(30, micros).data()).verdict()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, PASS", "3, MARGINAL", "5, FAIL"})
  void errorsFallIntoTheBandsOfTheCriteria(int errorsInTwoSeconds, Verdict expected) {
    var run = new RunFixture("r", 120);
    for (int second = 0; second < 120; second++) {
      int errors = second % 2 == 0 ? errorsInTwoSeconds : 0;
      run.ok(second, 100 - errors, 50_000);
      run.samples("a1", second, errors, 0, 50_000, Outcome.HTTP_ERROR);
    }
    assertThat(JUDGE.judge(run.data()).verdict()).isEqualTo(expected);
  }

  private static ScenarioPlan open(ScenarioPlan scenario, double rate, String arrivals) {
    var stage =
        scenario.getStages(0).toBuilder()
            .setFromVus(0)
            .setToVus(0)
            .setFromRate(rate)
            .setToRate(rate);
    return scenario.toBuilder()
        .setExecutor("constant-arrival-rate")
        .setArrivals(arrivals)
        .setStages(0, stage)
        .addMix(MixEntry.newBuilder().setRequest("portfolio").setWeight(0.75))
        .addMix(MixEntry.newBuilder().setRequest("trade").setWeight(0.25))
        .build();
  }

  private static Manifest iterations(Manifest manifest, long begun) {
    return manifest.toBuilder().setIterations(begun - 7).setInterruptedIterations(7).build();
  }

  @ParameterizedTest
  @CsvSource({"0, PASS", "1, PASS", "2, INCONCLUSIVE", "40, INCONCLUSIVE"})
  void belowNinetyNinePercentOfTheIntendedIterationsTheLoadWasNotHeld(
      int droppedPerSecond, Verdict expected) {
    var run =
        new RunFixture("r", 30)
            .bendScenario(s -> open(s, 100, "regular"))
            .bendManifests(m -> iterations(m, 30L * (100 - droppedPerSecond)));
    for (int second = 0; second < 30; second++) {
      run.ok(second, 100 - droppedPerSecond, 50_000);
      run.samples("a1", second, droppedPerSecond, 0, 0, Outcome.NOT_STARTED);
    }
    var judgement = JUDGE.judge(run.data());
    assertThat(judgement.verdict()).isEqualTo(expected);
    assertThat(judgement.reasons().toString().contains("found no VU free"))
        .isEqualTo(expected == Verdict.INCONCLUSIVE);
  }

  @Test
  void chanceInPoissonArrivalsIsNoDoubt() {
    var run =
        new RunFixture("r", 30)
            .bendScenario(s -> open(s, 103, "poisson"))
            .bendManifests(m -> iterations(m, 3_000));
    for (int second = 0; second < 30; second++) {
      run.ok(second, 100, 50_000);
    }
    assertThat(JUDGE.judge(run.data()).verdict()).isEqualTo(Verdict.PASS);
  }

  @ParameterizedTest
  @CsvSource({"1000, PASS", "400000, INCONCLUSIVE"})
  void aClosedScenarioIsHeldToItsStartLagBesideAnOpenOneToo(long lagMicros, Verdict expected) {
    var open =
        ScenarioPlan.newBuilder()
            .setName("arriving")
            .setExecutor("constant-arrival-rate")
            .setArrivals("regular")
            .addStages(StagePlan.newBuilder().setName("1 hold").setDurationMicros(30_000_000))
            .build();
    var run = new RunFixture("r", 30).beside(open);
    for (int second = 0; second < 30; second++) {
      run.samples("a1", second, 100, lagMicros, 50_000, Outcome.OK);
    }
    var judgement = JUDGE.judge(run.data());
    assertThat(judgement.verdict()).as(judgement.reasons().toString()).isEqualTo(expected);
    assertThat(judgement.reasons().toString().contains("requests of baseline started late"))
        .isEqualTo(expected == Verdict.INCONCLUSIVE);
  }

  @Test
  void noDataNeverPasses() {
    var judgement = JUDGE.judge(new RunFixture("r", 30).data());
    assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judgement.reasons()).contains("no request was executed");
  }

  @Test
  void tooFewSamplesCarryNoPercentile() {
    var run = new RunFixture("r", 30);
    for (int second = 0; second < 30; second++) {
      run.ok(second, 20, 50_000);
    }
    var judgement = JUDGE.judge(run.data());
    assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judgement.reasons().toString()).contains("600 samples, 1,000 are needed");
  }

  @Test
  void aHandfulOfFailedRequestsIsEnoughToFail() {
    var run = new RunFixture("r", 30);
    for (int second = 0; second < 30; second++) {
      run.samples("a1", second, 1, 0, 50_000, Outcome.CONNECTION_REFUSED);
    }
    assertThat(JUDGE.judge(run.data()).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void anIntervalThatReachesIntoAWorseBandCountsAsThatBand() {
    var run = new RunFixture("r", 60);
    for (int second = 0; second < 60; second++) {
      run.ok(second, 99, 400_000).ok(second, second % 6 == 0 ? 5 : 0, 900_000);
    }
    var p99 = JUDGE.judge(run.data()).criteria().get(0);
    assertThat(p99.estimate().value()).isLessThan(500_000);
    assertThat(p99.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(p99.reason())
        .isEqualTo(
            "measured PASS, but its 95 % confidence interval reaches into FAIL, which counts");
  }

  @Test
  void theSustainedStageIsJudgedApart() {
    var scopes =
        JUDGE.judge(steady(30, 50_000).data()).criteria().stream()
            .map(CriterionResult::scope)
            .distinct();
    assertThat(scopes).containsExactly("whole run", "baseline / 1 hold 100");
  }

  @Test
  void anIncompleteRunIsNotApprovedHoweverGoodItsFigures() {
    var run = steady(30, 50_000).bendAccounts(a -> a.toBuilder().setSamples(2_999).build());
    var judgement = JUDGE.judge(run.data());
    assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(Decision.over(List.of(judgement), Optional.empty()).kind())
        .isEqualTo(Decision.Kind.INCONCLUSIVE);
  }

  @Test
  void aFailStandsWhereMissingSamplesCouldNotUndoIt() {
    var run = steady(30, 900_000).bendAccounts(a -> a.toBuilder().setSamples(2_999).build());
    assertThat(JUDGE.judge(run.data()).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void aFailDoesNotStandWhereTheMissingSamplesCouldUndoIt() {
    var run = new RunFixture("r", 60);
    for (int second = 0; second < 60; second++) {
      run.ok(second, 95, 50_000).ok(second, 5, 900_000);
    }
    run.bendManifests(manifest -> withLoss(manifest, 100_000));
    assertThat(JUDGE.judge(run.data()).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  private static Manifest withLoss(Manifest manifest, long lost) {
    var stream = manifest.getStreams(0);
    long next = stream.getScheduled();
    return manifest.toBuilder()
        .setStreams(
            0,
            stream.toBuilder()
                .setScheduled(next + lost)
                .addLost(
                    LossRange.newBuilder()
                        .setFirstSample(next)
                        .setLastSample(next + lost - 1)
                        .setReason("queue full")))
        .build();
  }

  @Test
  void aRunThatGoesOnHasNoVerdict() {
    assertThat(JUDGE.judge(steady(30, 900_000).stillRunning().data()).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void aRunStoppedByASignalHasNoVerdictUnlessItFails() {
    assertThat(JUDGE.judge(steady(30, 50_000).stoppedBy("signal").data()).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(JUDGE.judge(steady(30, 900_000).stoppedBy("signal").data()).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void aLateGeneratorIsNotHeldAgainstTheTarget() {
    var run =
        steady(30, 900_000).bendHeartbeats(b -> b.toBuilder().setLoopLagMaxMicros(400_000).build());
    var judgement = JUDGE.judge(run.data());
    assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judgement.doubts())
        .containsExactly(
            new Doubt(
                Doubt.Kind.GENERATOR_SATURATED,
                "event loops were late by more than 100 ms in 30 of 30 seconds, 400 ms at worst"));
  }

  @Test
  void fewerVusThanPlannedAreNotTheLoadThatWasAskedFor() {
    var run = steady(30, 50_000).bendHeartbeats(b -> b.toBuilder().setActiveVus(60).build());
    var judgement = JUDGE.judge(run.data());
    assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judgement.reasons())
        .containsExactly("fewer VUs than planned in 28 of 30 seconds, 60 at worst");
  }

  @Test
  void aLoadThatEndedEarlyIsNotTheLoadThatWasAskedFor() {
    var run = steady(30, 50_000).bendManifests(m -> m.toBuilder().setEndMicros(20_000_000).build());
    assertThat(JUDGE.judge(run.data()).reasons())
        .containsExactly("the load ended after 20 s of 30 s");
  }

  @Test
  void theSameRunIsJudgedTheSameEachTime() {
    var run = steady(60, 50_000).ok(7, 20, 800_000).ok(30, 9, 600_000);
    assertThat(JUDGE.judge(run.data())).isEqualTo(JUDGE.judge(run.data()));
  }

  @Test
  void aMarginalRunIsApprovedWithAWaiverOnly() {
    var marginal = List.of(JUDGE.judge(steady(30, 600_000).data()));
    var waiver = Waiver.parse("Ann: known outlier");
    assertThat(Decision.over(marginal, Optional.empty()).text())
        .isEqualTo("⏳ REQUIRES OPTIMIZATION");
    assertThat(Decision.over(marginal, Optional.of(waiver)).text())
        .isEqualTo("✅ APPROVED (WAIVED by Ann: known outlier)");
  }

  @Test
  void noWaiverHelpsAFailedRunNorACrossedThreshold() {
    var waiver = Optional.of(Waiver.parse("Ann: known outlier"));
    var failed = JUDGE.judge(steady(30, 900_000).data());
    var crossed =
        JUDGE.judge(steady(30, 50_000).threshold("http_req_duration", "p(99)<40", false).data());
    assertThat(crossed.verdict()).isEqualTo(Verdict.PASS);
    for (var run : List.of(failed, crossed)) {
      assertThat(Decision.over(List.of(run), waiver).kind())
          .isEqualTo(Decision.Kind.REQUIRES_OPTIMIZATION);
    }
  }

  @Test
  void aDecisionOverNoRunIsInconclusive() {
    assertThat(Decision.over(List.of(), Optional.empty()).kind())
        .isEqualTo(Decision.Kind.INCONCLUSIVE);
  }
}
