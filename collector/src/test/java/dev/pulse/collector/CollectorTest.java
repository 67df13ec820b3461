package dev.pulse.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pulse.broker.BrokerConfig;
import dev.pulse.broker.EmbeddedBroker;
import dev.pulse.protocol.Records;
import dev.pulse.protocol.SystemClock;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.ResourceSample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Onto a real Kafka. */
class CollectorTest {
  @TempDir private Path folder;

  private static List<ResourceSample> samples(Map<String, Object> kafka) throws Exception {
    var samples = new ArrayList<ResourceSample>();
    try (var consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partition = List.of(new TopicPartition(Topics.RESOURCES, 0));
      consumer.assign(partition);
      consumer.seekToBeginning(partition);
      long end = consumer.endOffsets(partition).values().iterator().next();
      while (samples.size() < end) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          samples.add(Records.resource(record.value()));
        }
      }
    }
    return samples;
  }

  private static List<Long> times(List<ResourceSample> samples, String series) {
    return samples.stream()
        .filter(sample -> sample.getSeries().equals(series))
        .map(ResourceSample::getAtEpochMicros)
        .toList();
  }

  @Test
  void everyRunUnderWayHasTheReadingsAndASilentSourceItsGaps() throws Exception {
    try (var broker = EmbeddedBroker.start(BrokerConfig.in(folder.resolve("kafka")))) {
      Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (var admin = Admin.create(kafka)) {
        Topics.create(admin, 1, (short) 1);
      }
      var said = new CopyOnWriteArrayList<String>();
      var runs = new AtomicReference<>(Set.<String>of());
      var plan =
          new CollectPlan(
              Duration.ofSeconds(1),
              List.of(
                  new SourceSpec.Host("machine"),
                  new SourceSpec.Redis("cache", "127.0.0.1", 1, "", "")));
      try (var collector = Collector.start(plan, kafka, SystemClock.wall(), runs::get, said::add)) {
        await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
        assertThat(samples(kafka)).as("without a run").isEmpty();
        runs.set(Set.of("run-1"));
        await().atMost(Duration.ofSeconds(20)).until(() -> samples(kafka).size() >= 6);
        assertThat(collector.lost()).isZero();
      }
      var all = samples(kafka);

      assertThat(all).allSatisfy(sample -> assertThat(sample.getRun()).isEqualTo("run-1"));
      var gaps = all.stream().filter(sample -> !sample.getGap().isEmpty()).toList();
      assertThat(gaps)
          .isNotEmpty()
          .allSatisfy(
              gap -> {
                assertThat(gap.getSource()).isEqualTo("redis");
                assertThat(gap.getLabelsOrDefault("name", "")).isEqualTo("cache");
                assertThat(gap.getGap()).contains("redis 127.0.0.1:1 does not answer");
              });
      assertThat(all)
          .filteredOn(sample -> sample.getSeries().equals("memory_ratio"))
          .isNotEmpty()
          .allSatisfy(
              sample -> {
                assertThat(sample.getSource()).isEqualTo("host");
                assertThat(sample.getValue()).isBetween(0.0, 1.0);
                assertThat(sample.getAtEpochMicros()).isPositive();
              });
      assertThat(times(all, "memory_ratio"))
          .as("what one reading says has one time")
          .containsAll(times(all, "cpu_ratio"));
      assertThat(times(all, "cpu_ratio")).isNotEmpty();
      assertThat(said).hasSize(1);
      assertThat(said.get(0)).startsWith("not measured: cache: redis 127.0.0.1:1");
    }
  }

  @Test
  void seriesOfTwoSourcesOfOneTypeAreToldApart() throws Exception {
    try (var broker = EmbeddedBroker.start(BrokerConfig.in(folder.resolve("kafka")));
        var cluster = new FakeCluster()) {
      Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (var admin = Admin.create(kafka)) {
        Topics.create(admin, 1, (short) 1);
      }
      String access = cluster.kubeconfig(folder).toString();
      var plan =
          new CollectPlan(
              Duration.ofSeconds(1),
              List.of(
                  new SourceSpec.Kubernetes("east", "shop", "app=api", "", "", access, ""),
                  new SourceSpec.Kubernetes("west", "shop", "app=api", "", "", access, "")));
      var runs = Set.of("run-1");
      try (var collector =
          Collector.start(plan, kafka, SystemClock.wall(), () -> runs, line -> {})) {
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(
                () ->
                    assertThat(labels(samples(kafka), "replicas_ready"))
                        .containsExactlyInAnyOrder("east: api", "west: api"));
        assertThat(collector.isCollecting()).isTrue();
      }
    }
  }

  private static Set<String> labels(List<ResourceSample> samples, String series) {
    return samples.stream()
        .filter(sample -> sample.getSeries().equals(series))
        .map(sample -> sample.getLabelsOrDefault("label", ""))
        .collect(Collectors.toSet());
  }

  @Test
  void whatPrometheusSawWhileNobodyReachedItIsThereWhenTheRunIsOver() throws Exception {
    try (var broker = EmbeddedBroker.start(BrokerConfig.in(folder.resolve("kafka")));
        var prometheus = TestPrometheus.start(folder, Map.of());
        var proxy = new TestProxy(prometheus.port())) {
      Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (var admin = Admin.create(kafka)) {
        Topics.create(admin, 1, (short) 1);
      }
      prometheus.awaitAnswer("up");
      var said = new CopyOnWriteArrayList<String>();
      var plan =
          new CollectPlan(
              Duration.ofSeconds(1), List.of(TestPrometheus.spec(proxy.url(), "timestamp(up)")));
      try (var collector =
          Collector.start(plan, kafka, SystemClock.wall(), () -> Set.of("run-1"), said::add)) {
        assertThat(collector.isCollecting()).isTrue();
        await().atMost(Duration.ofSeconds(20)).until(() -> samples(kafka).size() >= 2);
        proxy.cut();
        await().atMost(Duration.ofSeconds(20)).until(() -> gaps(kafka) >= 3);
        proxy.mend();
        await().atMost(Duration.ofSeconds(20)).until(() -> said.size() >= 2);
      }

      var readings = samples(kafka).stream().filter(s -> s.getGap().isEmpty()).toList();
      var filled = readings.stream().filter(s -> s.containsLabels("filled")).toList();
      assertThat(filled).hasSizeGreaterThanOrEqualTo(2);
      assertThat(filled).allSatisfy(s -> assertThat(s.getSeries()).isEqualTo("up"));
      assertThat(readings).extracting(ResourceSample::getAtEpochMicros).doesNotHaveDuplicates();
      long[] times =
          readings.stream().mapToLong(ResourceSample::getAtEpochMicros).sorted().toArray();
      for (int i = 1; i < times.length; i++) {
        assertThat(times[i] - times[i - 1]).as("no hole").isLessThan(3_000_000);
      }
      assertThat(said).first().asString().contains("measured: watch: prometheus ");
      assertThat(said).contains("measured again: watch");
      assertThat(said).last().asString().matches("filled afterwards: watch: \\d+ readings");
    }
  }

  private static long gaps(Map<String, Object> kafka) throws Exception {
    return samples(kafka).stream().filter(sample -> !sample.getGap().isEmpty()).count();
  }
}
