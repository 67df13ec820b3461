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

  @Test
  void abortEndsTheLoadGracefullyAndTheManifestSaysWhy() throws Exception {
    try (var target = new TestTarget()) {
      target.on("/", TestTarget.answer(200, "{}"));
      var test =
          LoadTests.of(target.url())
              .requests(LoadTests.get("a", "/"))
              .constant(4, Duration.ofMinutes(5))
              .thinkTime(Duration.ofMillis(20), Duration.ofMillis(20))
              .build();
      var config = config("aborted", test);
      try (var launch = Launch.start(new Agent(config), config).go()) {
        launch.await(ControlRecord::hasHeartbeat);
        launch.abort("threshold p(99)<500");
        var manifest = launch.result().manifest();
        assertThat(manifest.getStopReason()).isEqualTo("abort: threshold p(99)<500");
        assertThat(manifest.getInterruptedIterations()).isZero();
        assertThat(manifest.getIterations()).isEqualTo(target.count() - 1);
        assertThat(manifest.getVusMax()).isEqualTo(4);
        assertThat(manifest.getEndMicros()).isLessThan(20_000_000);
        assertThat(manifest.getIterationDuration().getCount()).isEqualTo(manifest.getIterations());
        assertThat(manifest.getIterationDuration().getMinMicros()).isGreaterThan(20_000);
      }
    }
  }

  @Test
  void eachStreamSendsAWatermarkPerIntervalAndOneLastBatch() throws Exception {
    try (var target = new TestTarget()) {
      target.on("/", TestTarget.answer(200, "{}"));
      var test =
          LoadTests.of(target.url())
              .requests(LoadTests.get("a", "/"))
              .constant(1, Duration.ofMillis(1_700))
              .thinkTime(Duration.ofMillis(100), Duration.ofMillis(100))
              .build();
      var config = config("watermarks", test).withInterval(Duration.ofMillis(200));
      try (var launch = Launch.start(new Agent(config), config).go()) {
        var manifest = launch.result().manifest();
        Map<Integer, Long> next = new HashMap<>();
        Map<Integer, Long> intervals = new HashMap<>();
        Map<Integer, Long> lasts = new HashMap<>();
        launch.readSamples(
            block -> {
              var header = block.header();
              if (header.run().equals("watermarks")) {
                assertThat(header.batch()).isEqualTo(next.getOrDefault(header.stream(), 0L));
                assertThat(header.expectedStreams()).isEqualTo(2);
                assertThat(header.interval())
                    .isGreaterThanOrEqualTo(intervals.getOrDefault(header.stream(), 0L));
                next.merge(header.stream(), 1L, Long::sum);
                intervals.put(header.stream(), header.interval());
                lasts.merge(header.stream(), header.last() ? 1L : 0L, Long::sum);
              }
            });
        assertThat(lasts).containsOnly(Map.entry(0, 1L), Map.entry(1, 1L));
        assertThat(next.values()).allSatisfy(batches -> assertThat(batches).isBetween(8L, 30L));
        assertThat(manifest.getStreamsList())
            .allSatisfy(s -> assertThat(s.getBatches()).isEqualTo(next.get(s.getStream())));
        assertThat(launch.heard.stream().filter(ControlRecord::hasStage))
            .singleElement()
            .satisfies(mark -> assertThat(mark.getStage().getStage()).isEqualTo("1 hold 1"));
      }
    }
  }

  @Test
  void heartbeatsShowLoadAndGenerator() throws Exception {
    try (var target = new TestTarget()) {
      target.on("/", TestTarget.answer(200, "{}"));
      var test =
          LoadTests.of(target.url())
              .requests(LoadTests.get("a", "/"))
              .constant(6, Duration.ofMillis(2_300))
              .thinkTime(Duration.ofMillis(10), Duration.ofMillis(10))
              .build();
      var config = config("beats", test);
      try (var launch = Launch.start(new Agent(config), config).go()) {
        launch.await(ControlRecord::hasHeartbeat);
        var beat =
            launch.heard.stream()
                .filter(ControlRecord::hasHeartbeat)
                .findFirst()
                .orElseThrow()
                .getHeartbeat();
        launch.result();
        assertThat(beat.getActiveVus()).isEqualTo(6);
        assertThat(beat.getConnectionsOpen()).isEqualTo(6);
        assertThat(beat.getRequests()).isPositive();
        assertThat(beat.getCpuCores()).isPositive();
        assertThat(beat.getHeapUsedBytes()).isPositive();
        assertThat(beat.getAllocatedBytes()).isPositive();
        assertThat(beat.getStartLagMaxMicros())
            .isGreaterThanOrEqualTo(beat.getStartLagP99Micros())
            .isGreaterThanOrEqualTo(beat.getStartLagP50Micros())
            .isPositive();
      }
    }
  }
}
