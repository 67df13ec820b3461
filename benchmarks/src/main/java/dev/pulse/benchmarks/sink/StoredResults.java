package dev.pulse.benchmarks.sink;

import dev.pulse.protocol.HistogramRecorder;
import dev.pulse.protocol.Keys;
import dev.pulse.protocol.Records;
import dev.pulse.protocol.SeriesKey;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.Histogram;
import dev.pulse.protocol.v1.IntervalSummary;
import dev.pulse.protocol.v1.Started;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Results of a run of 200 requests a second and series, as an aggregator leaves them. */
final class StoredResults {
  static final String RUN = "sink";
  static final long START_EPOCH_MICROS = 1_767_225_600_000_000L;
  private static final int INTERVAL_MICROS = 1_000_000;
  private static final int SAMPLES = 200;

  private final List<AggregateRecord> results = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();

  /** Made up, the same each time. */
  StoredResults(int series, int intervals) {
    var random = new Random(1);
    for (int interval = 0; interval < intervals; interval++) {
      for (int i = 0; i < series; i++) {
        var key = new SeriesKey(RUN, "steady", "1 hold", "request-" + i);
        var summary =
            IntervalSummary.newBuilder()
                .setScenario(key.scenario())
                .setStage(key.stage())
                .setRequest(key.request())
                .setInterval(interval)
                .setIntervalMicros(INTERVAL_MICROS)
                .setFigures(figures(random));
        keys.add(Keys.interval(key, interval));
        results.add(
            AggregateRecord.newBuilder()
                .setSchema(Records.SCHEMA)
                .setRun(RUN)
                .setInterval(summary)
                .build());
      }
    }
  }

  private static Figures figures(Random random) {
    var times = new HistogramRecorder();
    for (int i = 0; i < SAMPLES; i++) {
      times.record((long) (5_000 * Math.exp(random.nextGaussian() * 0.6)));
    }
    Histogram histogram = times.drain().toProto();
    return Figures.newBuilder()
        .setSamples(SAMPLES)
        .addOutcomes(SAMPLES)
        .setBytesIn(SAMPLES * 1_000L)
        .setBytesOut(SAMPLES * 180L)
        .setResponse(histogram)
        .setService(histogram)
        .setDuration(histogram)
        .setWait(histogram)
        .build();
  }

  List<AggregateRecord> results() {
    return results;
  }

  /** Writes them; returns when Kafka has all. */
  void write(String bootstrapServers) {
    Map<String, Object> properties =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "zstd",
            ProducerConfig.LINGER_MS_CONFIG,
            20);
    try (var producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
      var started = Started.newBuilder().setStartEpochMicros(START_EPOCH_MICROS);
      var control =
          ControlRecord.newBuilder().setSchema(Records.SCHEMA).setRun(RUN).setStarted(started);
      producer.send(new ProducerRecord<>(Topics.CONTROL, RUN, control.build().toByteArray()));
      for (int i = 0; i < results.size(); i++) {
        producer.send(
            new ProducerRecord<>(Topics.INTERVALS, keys.get(i), results.get(i).toByteArray()));
      }
    }
  }
}
