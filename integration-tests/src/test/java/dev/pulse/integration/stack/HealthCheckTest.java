package dev.pulse.integration.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.integration.PulseProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The health check of docker-compose.yml, as it stands there, beside the processes it asks about.
 */
class HealthCheckTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern BOOTSTRAP = Pattern.compile("bootstrap=([0-9.:]+)");
  private static final Pattern CHECK =
      Pattern.compile("test: \\[\"CMD-SHELL\", \"(find /tmp/healthy [^\"]+)\"]");

  @TempDir private Path folder;
  private final List<PulseProcess> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(process -> process.handle().destroyForcibly());
  }

  private PulseProcess start(String... arguments) throws Exception {
    Map<String, String> environment = Map.of("PULSE_HEALTH_FILE", file(arguments[0]).toString());
    var process = PulseProcess.start(folder, environment, arguments);
    started.add(process);
    return process;
  }

  private Path file(String role) {
    return folder.resolve(role + "-healthy");
  }

  private boolean isHealthy(String role) throws Exception {
    var check = CHECK.matcher(Checkout.text("docker-compose.yml"));
    assertThat(check.find()).as("the check in docker-compose.yml").isTrue();
    String command = check.group(1).replace("/tmp/healthy", file(role).toString());
    return Checkout.run(folder, Map.of(), List.of("sh", "-c", command)).exitCode() == 0;
  }

  @Test
  void aPartIsHealthyFromItsReadinessToItsEndAndNotWhileItHangs() throws Exception {
    var broker = start("broker", "--port", "0");
    await().atMost(PATIENCE).until(() -> BOOTSTRAP.matcher(broker.output()).find());
    var found = BOOTSTRAP.matcher(broker.output());
    assertThat(found.find()).isTrue();
    assertThat(isHealthy("aggregator")).as("before it is there").isFalse();

    var aggregator = start("aggregator", "--kafka", found.group(1));
    var agent = start("agent", "--kafka", found.group(1), "--name", "a1");

    await().atMost(PATIENCE).until(() -> isHealthy("aggregator") && isHealthy("agent"));
    assertThat(aggregator.output()).contains("ready: ");
    assertThat(agent.output()).contains("waits for work");

    aggregator.signal("STOP");
    agent.signal("TERM");
    await().atMost(PATIENCE).until(() -> !isHealthy("aggregator"));
    assertThat(agent.await(PATIENCE).exitCode()).as(agent.output()).isZero();
    assertThat(isHealthy("agent")).as("after its end").isFalse();
  }
}
