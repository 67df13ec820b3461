package dev.pulse.benchmarks.process;

import dev.pulse.generator.Agent;
import dev.pulse.generator.AgentConfig;
import dev.pulse.generator.AgentException;
import dev.pulse.generator.preflight.PreflightException;
import dev.pulse.protocol.ControlChannel;
import dev.pulse.protocol.SystemClock;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.protocol.v1.Started;
import dev.pulse.scenario.Shard;
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
public final class GeneratorMain {
  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);

  private GeneratorMain() {}

  /**
   * Runs it and prints what {@link GeneratorOutput} reads.
   *
   * @param args bootstrap servers, run id, scenario file; then, for one of several agents, its
   *     index and their number: agent 0 gives the start to all
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
    int index = args.length > 3 ? Integer.parseInt(args[3]) : 0;
    int agents = args.length > 4 ? Integer.parseInt(args[4]) : 1;
    var agent =
        new Agent(
            AgentConfig.of(kafka, run, "agent-" + (index + 1), test)
                .withEventLoops(1)
                .withShard(Shard.of(index, agents), agents));
    if (index == 0) {
      starter(kafka, run, agents).start();
    }
    var result = agent.run();
    System.out.println(
        new GeneratorOutput(result.scheduled(), result.acknowledged(), result.lost()).line());
  }

  private static Thread starter(String kafka, String run, int agents) throws TimeoutException {
    Map<String, Object> properties = Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka);
    var control =
        ControlChannel.open(
            properties, run, ControlChannel.From.NOW, KAFKA_TIMEOUT, SystemClock.wall());
    var thread = new Thread(() -> startWhenReady(control, agents), "starter");
    thread.setDaemon(true);
    return thread;
  }

  private static void startWhenReady(ControlChannel control, int agents) {
    try (control) {
      long ready = 0;
      while (ready < agents) {
        ready += control.poll(POLL).stream().filter(ControlRecord::hasReady).count();
      }
      long nowMicros = ChronoUnit.MICROS.between(Instant.EPOCH, SystemClock.wall().instant());
      control.send(
          ControlRecord.newBuilder()
              .setStarted(Started.newBuilder().setStartEpochMicros(nowMicros)));
    }
  }
}
