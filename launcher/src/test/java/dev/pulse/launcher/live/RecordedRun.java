package dev.pulse.launcher.live;

import dev.pulse.broker.BrokerConfig;
import dev.pulse.broker.EmbeddedBroker;
import dev.pulse.protocol.Keys;
import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.protocol.SeriesKey;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.AggregateRecord;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.protocol.v1.IntervalSummary;
import dev.pulse.protocol.v1.RequestPlan;
import dev.pulse.protocol.v1.RunPlan;
import dev.pulse.protocol.v1.ScenarioPlan;
import dev.pulse.protocol.v1.SeriesTotal;
import dev.pulse.protocol.v1.StageMark;
import dev.pulse.protocol.v1.Started;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker that holds a run of one request: a hundred samples a second, one error in each. */
final class RecordedRun implements AutoCloseable {
  static final String RUN = "20261123-210312-baseline";
  static final int SAMPLES_A_SECOND = 100;

  private static final int INTERVAL_MICROS = 1_000_000;
  private static final String STAGE = "1 ramp 0→100";

  private final EmbeddedBroker broker;
  private final KafkaProducer<byte[], byte[]> producer;

  RecordedRun(Path folder) throws Exception {
    broker = EmbeddedBroker.start(BrokerConfig.in(folder));
    try (var admin = Admin.create(settings())) {
      Topics.create(admin, 1, (short) 1);
    }
    producer =
        new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer());
    control(ControlRecord.newBuilder().setPlan(plan()));
    control(ControlRecord.newBuilder().setStarted(Started.newBuilder().setStartEpochMicros(1)));
    control(
        ControlRecord.newBuilder()
            .setStage(StageMark.newBuilder().setScenario("baseline").setStage(STAGE)));
  }

  Map<String, Object> settings() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private static RunPlan plan() {
    return RunPlan.newBuilder()
        .setTitle("Baseline <b>")
        .setTarget("http://127.0.0.1:8000")
        .setIntervalMicros(INTERVAL_MICROS)
        .setExpectedAgents(1)
        .setExpectedDurationMicros(60L * INTERVAL_MICROS)
        .addScenarios(ScenarioPlan.newBuilder().setName("baseline").setMaxVus(100))
        .addRequests(RequestPlan.newBuilder().setName("portfolio").setMethod("GET"))
        .build();
  }

  /**
   * Writes seconds {@code first} to {@code last}, both included, and the total through the last.
   */
  void write(int first, int last) {
    for (int second = first; second <= last; second++) {
      interval(second);
      control(
          ControlRecord.newBuilder()
              .setHeartbeat(
                  Heartbeat.newBuilder()
                      .setAgent("local")
                      .setAtMicros((long) second * INTERVAL_MICROS)
                      .setActiveVus(second)
                      .setCores(2)
                      .setCpuCores(0.4)
                      .setIterations(second * 90L)));
    }
    var total =
        SeriesTotal.newBuilder()
            .setScenario("baseline")
            .setStage(STAGE)
            .setRequest("portfolio")
            .setThroughInterval(last)
            .setFigures(figures((last + 1) * SAMPLES_A_SECOND, last + 1));
    aggregate(Keys.total(series()), AggregateRecord.newBuilder().setTotal(total));
    producer.flush();
  }

  private void interval(int second) {
    var summary =
        IntervalSummary.newBuilder()
            .setScenario("baseline")
            .setStage(STAGE)
            .setRequest("portfolio")
            .setInterval(second)
            .setIntervalMicros(INTERVAL_MICROS)
            .setFigures(figures(SAMPLES_A_SECOND, 1));
    aggregate(Keys.interval(series(), second), AggregateRecord.newBuilder().setInterval(summary));
  }

  private static Figures figures(int samples, int errors) {
    long[] micros = new long[samples];
    for (int i = 0; i < samples; i++) {
      micros[i] = 1_000L * (1 + i % 100);
    }
    return Figures.newBuilder()
        .setSamples(samples)
        .addOutcomes(samples - errors)
        .addOutcomes(errors)
        .setResponse(LatencyHistogram.of(micros).toProto())
        .build();
  }

  private static SeriesKey series() {
    return new SeriesKey(RUN, "baseline", STAGE, "portfolio");
  }

  private void control(ControlRecord.Builder record) {
    send(Topics.CONTROL, RUN, record.setSchema(1).setRun(RUN).build().toByteArray());
  }

  private void aggregate(String key, AggregateRecord.Builder record) {
    send(Topics.INTERVALS, key, record.setSchema(1).setRun(RUN).build().toByteArray());
  }

  private void send(String topic, String key, byte[] value) {
    producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value));
  }

  @Override
  public void close() {
    producer.close();
    broker.close();
  }
}
