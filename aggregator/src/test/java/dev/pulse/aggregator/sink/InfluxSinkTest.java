package dev.pulse.aggregator.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.aggregator.sink.AnsweringServer.Answer;
import dev.pulse.protocol.Rejection;
import dev.pulse.protocol.SystemClock;
import dev.pulse.protocol.v1.Judged;
import dev.pulse.protocol.v1.JudgedCriterion;
import dev.pulse.protocol.v1.ResourceSample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points over all series, whatever the order in which partitions come. */
class InfluxSinkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private SinkRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new SinkRig(folder);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private InfluxSink sink() {
    return InfluxSink.start(SinkConfig.ofAllRuns(rig.kafka, rig.server.target()), rig.wall());
  }

  private static void await(InfluxSink sink) throws InterruptedException {
    assertThat(sink.awaitWritten(PATIENCE)).as(sink.progress().toString()).isTrue();
  }

  @Test
  void aLongRunIsCaughtUpExactlyThoughItsSeriesLieUnevenly() throws Exception {
    rig.started("long");
    rig.results("long", 0, "a", 1, 0, 3_000);
    rig.results("long", 1, "b", 10, 0, 3_000);
    rig.results("long", 1, "c", 100, 0, 3_000);
    rig.results("long", 1, "d", 1_000, 0, 3_000);
    rig.flush();

    try (var sink = sink()) {
      await(sink);
    }

    rig.assertCounts("long", 3_000, 1_111);
  }

  @Test
  void whatHappensToTheSystemUnderTestStandsAmongTheEventsAndItsGapsNowhere() throws Exception {
    var sample = ResourceSample.newBuilder().setRun("r").setSource("kubernetes");
    rig.resource(sample.clone().setSeries("replicas_ready").setValue(4).putLabels("label", "api"));
    rig.resource(
        sample.clone().setSeries("scaling").setEvent("New size: 4").putLabels("label", "hpa/api"));
    rig.resource(sample.clone().setGap("forbidden"));
    rig.flush();

    try (var sink = sink()) {
      await(sink);
    }

    assertThat(rig.server.written())
        .containsExactly(
            "resources,label=api,run=r,series=replicas_ready,source=kubernetes value=4.0"
                + " 1767225601000000",
            "events,kind=scaling,label=hpa/api,run=r text=\"New size: 4\",title=\"hpa/api\""
                + " 1767225601000000");
  }

  @Test
  void aPartitionThatComesMuchLaterStillGetsIntoEveryPoint() throws Exception {
    rig.started("stalled");
    rig.results("stalled", 0, "a", 1, 0, 400);
    rig.flush();

    try (var sink = sink()) {
      await(sink);
      rig.assertCounts("stalled", 400, 1);
      rig.results("stalled", 1, "b", 10, 0, 400);
      rig.flush();
      await(sink);
    }

    rig.assertCounts("stalled", 400, 11);
  }

  @Test
  void whileInfluxDbIsAwayItTellsHowManyRecordsWaitAndWhy() throws Exception {
    try (var sink = sink()) {
      rig.started("waiting");
      rig.flush();
      await(sink);
      rig.server.then(lines -> new Answer(503, "1", "engine is closed"));
      rig.results("waiting", 0, "a", 1, 0, 40);
      rig.results("waiting", 1, "b", 10, 0, 30);
      rig.flush();
      untilTrouble(sink);

      assertThat(sink.progress().behind()).isEqualTo(70);
      assertThat(sink.progress().trouble())
          .isEqualTo("HTTP status code: 503; Message: engine is closed");

      rig.results("waiting", 1, "b", 10, 30, 40);
      rig.flush();
      assertThat(sink.progress().behind()).isEqualTo(80);

      rig.server.then(lines -> Answer.of(204));
      await(sink);
      assertThat(sink.progress().behind()).isZero();
      assertThat(sink.progress().trouble()).isEmpty();
    }
  }

  private static void untilTrouble(InfluxSink sink) throws InterruptedException {
    long end = SystemClock.nanoTime() + PATIENCE.toNanos();
    while (sink.progress().trouble().isEmpty() && SystemClock.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void aRunThatIsOverIsNotReadAgainFromItsMiddle() throws Exception {
    rig.started("over");
    rig.started("lasting");
    rig.results("lasting", 0, "a", 1, 0, 10);
    rig.results("over", 0, "a", 1, 0, 10);
    rig.results("over", 1, "b", 10, 0, 5);
    rig.results("lasting", 1, "b", 10, 0, 10);
    rig.results("over", 1, "b", 10, 5, 10);
    rig.ended("over");
    rig.flush();
    try (var sink = sink()) {
      await(sink);
      rig.pass(Duration.ofMinutes(12));
      rig.results("lasting", 0, "a", 1, 10, 11);
      rig.results("lasting", 1, "b", 10, 10, 11);
      rig.flush();
      await(sink);
    }
    rig.assertCounts("over", 10, 11);

    try (var again = sink()) {
      await(again);
    }

    rig.assertCounts("over", 10, 11);
    rig.assertCounts("lasting", 11, 11);
  }

  @Test
  void aSinkOfRunsToComeWritesNoOtherOne() throws Exception {
    rig.started("other");
    rig.results("other", 0, "a", 1, 0, 5);
    rig.flush();
    var config = SinkConfig.ofRunsToCome(rig.kafka, rig.server.target(), "own"::equals);

    try (var sink = InfluxSink.start(config, rig.wall())) {
      rig.results("other", 1, "b", 10, 0, 5);
      rig.started("own");
      rig.results("own", 0, "a", 1, 0, 5);
      rig.flush();
      await(sink);
    }

    rig.assertCounts("own", 5, 1);
    assertThat(rig.server.written()).noneMatch(line -> line.contains("run=other"));
  }

  @Test
  void aRefusedPointIsPutAsideWithItsReasonBeforeItsOffsetIsCommitted() throws Exception {
    String bad = "run_intervals,run=bad ";
    var refusal = new AnsweringServer.Answer(400, "", "field type conflict");
    rig.server.then(
        lines ->
            lines.stream().anyMatch(line -> line.startsWith(bad))
                ? refusal
                : AnsweringServer.Answer.of(204));
    rig.started("bad");
    rig.results("bad", 0, "a", 1, 0, 3);
    rig.flush();

    try (var sink = sink()) {
      await(sink);
      assertThat(sink.progress().rejected()).isEqualTo(3);
    }

    var aside = rig.rejected();
    assertThat(aside).hasSize(3);
    for (var record : aside) {
      assertThat(record.key()).isEqualTo(rig.server.target().toString());
      assertThat(new String(record.value(), UTF_8)).startsWith(bad).contains("count=1i");
      assertThat(header(record, Rejection.REASON)).isEqualTo("INFLUXDB_REFUSED");
      assertThat(header(record, Rejection.MESSAGE)).contains("400", "field type conflict");
      assertThat(header(record, Rejection.ORIGIN)).isEqualTo(rig.server.target().toString());
    }
    assertThat(rig.server.written()).anyMatch(line -> line.startsWith("intervals,"));
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  @Test
  void theVerdictIsWrittenAsItWasToldAndWithoutFiguresWhereNothingWasMeasured() throws Exception {
    rig.started("judged");
    rig.results("judged", 0, "a", 1, 0, 3);
    rig.ended("judged");
    var whole =
        JudgedCriterion.newBuilder()
            .setName("p99 response time")
            .setScope("whole run")
            .setSamples(3)
            .setValue(612.5)
            .setVerdict("MARGINAL")
            .setValueText("612 ms");
    var empty =
        JudgedCriterion.newBuilder()
            .setName("p99 response time")
            .setScope("steady / hold")
            .setVerdict("INCONCLUSIVE")
            .setValueText("–");
    rig.judged(
        "judged",
        Judged.newBuilder()
            .setVerdict("MARGINAL")
            .addReasons("one")
            .addReasons("two")
            .addResults(whole)
            .addResults(empty));
    rig.flush();

    try (var sink = sink()) {
      await(sink);
    }

    assertThat(rig.server.written())
        .anyMatch(line -> line.matches("verdicts,run=judged .*reasons=\"one; two\".*"))
        .anyMatch(line -> line.matches("criteria,.*whole\\\\ run .*value=612.5.*"))
        .anyMatch(line -> line.startsWith("criteria,") && line.contains("steady"))
        .noneMatch(line -> line.contains("steady") && line.contains("value="));
  }
}
