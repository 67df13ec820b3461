package dev.pulse.launcher.roles;

import dev.pulse.broker.BrokerConfig;
import dev.pulse.broker.BrokerException;
import dev.pulse.broker.EmbeddedBroker;
import dev.pulse.launcher.host.ExitCode;
import dev.pulse.launcher.host.Surroundings;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kafka on {@code PULSE_HOME/kafka}. */
@Command(
    name = "broker",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Kafka alone, on PULSE_HOME/kafka and 127.0.0.1.",
    footer = {"", "Example:", "  pulse broker --port 9092"})
public final class BrokerRole implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = "--port", paramLabel = "N", description = "Port to listen on; 0 for a free one.")
  private int port;

  /** Of these surroundings. */
  public BrokerRole(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    var life = RoleLife.begin(surroundings);
    var config = BrokerConfig.in(surroundings.home().kafka()).withPort(port);
    var fault = new AtomicReference<@Nullable Throwable>();
    try (var broker = EmbeddedBroker.start(config)) {
      broker
          .fault()
          .thenAccept(
              cause -> {
                fault.set(cause);
                life.end();
              });
      life.ready(Map.of("bootstrap", broker.bootstrapServers()));
      life.awaitEnd();
    } catch (BrokerException e) {
      return life.failed(e);
    }
    var cause = fault.get();
    return cause == null ? ExitCode.OK.code() : life.failed(cause);
  }
}
