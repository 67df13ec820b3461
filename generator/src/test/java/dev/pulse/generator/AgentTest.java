package dev.pulse.generator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.broker.BrokerConfig;
import dev.pulse.broker.EmbeddedBroker;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.v1.ControlRecord;
import dev.pulse.scenario.Check;
import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.StatusSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentTest {
  private EmbeddedBroker broker;

  @BeforeAll
  void startKafka(@TempDir Path folder) throws Exception {
    broker = EmbeddedBroker.start(BrokerConfig.in(folder));
    Launch.createTopics(broker.bootstrapServers());
  }

  @AfterAll
  void stopKafka() {
    broker.close();
  }

  private AgentConfig config(String run, LoadTest test) {
    return AgentConfig.of(broker.bootstrapServers(), run, "agent-1", test)
        .withEventLoops(2)
        .withWarmUp(Duration.ofMillis(100));
  }

  @Test
  void everyRequestIsOneSampleInKafkaAndTheManifestSaysSo() throws Exception {
    try (var target = new TestTarget()) {
      target.on("/a", TestTarget.answer(200, "{}")).on("/b", TestTarget.answer(500, "{}"));
      var test =
          LoadTests.of(target.url())
              .requests(
                  LoadTests.get("a", "/a", new Check.Status("a is 200", StatusSet.DEFAULT)),
                  LoadTests.get("b", "/b"))
              .constant(5, Duration.ofMillis(2_500))
              .thinkTime(Duration.ofMillis(5), Duration.ofMillis(15))
              .build();
      var config = config("whole", test);
      try (var launch = Launch.start(new Agent(config), config).go()) {
        var result = launch.result();
        Map<String, Long> counts = new HashMap<>();
        launch.readSamples(
            block -> {
              if (block.header().run().equals("whole")) {
                for (int row = 0; row < block.columns().count; row++) {
                  String outcome = Outcome.ofCode(block.columns().outcome[row]).name();
                  counts.merge(block.request(row) + " " + outcome, 1L, Long::sum);
                }
              }
            });
        assertThat(counts)
            .containsOnly(
                Map.entry("a OK", target.count("/a")),
                Map.entry("b HTTP_ERROR", target.count("/b")));
        assertThat(result.scheduled())
            .isEqualTo(target.count("/a") + target.count("/b"))
            .isEqualTo(result.acknowledged())
            .isGreaterThan(100);
        assertThat(result.lost()).isZero();
        assertThat(launch.heard.stream().filter(ControlRecord::hasHeartbeat)).hasSizeBetween(2, 5);
        assertThat(launch.heard.stream().filter(ControlRecord::hasManifest)).hasSize(1);
      }
    }
  }
}
