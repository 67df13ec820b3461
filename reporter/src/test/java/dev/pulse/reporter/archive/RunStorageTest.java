package dev.pulse.reporter.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pulse.broker.BrokerConfig;
import dev.pulse.broker.EmbeddedBroker;
import dev.pulse.protocol.Keys;
import dev.pulse.protocol.Records;
import dev.pulse.protocol.SampleBatchEncoder;
import dev.pulse.protocol.SeriesKey;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Restoring;
import dev.pulse.reporter.export.ExportFormat;
import dev.pulse.reporter.export.SampleExport;
import dev.pulse.reporter.export.SampleFixture;
import dev.pulse.reporter.run.Accounting;
import dev.pulse.reporter.run.RunCatalog;
import dev.pulse.reporter.run.RunEntry;
import dev.pulse.reporter.run.RunFixture;
import dev.pulse.reporter.run.RunReader;
import dev.pulse.reporter.run.Selection;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archive, restore, remove and measure against a real broker. */
class RunStorageTest {
  private static final InstantSource LONG_AFTER =
      InstantSource.fixed(Instant.parse("2026-06-01T00:00:00Z"));
  private static final WorkProgress UNHEARD = (step, done, total) -> {};
  private static final int SECONDS = 12;
  private static final int BATCHES = 40;

  @TempDir Path folder;
  private EmbeddedBroker broker;
  private Map<String, Object> settings;
  private KafkaProducer<byte[], byte[]> producer;

  @BeforeEach
  void startBroker() throws Exception {
    broker = EmbeddedBroker.start(BrokerConfig.in(folder.resolve("kafka")));
    settings = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (var admin = Admin.create(settings)) {
      Topics.create(admin, 3, (short) 1);
    }
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void stopBroker() {
    producer.close();
    broker.close();
  }

  private void send(String topic, String key, byte[] value) {
    producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value));
  }

  private RunFixture publish(String run) {
    var fixture = new RunFixture(run, SECONDS);
    for (int second = 0; second < SECONDS; second++) {
      fixture.ok(second, 30, 20_000L + second);
    }
    publish(run, fixture);
    return fixture;
  }

  private void publish(String run, RunFixture fixture) {
    fixture.control().forEach(r -> send(Topics.CONTROL, run, r.toByteArray()));
    fixture.aggregates().forEach(r -> send(Topics.INTERVALS, keyOf(r), r.toByteArray()));
    var encoder = new SampleBatchEncoder();
    for (int batch = 0; batch < BATCHES; batch++) {
      for (int stream = 0; stream < 3; stream++) {
        byte[] value = SampleFixture.batch(encoder, run, stream, batch, 50);
        send(Topics.SAMPLES, Keys.stream(run, "a1", stream), value);
      }
    }
    producer.flush();
  }

  private static String keyOf(AggregateRecord record) {
    return switch (record.getBodyCase()) {
      case INTERVAL -> {
        var of = record.getInterval();
        yield Keys.interval(
            new SeriesKey(record.getRun(), of.getScenario(), of.getStage(), of.getRequest()),
            of.getInterval());
      }
      case TOTAL -> {
        var of = record.getTotal();
        yield Keys.total(
            new SeriesKey(record.getRun(), of.getScenario(), of.getStage(), of.getRequest()));
      }
      case STREAM -> {
        var of = record.getStream();
        yield Keys.account(record.getRun(), of.getAgent(), of.getIncarnation(), of.getStream());
      }
      case BODY_NOT_SET -> throw new AssertionError("a fixture's record has a body");
    };
  }

  private RunArchive.Result archive(String run, Path file) throws Exception {
    return new RunArchive(settings, UNHEARD).write(run, file);
  }

  private RunRestore.Result restore(Path file) throws Exception {
    return new RunRestore(settings, LONG_AFTER, UNHEARD).read(file);
  }

  private RunRemoval.Result remove(String... runs) throws Exception {
    return new RunRemoval(settings, LONG_AFTER, UNHEARD).remove(Set.of(runs));
  }

  private Set<String> listed() {
    return Set.copyOf(
        new RunCatalog(settings, LONG_AFTER).list().stream().map(RunEntry::run).toList());
  }

  private String export(String run) throws Exception {
    var out = new ByteArrayOutputStream();
    var data = new RunReader(settings).read(run);
    new SampleExport(settings).export(data, ExportFormat.CSV, out);
    return out.toString(UTF_8);
  }

  @Test
  void aRemovedRunThatIsRestoredIsTheSameToTheLastByte() throws Exception {
    var fixture = publish("r|1");
    publish("other");
    String samples = export("r|1");
    Path first = folder.resolve("first.zip");
    var written = archive("r|1", first);

    remove("r|1");
    assertThat(listed()).containsExactly("other");
    assertThat(export("r|1").lines()).hasSize(1);
    var restored = restore(first);

    assertThat(restored.run()).isEqualTo("r|1");
    assertThat(restored.records()).isEqualTo(written.records()).isGreaterThan(3L * BATCHES);
    assertThat(listed()).containsExactlyInAnyOrder("r|1", "other");
    var data = new RunReader(settings).read("r|1");
    assertThat(Accounting.of(data)).isEqualTo(Accounting.of(fixture.data()));
    assertThat(data.stopReason()).isEmpty();
    assertThat(data.timeline(Selection.all())).isEqualTo(fixture.data().timeline(Selection.all()));
    assertThat(export("r|1")).isEqualTo(samples);
    var again = archive("r|1", folder.resolve("again.zip"));
    assertThat(again.sha256()).isEqualTo(written.sha256());
    assertThat(folder.resolve("again.zip")).hasSameBinaryContentAs(first);
  }

  @Test
  void aRunThatIsThereIsNotRestoredOverItself() throws Exception {
    publish("there");
    Path file = folder.resolve("there.zip");
    archive("there", file);

    assertThatThrownBy(() -> restore(file))
        .isInstanceOf(ArchiveException.class)
        .hasMessage("run there is there already: remove it first by pulse rm there");
    assertThatThrownBy(() -> archive("there", file)).hasMessageContaining("exists already");
    assertThatThrownBy(() -> archive("nobody", folder.resolve("no.zip")))
        .hasMessage("there is no run nobody");
    assertThat(folder.resolve("no.zip.part")).doesNotExist();
  }

  @Test
  void aRestoreThatBrokeOffIsSeenAndCanBeDoneAgain() throws Exception {
    publish("torn");
    Path file = folder.resolve("torn.zip");
    var written = archive("torn", file);
    remove("torn");
    var encoder = new SampleBatchEncoder();
    say("torn", Restoring.newBuilder().setArchiveSha256(written.sha256()).build());
    send(
        Topics.SAMPLES,
        Keys.stream("torn", "a1", 0),
        SampleFixture.batch(encoder, "torn", 0, 0, 50));
    producer.flush();

    assertThatThrownBy(() -> restore(file))
        .hasMessageContaining("restoring run torn from this archive broke off earlier")
        .hasMessageContaining("pulse rm torn");
    assertThat(new RunCatalog(settings, LONG_AFTER).list())
        .extracting(RunEntry::state)
        .containsExactly(RunEntry.State.BROKEN_OFF);

    remove("torn");
    restore(file);
    assertThat(Accounting.of(new RunReader(settings).read("torn")).isComplete()).isTrue();
    archive("torn", folder.resolve("again.zip"));
    assertThat(manifest(folder.resolve("again.zip"))).isEqualTo(manifest(file));
  }

  private static String manifest(Path file) throws Exception {
    try (var archive = ArchiveFile.open(file)) {
      return archive.manifest().text();
    }
  }

  private void say(String run, Restoring restoring) {
    var word =
        ControlRecord.newBuilder()
            .setSchema(Records.SCHEMA)
            .setRun(run)
            .setAtEpochMicros(1)
            .setRestoring(restoring);
    send(Topics.CONTROL, run, word.build().toByteArray());
  }

  @Test
  void aTruncatedAnAlteredAndANewerArchiveAreRefusedBeforeAnythingIsWritten() throws Exception {
    publish("kept");
    Path file = folder.resolve("kept.zip");
    archive("kept", file);
    remove("kept");
    byte[] whole = Files.readAllBytes(file);
    Path cut = folder.resolve("cut.zip");
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    Path altered =
        rewritten(file, "altered.zip", Topics.SAMPLES, bytes -> bytes[bytes.length / 2]++);
    Path newer = rewritten(file, "newer.zip", "manifest", bytes -> bytes[14] = '2');
    Path foreign = rewritten(file, "foreign.zip", "manifest", bytes -> bytes[20] = 'x');
    long before = ends();

    assertRefused(cut, "is no whole archive");
    assertRefused(altered, "pulse.samples was altered");
    assertRefused(newer, "its format 2 is newer than 1");
    assertRefused(foreign, "its manifest was altered");
    assertRefused(folder.resolve("none.zip"), "there is no such file");
    assertThat(ends()).isEqualTo(before);
    assertThat(listed()).isEmpty();
  }

  private void assertRefused(Path file, String why) {
    assertThatThrownBy(() -> restore(file))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining(why)
        .hasMessageStartingWith(file.toString());
  }

  private long ends() {
    try (var topics = new RunTopics(settings, UNHEARD)) {
      return topics.ends().values().stream().mapToLong(end -> end).sum();
    }
  }

  private interface Change {
    void to(byte[] bytes);
  }

  private Path rewritten(Path file, String name, String entry, Change change) throws Exception {
    Path result = folder.resolve(name);
    try (var in = new ZipFile(file.toFile());
        var out = new ZipOutputStream(Files.newOutputStream(result))) {
      for (var of : Collections.list(in.entries())) {
        byte[] bytes = in.getInputStream(of).readAllBytes();
        if (of.getName().equals(entry)) {
          change.to(bytes);
        }
        out.putNextEntry(new ZipEntry(of.getName()));
        out.write(bytes);
        out.closeEntry();
      }
    }
    return result;
  }

  @Test
  @Tag("faults")
  void whatStandsBehindAnotherRunIsFreedWithIt() throws Exception {
    publish("first");
    publish("second");
    publish("third");
    var usage = DiskUsage.read(settings, UNHEARD).bytesByRun();
    assertThat(usage).containsOnlyKeys("first", "second", "third");
    long sum = usage.values().stream().mapToLong(bytes -> bytes).sum();
    assertThat(sum).isBetween(logBytes() - 3, logBytes() + 3);

    var waits = remove("second");
    assertThat(waits.waiting()).containsOnlyKeys("first");
    assertThat(waits.waiting().get("first")).isPositive();

    var freed = remove("first");
    assertThat(freed.waiting()).isEmpty();
    assertThat(freed.freedBytes()).isPositive();
    assertThat(listed()).containsExactly("third");
    assertThat(Accounting.of(new RunReader(settings).read("third")).isComplete()).isTrue();
    assertThat(export("third").lines()).hasSize(1 + 3 * BATCHES * 50);
    assertThat(DiskUsage.read(settings, UNHEARD).removedBytes())
        .isLessThanOrEqualTo(freed.compactingBytes() * 3);
  }

  private long logBytes() throws Exception {
    try (var admin = Admin.create(settings)) {
      var dirs = admin.describeLogDirs(Set.of(1)).allDescriptions().get().values();
      return dirs.stream()
          .flatMap(of -> of.values().stream())
          .flatMap(of -> of.replicaInfos().entrySet().stream())
          .filter(of -> RunTopics.ALL.contains(of.getKey().topic()))
          .mapToLong(of -> of.getValue().size())
          .sum();
    }
  }

  @Test
  void aRunningRunIsNotRemoved() {
    publish("live", new RunFixture("live", 3).stillRunning());
    var now = InstantSource.fixed(Instant.ofEpochSecond(1_767_225_600L + 10));

    assertThatThrownBy(() -> new RunRemoval(settings, now, UNHEARD).remove(Set.of("live")))
        .hasMessageContaining("run live is running")
        .hasMessageContaining("nothing was removed");
    assertThat(listed()).containsExactly("live");
  }
}
