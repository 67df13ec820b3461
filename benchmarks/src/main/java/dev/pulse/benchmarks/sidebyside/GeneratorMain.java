package dev.pulse.benchmarks.sidebyside;

import dev.pulse.generator.Agent;
import dev.pulse.generator.AgentConfig;
import dev.pulse.generator.AgentException;
import dev.pulse.generator.preflight.PreflightException;
import dev.pulse.protocol.ControlChannel;
import dev.pulse.protocol.SystemClock;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Started;
import dev.pulse.scenario.file.Overrides;
import dev.pulse.scenario.file.ScenarioException;
import dev.pulse.scenario.file.ScenarioFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * This project's generator as a process of its own, with all it does in a run: pre-flight, warm-up,
 * every sample published, manifest. It gives itself the start, as the launcher would.
 */
final class GeneratorMain {
  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);

  private GeneratorMain() {}

  /**
   * Runs it and prints what {@link GeneratorOutput} reads.
   *
   * @param args bootstrap servers, run id, scenario file
   */
  public static void main(String[] args)
      throws ScenarioException,
          AgentException,
          PreflightException,
          TimeoutException,
          InterruptedException {
    String kafka = args[0];
    String run = args[1];
    var test = ScenarioFile.load(Path.of(args[2]), Map.of(), Overrides.NONE);
    var agent = new Agent(AgentConfig.of(kafka, run, "agent-1", test).withEventLoops(1));
    var starter = starter(kafka, run);
    starter.start();
    var result = agent.run();
    System.out.println(
        new GeneratorOutput(result.scheduled(), result.acknowledged(), result.lost()).line());
  }

  private static Thread starter(String kafka, String run) throws TimeoutException {
    Map<String, Object> properties = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka);
    var control =
        ControlChannel.open(
            properties, run, ControlChannel.From.NOW, KAFKA_TIMEOUT, SystemClock.wall());
    var thread = new Thread(() -> startWhenReady(control), "starter");
    thread.setDaemon(true);
    return thread;
  }

  private static void startWhenReady(ControlChannel control) {
    try (control) {
      while (control.poll(POLL).stream().noneMatch(ControlRecord::hasReady)) {
        // Each poll waits.
      }
      long nowMicros = ChronoUnit.MICROS.between(Instant.EPOCH, SystemClock.wall().instant());
      control.send(
          ControlRecord.newBuilder()
              .setStarted(Started.newBuilder().setStartEpochMicros(nowMicros)));
    }
  }
}
