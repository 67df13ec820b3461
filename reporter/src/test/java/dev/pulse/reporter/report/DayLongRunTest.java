package dev.pulse.reporter.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.protocol.FiguresMerger;
import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.v1.AgentHello;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Ended;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.IntervalSummary;
import dev.pulse.protocol.v1.Manifest;
import dev.pulse.protocol.v1.RequestCount;
import dev.pulse.protocol.v1.RequestPlan;
import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.SeriesTotal;
import dev.pulse.protocol.v1.StagePlan;
import dev.pulse.protocol.v1.Started;
import dev.pulse.protocol.v1.StreamAccount;
import dev.pulse.protocol.v1.StreamManifest;
import dev.pulse.reporter.run.Accounting;
import dev.pulse.reporter.run.ResponseInterval;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.run.Selection;
import dev.pulse.reporter.verdict.Criteria;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 24 hours of one-second intervals, 1,500 requests a second over three requests. */
@Tag("faults")
class DayLongRunTest {
  private static final int SECONDS = 86_400;
  private static final long SECOND_MICROS = 1_000_000;
  private static final int PER_SECOND = 500;
  private static final List<String> REQUESTS = List.of("portfolio", "trades", "signals");
  private static final String STAGE = "1 hold 500";
  private static final String SCENARIO = "soak";
  private static final int DISTINCT = 60;
  private static final long MOST_HEAP_BYTES = 250L << 20;

  private static RunData data;
  private static long heldBytes;
  private static Figures whole;

  @BeforeAll
  static void feedOneDay() throws Exception {
    List<Figures> figures = new ArrayList<>();
    var random = new Random(7);
    for (int i = 0; i < DISTINCT; i++) {
      figures.add(figures(random));
    }
    whole = whole(figures);
    long before = liveBytes();
    data = new RunData("day");
    control(ControlRecord.newBuilder().setPlan(plan()));
    control(
        ControlRecord.newBuilder().setHello(AgentHello.newBuilder().setAgent("a").setStreams(1)));
    control(
        ControlRecord.newBuilder()
            .setStarted(Started.newBuilder().setStartEpochMicros(1_767_225_600_000_000L)));
    for (int second = 0; second < SECONDS; second++) {
      for (String request : REQUESTS) {
        interval(second, request, figures.get(second % DISTINCT));
      }
      control(ControlRecord.newBuilder().setHeartbeat(heartbeat(second)));
    }
    end();
    heldBytes = liveBytes() - before;
  }

  private static Figures figures(Random random) throws Exception {
    long[] micros = new long[PER_SECOND];
    for (int i = 0; i < PER_SECOND; i++) {
      micros[i] = (long) (20_000 * Math.exp(random.nextGaussian() * 0.5));
    }
    var histogram = LatencyHistogram.of(micros).toProto();
    return Figures.newBuilder()
        .setSamples(PER_SECOND)
        .addOutcomes(PER_SECOND)
        .setResponse(histogram)
        .setService(histogram)
        .setDuration(histogram)
        .setWait(histogram)
        .setReceive(histogram)
        .setStartLag(LatencyHistogram.of(new long[PER_SECOND]).toProto())
        .build();
  }

  /** One request's day: each figure as often as it comes. */
  private static Figures whole(List<Figures> figures) throws Exception {
    Figures minute = FiguresMerger.merge(figures);
    List<Figures> minutes = new ArrayList<>();
    for (int i = 0; i < SECONDS / DISTINCT; i++) {
      minutes.add(minute);
    }
    return FiguresMerger.merge(minutes);
  }

  private static void control(ControlRecord.Builder record) {
    data.accept(record.setRun("day").build());
  }

  private static void interval(int second, String request, Figures figures) throws Exception {
    var summary =
        IntervalSummary.newBuilder()
            .setScenario(SCENARIO)
            .setStage(STAGE)
            .setRequest(request)
            .setInterval(second)
            .setIntervalMicros((int) SECOND_MICROS)
            .setFigures(figures);
    data.accept(AggregateRecord.newBuilder().setRun("day").setInterval(summary).build());
  }

  private static Heartbeat heartbeat(int second) {
    return Heartbeat.newBuilder()
        .setAgent("a")
        .setAtMicros((second + 1) * SECOND_MICROS - 1)
        .setActiveVus(500)
        .setRequests((second + 1L) * PER_SECOND * REQUESTS.size())
        .setMachineCpu(0.3)
        .setCpuCores(0.4)
        .setLoopLagMaxMicros(2_000)
        .setStartLagP99Micros(1_000)
        .setHeapUsedBytes(60_000_000)
        .setAllocatedBytes(second * 1_000_000L)
        .build();
  }

  private static RunPlan plan() {
    var plan =
        RunPlan.newBuilder()
            .setTitle("Soak")
            .setIntervalMicros((int) SECOND_MICROS)
            .setExpectedAgents(1)
            .addScenarios(
                ScenarioPlan.newBuilder()
                    .setName(SCENARIO)
                    .setExecutor("constant-vus")
                    .setMaxVus(500)
                    .addStages(
                        StagePlan.newBuilder()
                            .setName(STAGE)
                            .setDurationMicros(SECONDS * SECOND_MICROS)
                            .setFromVus(500)
                            .setToVus(500)));
    REQUESTS.forEach(name -> plan.addRequests(RequestPlan.newBuilder().setName(name)));
    return plan.build();
  }

  private static void end() throws Exception {
    long each = whole.getSamples();
    long all = each * REQUESTS.size();
    var stream = StreamManifest.newBuilder().setScheduled(all).setAcknowledged(all);
    for (String request : REQUESTS) {
      stream.addRequests(
          RequestCount.newBuilder().setScenario(SCENARIO).setRequest(request).setSamples(each));
      var total =
          SeriesTotal.newBuilder()
              .setScenario(SCENARIO)
              .setStage(STAGE)
              .setRequest(request)
              .setThroughInterval(SECONDS - 1)
              .setFigures(whole);
      data.accept(AggregateRecord.newBuilder().setRun("day").setTotal(total).build());
    }
    var account = StreamAccount.newBuilder().setAgent("a").setSamples(all).setClosed(true);
    data.accept(AggregateRecord.newBuilder().setRun("day").setStream(account).build());
    control(
        ControlRecord.newBuilder()
            .setManifest(
                Manifest.newBuilder()
                    .setAgent("a")
                    .addStreams(stream)
                    .setVusMax(500)
                    .setEndMicros(SECONDS * SECOND_MICROS)));
    control(ControlRecord.newBuilder().setEnded(Ended.getDefaultInstance()));
  }

  private static long liveBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void aDayTakesNoMoreMemoryThanItsLimit() {
    assertThat(heldBytes).isLessThan(MOST_HEAP_BYTES);
    assertThat(data.intervalsPerPoint()).isGreaterThan(1);
  }

  @Test
  void whatIsShownInWiderIntervalsIsEverySampleOfTheDay() throws Exception {
    var merged = LatencyHistogram.EMPTY;
    long samples = 0;
    for (ResponseInterval row : data.responses(Selection.all())) {
      merged = merged.merge(row.response());
      samples += row.samples();
    }
    var truth = FiguresMerger.merge(List.of(whole, whole, whole));

    assertThat(samples).isEqualTo((long) SECONDS * PER_SECOND * REQUESTS.size());
    assertThat(merged.toProto()).isEqualTo(truth.getResponse());
    assertThat(data.figures(Selection.all()).toProto().getResponse())
        .isEqualTo(truth.getResponse());
    for (double percentile : new double[] {50, 95, 99, 99.9}) {
      assertThat(data.figures(Selection.all()).response().valueAtPercentile(percentile))
          .isEqualTo(merged.valueAtPercentile(percentile));
    }
    assertThat(Accounting.of(data).isComplete()).isTrue();
    assertThat(data.figures(Selection.all()).outcome(Outcome.OK)).isEqualTo(samples);
  }

  @Test
  @Timeout(60)
  void theReportOfADayIsWrittenInAMinuteAndSaysHowWideItsIntervalsAre() throws Exception {
    var report = Report.of(List.of(data), Criteria.DEFAULT, Optional.empty());
    String markdown = report.markdown(ReportTemplate.standard());

    assertThat(report.judgements().get(0).doubts()).isEmpty();
    var width = Duration.ofSeconds(data.intervalsPerPoint());
    assertThat(markdown)
        .contains("Each point of the charts stands for " + width.toSeconds() + " s");
  }
}
