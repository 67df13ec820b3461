package dev.pulse.launcher.cli;

import dev.pulse.aggregator.sink.InfluxSink;
import dev.pulse.aggregator.sink.SinkConfig;
import dev.pulse.aggregator.sink.SinkException;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.options.KafkaSettings;
import dev.pulse.launcher.roles.SinkRole;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/** The InfluxDBs that {@code -o influxdb=URL} named, while runs of this command go on. */
final class RunSinks implements AutoCloseable {
  private static final Duration LONGEST_REST = Duration.ofSeconds(30);

  private final Surroundings surroundings;
  private final Map<String, InfluxSink> sinks = new LinkedHashMap<>();

  private RunSinks(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Refuses addresses that cannot be one, before anything starts.
   *
   * @throws PulseFailure with the address
   */
  static void check(List<InfluxOutput> outputs, Surroundings surroundings) {
    outputs.forEach(output -> SinkRole.target(output.address(), surroundings));
  }

  /**
   * Starts to write.
   *
   * @throws PulseFailure if an InfluxDB does not take points: no load has begun yet
   */
  static RunSinks start(
      List<InfluxOutput> outputs, KafkaSettings kafka, Surroundings surroundings) {
    var started = new RunSinks(surroundings);
    for (InfluxOutput output : outputs) {
      var target = SinkRole.target(output.address(), surroundings);
      var config = new SinkConfig(kafka.client(), target, SinkConfig.From.NOW);
      try {
        started.sinks.put(target.toString(), InfluxSink.start(config, surroundings.wall()));
      } catch (SinkException | KafkaException e) {
        started.close();
        throw new PulseFailure(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()), e);
      }
    }
    return started;
  }

  /** Waits for the last points, and says what has become of all. */
  void finish() throws InterruptedException {
    for (var entry : sinks.entrySet()) {
      boolean whole = entry.getValue().awaitWritten(LONGEST_REST);
      var progress = entry.getValue().progress();
      surroundings.say(
          whole && progress.rejected() == 0
              ? progress.points() + " points written to InfluxDB at " + entry.getKey()
              : incomplete(entry.getKey(), progress.trouble(), progress.rejected()));
    }
  }

  private static String incomplete(String target, String trouble, long rejected) {
    String why = rejected > 0 ? rejected + " points were refused, see the log" : trouble;
    return "pulse: InfluxDB at "
        + target
        + " has not got everything: "
        + (why.isEmpty() ? "it was too slow" : why)
        + ". Kafka has it all: pulse sink writes it later";
  }

  @Override
  public void close() {
    sinks.values().forEach(InfluxSink::close);
  }
}
