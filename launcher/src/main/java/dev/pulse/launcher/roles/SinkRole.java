package dev.pulse.launcher.roles;

import dev.pulse.aggregator.sink.InfluxSink;
import dev.pulse.aggregator.sink.SinkConfig;
import dev.pulse.aggregator.sink.SinkException;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.options.InfluxAddress;
import dev.pulse.launcher.options.RoleKafka;
import dev.pulse.launcher.progress.SinkWatch;
import dev.pulse.launcher.stack.KafkaTopics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Results of all runs of a Kafka to InfluxDB. */
@Command(
    name = "sink",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Write the results of all runs of a Kafka to InfluxDB, for Grafana.",
      "It goes on where it left off: what InfluxDB could not take waits in Kafka."
    },
    footer = {
      "",
      "The environment holds the secrets: PULSE_INFLUXDB_TOKEN, or PULSE_INFLUXDB_USER and",
      "PULSE_INFLUXDB_PASSWORD; PULSE_INFLUXDB_ORG names the organisation (default: pulse).",
      "",
      "Examples:",
      "  pulse sink --kafka kafka:9092 --influxdb http://localhost:8086/pulse",
      "  pulse run baseline.yaml --out influxdb=http://localhost:8086/pulse"
    })
public final class SinkRole implements Callable<Integer> {
  /** Between two words on a sink that works. */
  private static final Duration ROUTINE = Duration.ofSeconds(30);

  private final Surroundings surroundings;

  @Mixin private RoleKafka kafka = new RoleKafka();

  @Option(
      names = "--influxdb",
      paramLabel = "URL",
      required = true,
      description = "InfluxDB 1.8 or newer: http://HOST:8086/DATABASE or http://HOST:8086/BUCKET.")
  private String influxdb = "";

  /** Of these surroundings. */
  public SinkRole(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    var life = RoleLife.begin(surroundings);
    var settings = kafka.settings(surroundings);
    var target = InfluxAddress.target(influxdb, surroundings);
    KafkaTopics.create(settings);
    var failure = new AtomicReference<@Nullable RuntimeException>();
    var config = SinkConfig.ofAllRuns(settings.client(), target);
    try (var sink = InfluxSink.start(config, surroundings.wall())) {
      sink.failure()
          .thenAccept(
              why -> {
                failure.set(why);
                life.end();
              });
      life.ready(Map.of("kafka", settings.bootstrap(), "influxdb", target.toString()));
      life.healthyWhile(() -> !sink.failure().isDone());
      var watch =
          SinkWatch.start(sink, target.toString(), ROUTINE, surroundings.nanos(), life::note);
      try (watch) {
        life.awaitEnd();
      }
    } catch (SinkException | KafkaException e) {
      return life.failed(String.valueOf(e.getMessage()));
    }
    var why = failure.get();
    return why == null ? ExitCode.OK.code() : life.failed(String.valueOf(why.getMessage()));
  }
}
