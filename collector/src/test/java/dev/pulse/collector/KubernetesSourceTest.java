package dev.pulse.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over HTTP, against answers in the form that a real cluster gives. */
class KubernetesSourceTest {
  private static final String LIMITED = "api-6d4cf56db6-7xkzq";
  private static final String REQUESTING = "api-6d4cf56db6-p2v8m";
  private static final Instant BEGIN = Instant.parse("2026-11-27T12:00:00.700Z");

  @TempDir private Path folder;
  private FakeCluster cluster;
  private KubernetesSource source;

  @BeforeEach
  void begin() throws Exception {
    cluster = new FakeCluster();
    source = source(cluster.kubeconfig(folder), "");
    source.begin();
  }

  @AfterEach
  void end() {
    source.close();
    cluster.close();
  }

  private static KubernetesSource source(Path kubeconfig, String deployment) {
    var spec =
        new SourceSpec.Kubernetes(
            "cluster", "shop", "app=api", deployment, "", kubeconfig.toString(), "");
    return new KubernetesSource(spec, () -> BEGIN);
  }

  private static Reading one(List<Reading> readings, String series, String label) {
    var found =
        readings.stream()
            .filter(reading -> reading.series().equals(series) && reading.label().equals(label))
            .toList();
    assertThat(found).as(series + " of " + label).hasSize(1);
    return found.get(0);
  }

  private static List<String> events(List<Reading> readings) {
    return readings.stream()
        .filter(reading -> !reading.event().isEmpty())
        .map(
            reading ->
                Instant.ofEpochMilli(reading.atEpochMicros() / 1_000)
                    + " "
                    + reading.series()
                    + " "
                    + reading.label()
                    + " "
                    + reading.event())
        .sorted()
        .toList();
  }

  @Test
  void usageIsAShareOfLimitsOrElseOfRequestsAtTheTimeOfTheMetrics() throws Exception {
    var readings = source.read();

    Reading cpu = one(readings, "cpu_ratio", LIMITED);
    assertThat(cpu.value()).isEqualTo(0.8, within(1e-9));
    assertThat(cpu.unit()).isEqualTo("ratio");
    assertThat(cpu.labels()).containsEntry("against", "limits");
    assertThat(Instant.ofEpochMilli(cpu.atEpochMicros() / 1_000)).isEqualTo("2026-11-27T12:00:38Z");
    assertThat(one(readings, "memory_ratio", LIMITED).value()).isEqualTo(0.75, within(1e-9));
    assertThat(one(readings, "cpu_cores", LIMITED).value()).isEqualTo(0.403214512, within(1e-9));
    assertThat(one(readings, "memory_bytes", LIMITED).value()).isEqualTo(400.0 * (1 << 20));
    Reading requested = one(readings, "cpu_ratio", REQUESTING);
    assertThat(requested.value()).isEqualTo(0.5, within(1e-9));
    assertThat(requested.labels()).containsEntry("against", "requests");
    assertThat(one(readings, "memory_ratio", REQUESTING).value()).isEqualTo(0.5, within(1e-9));
  }

  @Test
  void metricsThatAreNotRenewedAreNoNewReading() throws Exception {
    source.read();

    assertThat(source.read()).noneMatch(reading -> reading.series().equals("cpu_ratio"));
  }

  @Test
  void replicasAreThoseOfWhatThePodsBelongTo() throws Exception {
    var readings = source.read();

    assertThat(one(readings, "replicas_wanted", "api").value()).isEqualTo(4);
    assertThat(one(readings, "replicas_ready", "api").value()).isEqualTo(2);
    assertThat(one(readings, "replicas_wanted", "hpa/api").value()).isEqualTo(4);
    assertThat(one(readings, "replicas_max", "hpa/api").value()).isEqualTo(4);
    assertThat(readings).noneMatch(reading -> reading.label().contains("mail"));
  }

  @Test
  void restartsAndOomKillsCountFromTheRunOn() throws Exception {
    var before = source.read();
    cluster.pods("pods-after");
    var after = source.read();

    assertThat(one(before, "restarts", LIMITED).value()).isZero();
    assertThat(one(before, "oom_kills", LIMITED).value()).isZero();
    assertThat(one(after, "restarts", LIMITED).value()).isEqualTo(2);
    assertThat(one(after, "oom_kills", LIMITED).value()).isEqualTo(1);
    assertThat(one(after, "restarts", REQUESTING).value()).isEqualTo(1);
    assertThat(one(after, "oom_kills", REQUESTING).value()).isZero();
  }

  @Test
  void whatHappensIsToldOnceAtItsOwnTimeAndOnlyFromTheRunOn() throws Exception {
    var first = source.read();
    cluster.pods("pods-after");
    var second = source.read();
    cluster.autoscalerEvents("events-autoscalers-later");
    var third = source.read();

    assertThat(events(first))
        .containsExactly(
            "2026-11-27T12:00:35.482Z scaling deployment/api"
                + " ScalingReplicaSet: Scaled up replica set api-6d4cf56db6 from 2 to 4",
            "2026-11-27T12:00:35Z scaling hpa/api SuccessfulRescale: New size: 4;"
                + " reason: cpu resource utilization (percentage of request) above target",
            "2026-11-27T12:00:45Z restart pod/"
                + REQUESTING
                + " BackOff: Back-off restarting failed container api in pod "
                + REQUESTING
                + "_shop(u-2)");
    assertThat(events(second))
        .containsExactly(
            "2026-11-27T12:00:31Z oom_kill pod/"
                + LIMITED
                + " container api was killed: out of memory (limit reached)",
            "2026-11-27T12:00:40Z restart pod/"
                + REQUESTING
                + " container api ended (Error, exit code 1) and was started again");
    assertThat(events(third)).hasSize(1).first().asString().startsWith("2026-11-27T12:05:00Z");
    assertThat(events(source.read())).isEmpty();
  }

  private PartlyReadException partly() {
    var thrown = catchThrowable(() -> source.read());
    assertThat(thrown).isInstanceOf(PartlyReadException.class).hasMessageNotContaining("s3cret");
    return (PartlyReadException) thrown;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | must allow get, list on pods of apiGroup \"metrics.k8s.io\"",
        "404 | install metrics-server",
        "401 | does not know who asks",
        "503 | the cluster answered 503",
        "200 | the answer cannot be read",
      })
  void withoutMetricsTheRestIsReadAndTheGapSaysWhatToDo(int status, String what) {
    String said = FakeCluster.text("forbidden-metrics").replace("403", Integer.toString(status));
    cluster.metrics(status, status == 200 ? "<html>" : said);

    var partly = partly();

    assertThat(partly)
        .hasMessageStartingWith("kubernetes namespace shop: CPU and memory of pods: ")
        .hasMessageContaining(what)
        .hasMessageNotContaining("\n");
    assertThat(one(partly.readings(), "replicas_ready", "api").value()).isEqualTo(2);
    assertThat(one(partly.readings(), "restarts", LIMITED).value()).isZero();
    assertThat(events(partly.readings())).hasSize(3);
  }

  @Test
  void triedBeforeARunItSaysHowManyPodsItWatchesAndWhatItMayNotRead() throws Exception {
    assertThat(source.probe()).isEqualTo("kubernetes namespace shop answers, pods watched: 2");

    cluster.metrics(404, FakeCluster.text("forbidden-metrics").replace("403", "404"));
    assertThat(source.probe())
        .startsWith("kubernetes namespace shop answers, pods watched: 2")
        .contains("not all of it", "install metrics-server");
  }

  @Test
  void podsThatMayNotBeReadAreAGapAndTheirNextReadingCounts() throws Exception {
    cluster.podsWith(403, FakeCluster.text("forbidden-metrics"));
    assertThat(partly()).hasMessageContaining("pods: 403").hasMessageContaining("on pods of");

    cluster.pods("pods-before");
    assertThat(one(source.read(), "restarts", LIMITED).value()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "{\"kind\":\"PodList\",\"items\":[{}]}", "[1]", ""})
  void nonsenseInPlaceOfPodsIsAGap(String nonsense) {
    cluster.podsWith(200, nonsense);

    assertThat(partly()).hasMessageContaining("pods: the answer cannot be read as a list of pods");
  }

  @Test
  void noPodsAreAGapAndSoArePodsWithoutMetrics() {
    cluster.podsWith(200, "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[]}");
    assertThat(partly()).hasMessageContaining("there are no pods with app=api");

    cluster.pods("pods-before");
    cluster.metrics(200, "{\"kind\":\"PodMetricsList\",\"items\":[]}");
    assertThat(partly()).hasMessageContaining("has nothing for 2 running pods");
  }

  @Test
  void metricsThatHangTakeNothingElseAway() {
    cluster.metricsHang();

    var partly = partly();

    assertThat(partly)
        .hasMessageContaining("CPU and memory of pods: the API server")
        .hasMessageContaining("does not answer");
    assertThat(one(partly.readings(), "replicas_ready", "api").value()).isEqualTo(2);
    assertThat(events(partly.readings())).hasSize(3);
  }

  @Test
  void morePodsThanAreReadAreSaid() {
    cluster.pods("pods-many");

    assertThat(partly()).hasMessageContaining("more than 200 pods").hasMessageContaining("narrow");
  }

  @Test
  void aDeploymentThatIsNotThereIsSaid() throws Exception {
    source.close();
    source = source(cluster.kubeconfig(folder), "shop");

    assertThat(partly()).hasMessageContaining("there is no deployment shop in shop");
  }

  @Test
  void aClusterThatIsDownIsOneGapOfAll() {
    cluster.close();

    assertThat(catchThrowable(() -> source.read()))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(PartlyReadException.class)
        .hasMessageContaining("the API server http")
        .hasMessageContaining("does not answer");
  }

  @Test
  void aFileThatIsNoKubeconfigIsSaidWithoutQuotingIt() throws Exception {
    Path file = Files.writeString(folder.resolve("no"), "users: [ s3cret");

    assertThat(catchThrowable(() -> source(file, "").read()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no kubeconfig")
        .hasMessageNotContaining("s3cret");
    assertThat(catchThrowable(() -> source(folder.resolve("none"), "").read()))
        .hasMessageContaining("there is no readable kubeconfig");
  }
}
