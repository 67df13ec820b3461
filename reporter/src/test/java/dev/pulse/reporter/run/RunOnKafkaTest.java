package dev.pulse.reporter.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.MessageLite;
import dev.pulse.broker.BrokerConfig;
import dev.pulse.broker.EmbeddedBroker;
import dev.pulse.protocol.Keys;
import dev.pulse.protocol.SampleBatchEncoder;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.reporter.export.ExportFormat;
import dev.pulse.reporter.export.SampleExport;
import dev.pulse.reporter.export.SampleFixture;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reader, follower, catalog and export against a real broker. */
class RunOnKafkaTest {
  private static final Instant LONG_AFTER = Instant.parse("2026-06-01T00:00:00Z");

  private static EmbeddedBroker broker;
  private static Map<String, Object> settings;
  private static KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void startBroker(@TempDir Path dir) throws Exception {
    broker = EmbeddedBroker.start(BrokerConfig.in(dir));
    settings = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (var admin = Admin.create(settings)) {
      Topics.create(admin, 3, (short) 1);
    }
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterAll
  static void stopBroker() {
    producer.close();
    broker.close();
  }

  private static Future<?> send(String topic, String key, byte[] value) {
    return producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value));
  }

  private static void control(ControlRecord record) {
    send(Topics.CONTROL, record.getRun(), record.toByteArray());
  }

  private static void publish(RunFixture fixture) {
    fixture.control().forEach(RunOnKafkaTest::control);
    int key = 0;
    for (MessageLite aggregate : fixture.aggregates()) {
      send(Topics.INTERVALS, "k" + key++, aggregate.toByteArray());
    }
    producer.flush();
  }

  private static RunFixture fixture(String run) {
    var fixture = new RunFixture(run, 12);
    for (int second = 0; second < 12; second++) {
      fixture.ok(second, 30, 20_000L + second);
    }
    return fixture;
  }

  @Test
  void aRunReadFromKafkaIsTheRunThatWasWritten() {
    var fixture = fixture("read-1");
    publish(fixture);
    publish(fixture("read-2"));
    var read = new RunReader(settings).read("read-1");
    assertThat(Accounting.of(read)).isEqualTo(Accounting.of(fixture.data()));
    assertThat(Accounting.of(read).isComplete()).isTrue();
    assertThat(read.figures(Selection.all()).toProto())
        .isEqualTo(fixture.data().figures(Selection.all()).toProto());
    assertThat(read.timeline(Selection.all())).isEqualTo(fixture.data().timeline(Selection.all()));
  }

  @Test
  void anUnreadableRecordIsPassedOverAndARejectedBatchIsCounted() {
    send(Topics.CONTROL, "bad-1", new byte[] {1, 2, 3});
    send(Topics.REJECTED, Keys.stream("bad-1", "a1", 0), new byte[] {9});
    send(Topics.REJECTED, Keys.stream("bad-10", "a1", 0), new byte[] {9});
    publish(fixture("bad-1"));
    var accounting = Accounting.of(new RunReader(settings).read("bad-1"));
    assertThat(accounting.faults()).containsExactly("1 sample batches were rejected");
  }

  @Test
  void aFollowerSeesARunGrowAndEnd() {
    var fixture = fixture("live-1");
    try (var follower = RunFollower.start(settings, "live-1")) {
      boolean isPlanned = follower.read(RunData::hasPlan);
      assertThat(isPlanned).isFalse();
      publish(fixture);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> follower.read(data -> Accounting.of(data).isComplete()));
      long samples = follower.read(data -> data.figures(Selection.all()).samples());
      assertThat(samples).isEqualTo(360);
    }
  }

  @Test
  void theCatalogListsRunsAndKnowsThemByPrefix() throws Exception {
    publish(fixture("cat-aa1"));
    publish(fixture("cat-ab2").stoppedBy("signal"));
    publish(fixture("cat-b3").stillRunning());
    var catalog = new RunCatalog(settings, InstantSource.fixed(LONG_AFTER));
    var runs = catalog.list().stream().filter(run -> run.run().startsWith("cat-")).toList();
    assertThat(runs).extracting(RunEntry::run).containsExactly("cat-aa1", "cat-ab2", "cat-b3");
    assertThat(runs)
        .extracting(RunEntry::state)
        .containsExactly(
            RunEntry.State.FINISHED, RunEntry.State.STOPPED, RunEntry.State.BROKEN_OFF);
    assertThat(runs.get(0).samples()).isEqualTo(360);
    assertThat(runs.get(0).durationMicros()).isEqualTo(12_000_000);
    assertThat(runs.get(0).scenarios()).containsExactly("baseline");
    assertThat(catalog.resolve("cat-ab")).isEqualTo("cat-ab2");
    assertThatThrownBy(() -> catalog.resolve("cat-a"))
        .isInstanceOf(UnknownRunException.class)
        .hasMessage("\"cat-a\" is the beginning of several runs: cat-aa1, cat-ab2");
  }

  @Test
  void namesOfRunsAreTakenExactlyFirst() throws Exception {
    var runs = List.of("r", "r1", "r2");
    assertThat(RunCatalog.resolve("r", runs)).isEqualTo("r");
    assertThat(RunCatalog.resolve("latest", runs)).isEqualTo("r2");
    assertThatThrownBy(() -> RunCatalog.resolve("x", runs))
        .hasMessage("no run is called \"x\", the latest are r, r1, r2");
    assertThatThrownBy(() -> RunCatalog.resolve("latest", List.of()))
        .hasMessage("there is no run yet: start one with pulse run FILE");
  }

  @Test
  void everySampleIsExportedOnceAndNoOtherRunsAre() throws Exception {
    var encoder = new SampleBatchEncoder();
    for (String run : List.of("exp-1", "exp-10")) {
      publish(fixture(run));
      for (int stream = 0; stream < 3; stream++) {
        for (int batch : new int[] {0, 1, 1}) {
          byte[] value = SampleFixture.batch(encoder, run, stream, batch, 50);
          send(Topics.SAMPLES, Keys.stream(run, "a1", stream), value);
        }
      }
    }
    send(Topics.SAMPLES, Keys.stream("exp-1", "a1", 0), new byte[] {1, 2, 3, 4, 5, 6});
    producer.flush();
    var data = new RunReader(settings).read("exp-1");

    var out = new ByteArrayOutputStream();
    var result = new SampleExport(settings).export(data, ExportFormat.CSV, out);

    assertThat(result).isEqualTo(new SampleExport.Result(300, 3, 1));
    var rows = out.toString(StandardCharsets.UTF_8).lines().skip(1).toList();
    assertThat(rows).hasSize(300).doesNotHaveDuplicates();
    var again = new ByteArrayOutputStream();
    new SampleExport(settings).export(data, ExportFormat.CSV, again);
    assertThat(again.toByteArray()).isEqualTo(out.toByteArray());
  }
}
