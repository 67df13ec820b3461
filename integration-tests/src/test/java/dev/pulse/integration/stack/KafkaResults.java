package dev.pulse.integration.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pulse.protocol.FiguresMerger;
import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.Records;
import dev.pulse.protocol.Rejection;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.Histogram;
import dev.pulse.protocol.v1.IntervalSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the one run of a Kafka must look like in InfluxDB, computed from its topics once more. */
final class KafkaResults {
  /** Points by measurement, series and time; each with its fields, doubles as their bits. */
  final Map<String, Map<String, Object>> points = new TreeMap<>();

  private long startMicros;

  /** Reads {@code pulse.control} and {@code pulse.intervals} to their ends. */
  static KafkaResults read(String kafka) throws Exception {
    var results = new KafkaResults();
    for (var record : all(kafka, Topics.CONTROL)) {
      var control = Records.control(record.value());
      if (control.hasStarted()) {
        results.startMicros = control.getStarted().getStartEpochMicros();
      }
    }
    Map<String, IntervalSummary> latest = new TreeMap<>();
    for (var record : all(kafka, Topics.INTERVALS)) {
      var result = Records.aggregate(record.value());
      if (result.hasInterval()) {
        latest.put(record.key(), result.getInterval());
      }
    }
    results.add(latest.values());
    return results;
  }

  /** Points that were put aside, each with InfluxDB's reason. */
  static Map<String, String> rejectedPoints(String kafka) {
    Map<String, String> points = new TreeMap<>();
    for (var record : all(kafka, Topics.REJECTED)) {
      var reason = record.headers().lastHeader(Rejection.MESSAGE).value();
      points.put(new String(record.value(), UTF_8), new String(reason, UTF_8));
    }
    return points;
  }

  private static List<ConsumerRecord<String, byte[]>> all(String kafka, String topic) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed");
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(of -> consumer.position(of) < ends.getOrDefault(of, 0L))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  private void add(Iterable<IntervalSummary> summaries) throws Exception {
    Map<Long, List<IntervalSummary>> byInterval = new HashMap<>();
    for (IntervalSummary of : summaries) {
      long time = startMicros + of.getInterval() * of.getIntervalMicros();
      String series = String.join("/", of.getScenario(), of.getStage(), of.getRequest());
      double seconds = of.getIntervalMicros() / 1e6;
      points.put("intervals/" + series + "@" + time, fields(of.getFigures(), seconds));
      byInterval.computeIfAbsent(time, k -> new ArrayList<>()).add(of);
    }
    for (var entry : byInterval.entrySet()) {
      var first = entry.getValue().get(0);
      double seconds = first.getIntervalMicros() / 1e6;
      var parts = entry.getValue().stream().map(IntervalSummary::getFigures).toList();
      var fields = fields(FiguresMerger.merge(parts), seconds);
      fields.put("elapsed_seconds", bits(first.getInterval() * seconds));
      points.put("run_intervals@" + entry.getKey(), fields);
    }
  }

  private static Map<String, Object> fields(Figures figures, double seconds) throws Exception {
    long count = count(figures, Outcome::isExecuted);
    long errors = count(figures, Outcome::isError);
    Map<String, Object> fields = new TreeMap<>();
    fields.put("count", count);
    fields.put("errors", errors);
    fields.put("rate", bits(count / seconds));
    fields.put("error_rate", bits(count == 0 ? 0 : (double) errors / count));
    fields.put("errors_http", count(figures, of -> of == Outcome.HTTP_ERROR));
    fields.put("not_run", figures.getSamples() - count);
    fields.put("bytes_in", figures.getBytesIn());
    fields.put("bytes_out", figures.getBytesOut());
    add(fields, "response", figures.getResponse());
    add(fields, "service", figures.getService());
    return fields;
  }

  private static long count(Figures figures, Predicate<Outcome> which) {
    long count = 0;
    for (int code = 0; code < figures.getOutcomesCount(); code++) {
      count += which.test(Outcome.ofCode(code)) ? figures.getOutcomes(code) : 0;
    }
    return count;
  }

  private static void add(Map<String, Object> fields, String kind, Histogram histogram)
      throws Exception {
    var times = LatencyHistogram.fromProto(histogram);
    if (times.count() == 0) {
      return;
    }
    Map.of("p50", 50.0, "p90", 90.0, "p95", 95.0, "p99", 99.0, "p999", 99.9)
        .forEach(
            (name, percentile) ->
                fields.put(
                    kind + "_" + name + "_ms", bits(times.valueAtPercentile(percentile) / 1e3)));
    fields.put(kind + "_max_ms", bits(times.maxMicros() / 1e3));
    fields.put(kind + "_mean_ms", bits(times.meanMicros() / 1e3));
  }

  static Object bits(double value) {
    return "0x" + Long.toHexString(Double.doubleToLongBits(value));
  }
}
