package dev.pulse.launcher.cli;

import dev.pulse.aggregator.sink.InfluxSink;
import dev.pulse.aggregator.sink.SinkConfig;
import dev.pulse.aggregator.sink.SinkException;
import dev.pulse.aggregator.sink.SinkProgress;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.PulseFailure;
import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.options.InfluxAddress;
import dev.pulse.launcher.options.KafkaSettings;
import dev.pulse.launcher.progress.SinkWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.KafkaException;

/** The InfluxDBs that {@code -o influxdb=URL} named, while runs of this command go on. */
final class RunSinks implements AutoCloseable {
  private static final Duration LONGEST_REST = Duration.ofSeconds(30);

  private final Surroundings surroundings;
  private final Set<String> runs = ConcurrentHashMap.newKeySet();
  private final Map<String, InfluxSink> sinks = new LinkedHashMap<>();
  private final List<SinkWatch> watches = new ArrayList<>();

  /** None yet. */
  RunSinks(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Refuses addresses that cannot be one, before anything starts.
   *
   * @throws PulseFailure with the address
   */
  void check(List<InfluxOutput> outputs) {
    outputs.forEach(output -> InfluxAddress.target(output.address(), surroundings));
  }

  /**
   * Starts to write.
   *
   * @throws PulseFailure if an InfluxDB does not take points: no load has begun yet
   */
  void start(List<InfluxOutput> outputs, KafkaSettings kafka) {
    for (InfluxOutput output : outputs) {
      var target = InfluxAddress.target(output.address(), surroundings);
      var config = SinkConfig.ofRunsToCome(kafka.client(), target, runs::contains);
      try {
        var sink = InfluxSink.start(config, surroundings.wall());
        sinks.put(target.toString(), sink);
        watches.add(
            SinkWatch.start(
                sink,
                target.toString(),
                Duration.ZERO,
                surroundings.nanos(),
                surroundings::sayOverProgress));
      } catch (SinkException | KafkaException e) {
        throw new PulseFailure(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()), e);
      }
    }
  }

  /** A run of this command is about to begin. */
  void add(String run) {
    runs.add(run);
  }

  /** Waits for the last points, and says what has become of all. */
  void finish() throws InterruptedException {
    for (var entry : sinks.entrySet()) {
      boolean whole = entry.getValue().awaitWritten(LONGEST_REST);
      var progress = entry.getValue().progress();
      surroundings.say(
          whole && progress.rejected() == 0
              ? progress.points() + " points written to InfluxDB at " + entry.getKey()
              : incomplete(entry.getKey(), progress));
    }
  }

  private static String incomplete(String target, SinkProgress progress) {
    String slow = progress.trouble().isEmpty() ? "it was too slow" : progress.trouble();
    String why =
        progress.rejected() > 0
            ? progress.rejected() + " points were refused, pulse.rejected has them"
            : slow + "; " + progress.behind() + " records wait in Kafka";
    return "pulse: InfluxDB at "
        + target
        + " has not got everything: "
        + why
        + ". Kafka has it all: pulse sink writes it later";
  }

  @Override
  public void close() {
    watches.forEach(SinkWatch::close);
    sinks.values().forEach(InfluxSink::close);
  }
}
