package dev.pulse.aggregator.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.broker.BrokerConfig;
import dev.pulse.broker.EmbeddedBroker;
import dev.pulse.protocol.Keys;
import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.protocol.Records;
import dev.pulse.protocol.SeriesKey;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Ended;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.IntervalSummary;
import dev.pulse.protocol.v1.Judged;
import dev.pulse.protocol.v1.ResourceSample;
import dev.pulse.protocol.v1.Started;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real Kafka with results put where a test wants them, and a server that takes the points. */
final class SinkRig implements AutoCloseable {
  private static final long START_EPOCH_MICROS = 1_767_225_600_000_000L;
  private static final int INTERVAL_MICROS = 1_000_000;
  private static final Pattern RUN_INTERVAL =
      Pattern.compile("run_intervals,run=(\\S+) .*?\\bcount=(\\d+)i.* (\\d+)");

  final AnsweringServer server = new AnsweringServer();
  final Map<String, Object> kafka;
  private final EmbeddedBroker broker;
  private final KafkaProducer<String, byte[]> producer;
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  SinkRig(Path folder) throws Exception {
    broker = EmbeddedBroker.start(BrokerConfig.in(folder.resolve("kafka")));
    kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (var admin = Admin.create(kafka)) {
      Topics.create(admin, 4, (short) 1);
    }
    producer = new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer());
  }

  /** The wall clock that sinks look at. */
  InstantSource wall() {
    return () -> now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  void started(String run) {
    var started = Started.newBuilder().setStartEpochMicros(START_EPOCH_MICROS);
    control(run, ControlRecord.newBuilder().setStarted(started));
  }

  void ended(String run) {
    control(run, ControlRecord.newBuilder().setEnded(Ended.getDefaultInstance()));
  }

  private void control(String run, ControlRecord.Builder record) {
    record.setSchema(Records.SCHEMA).setRun(run);
    producer.send(new ProducerRecord<>(Topics.CONTROL, run, record.build().toByteArray()));
  }

  void judged(String run, Judged.Builder judged) {
    control(run, ControlRecord.newBuilder().setJudged(judged));
  }

  /** Everything that was put aside, as {@code pulse.rejected} has it. */
  List<ConsumerRecord<String, byte[]>> rejected() {
    var partition = new TopicPartition(Topics.REJECTED, 0);
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  /** Results of one series: so many requests in each interval, all in one partition. */
  void results(String run, int partition, String request, int count, int from, int to) {
    var key = new SeriesKey(run, "s", "hold", request);
    var response = LatencyHistogram.of(5_000).toProto();
    for (int interval = from; interval < to; interval++) {
      var summary =
          IntervalSummary.newBuilder()
              .setScenario(key.scenario())
              .setStage(key.stage())
              .setRequest(request)
              .setInterval(interval)
              .setIntervalMicros(INTERVAL_MICROS)
              .setFigures(
                  Figures.newBuilder().setSamples(count).addOutcomes(count).setResponse(response));
      var record =
          AggregateRecord.newBuilder()
              .setSchema(Records.SCHEMA)
              .setRun(run)
              .setInterval(summary)
              .build();
      producer.send(
          new ProducerRecord<>(
              Topics.INTERVALS, partition, Keys.interval(key, interval), record.toByteArray()));
    }
  }

  /** What was read of the system under test a second after the start. */
  void resource(ResourceSample.Builder sample) {
    sample.setSchema(Records.SCHEMA).setAtEpochMicros(START_EPOCH_MICROS + 1_000_000);
    producer.send(
        new ProducerRecord<>(Topics.RESOURCES, sample.getRun(), sample.build().toByteArray()));
  }

  /** Everything that was sent is in Kafka. */
  void flush() {
    producer.flush();
  }

  /** Requests over all series, by interval, as the points have them that were written last. */
  Map<Integer, Integer> counts(String run) {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (String line : server.written()) {
      Matcher point = RUN_INTERVAL.matcher(line);
      if (point.matches() && point.group(1).equals(run)) {
        long micros = Long.parseLong(point.group(3)) - START_EPOCH_MICROS;
        counts.put((int) (micros / INTERVAL_MICROS), Integer.parseInt(point.group(2)));
      }
    }
    return counts;
  }

  void assertCounts(String run, int intervals, int count) {
    var counts = counts(run);
    assertThat(counts).hasSize(intervals);
    assertThat(counts.entrySet()).allMatch(entry -> entry.getValue() == count);
  }

  @Override
  public void close() {
    producer.close();
    server.close();
    broker.close();
  }
}
