package dev.pulse.integration.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pulse.integration.PulseProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What Helm makes of the chart, and what holds for everything in it. */
class HelmChartTest {
  private static final String CHART = "deploy/helm";

  /** By these every part is on, and off; see {@link #rendered}. */
  private static final String EVERYTHING =
      "--set=kafka.clientConfigSecret=kafka-client,sink.influxdb.tokenSecret=influxdb"
          + " --set=collector.namespaces={shop,data},agents.labels.zone=west"
          + " --set=agents.allowTargets={api.example.org},aggregator.replicas=3,agents.replicas=9";

  private static final String LEAST =
      "--set=sink.enabled=false,collector.enabled=false,agents.replicas=0";

  @TempDir private Path folder;

  private static Optional<Path> helm() {
    Path cached = Path.of(System.getProperty("user.home"), ".cache/pulse/helm");
    return Checkout.program("helm").or(() -> Optional.of(cached).filter(Files::isExecutable));
  }

  private Checkout.Said helm(List<String> arguments) throws Exception {
    var program = helm();
    assertThat(program.isPresent() || !Checkout.isAllRequired()).as("helm").isTrue();
    assumeTrue(program.isPresent(), "no helm on PATH or in ~/.cache/pulse");
    var command = new ArrayList<>(List.of(program.orElseThrow().toString()));
    command.addAll(arguments);
    var own = Map.of("HOME", folder.toString(), "KUBECONFIG", folder.resolve("none").toString());
    return Checkout.run(folder, own, command);
  }

  private Checkout.Said template(String options) throws Exception {
    var arguments =
        new ArrayList<>(
            List.of("template", "pulse", CHART, "--namespace=load", "--kube-version=1.30.0"));
    Stream.of(options.split(" ")).filter(option -> !option.isEmpty()).forEach(arguments::add);
    return helm(arguments);
  }

  /** Every object that is made of these options. */
  private List<Map<String, Object>> rendered(String options) throws Exception {
    var said = template(options);
    assertThat(said.exitCode()).as(said.output()).isZero();
    var load = new Load(LoadSettings.builder().build());
    return StreamSupport.stream(load.loadAllFromString(said.output()).spliterator(), false)
        .map(HelmChartTest::map)
        .toList();
  }

  private static Stream<Map<String, Object>> pods(List<Map<String, Object>> objects) {
    return objects.stream()
        .map(object -> mapping(object, "spec"))
        .filter(spec -> spec.containsKey("template"))
        .map(spec -> mapping(mapping(spec, "template"), "spec"));
  }

  private static Stream<Map<String, Object>> containers(List<Map<String, Object>> objects) {
    return pods(objects).flatMap(pod -> list(pod, "containers").stream()).map(HelmChartTest::map);
  }

  @Test
  void lintHasNothingToSay() throws Exception {
    for (String options : List.of("", EVERYTHING, LEAST)) {
      var arguments = new ArrayList<>(List.of("lint", "--strict", CHART));
      Stream.of(options.split(" ")).filter(one -> !one.isEmpty()).forEach(arguments::add);
      var said = helm(arguments);

      assertThat(said.exitCode()).as(said.output()).isZero();
    }
  }

  @Test
  void theFourPartsAreThereAndWhatIsOffIsNot() throws Exception {
    assertThat(rendered("").stream().map(one -> one.get("kind") + " " + name(one)))
        .containsExactlyInAnyOrder(
            "Deployment pulse-agent",
            "StatefulSet pulse-aggregator",
            "Service pulse-aggregator",
            "Deployment pulse-sink",
            "Deployment pulse-collector",
            "ConfigMap pulse-collector",
            "ServiceAccount pulse-collector",
            "Role pulse-collector",
            "RoleBinding pulse-collector");
    assertThat(rendered(LEAST).stream().map(one -> one.get("kind") + " " + name(one)))
        .containsExactlyInAnyOrder(
            "Deployment pulse-agent", "StatefulSet pulse-aggregator", "Service pulse-aggregator");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", EVERYTHING, LEAST})
  void nobodyIsRootAndEveryContainerIsBoundedAndHasItsHealthLookedAt(String options)
      throws Exception {
    var objects = rendered(options);

    assertThat(pods(objects))
        .isNotEmpty()
        .allSatisfy(
            pod -> {
              assertThat(mapping(pod, "securityContext"))
                  .containsEntry("runAsNonRoot", true)
                  .containsEntry("runAsUser", 10_001);
              assertThat(pod).doesNotContainKeys("hostNetwork", "hostPID", "hostIPC");
            });
    assertThat(containers(objects))
        .allSatisfy(
            container -> {
              assertThat(mapping(container, "securityContext"))
                  .containsEntry("allowPrivilegeEscalation", false)
                  .containsEntry("readOnlyRootFilesystem", true)
                  .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
              assertThat(mapping(container, "resources")).containsKeys("requests", "limits");
              for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                assertThat(
                        String.valueOf(mapping(mapping(container, probe), "exec").get("command")))
                    .contains("find /tmp/healthy -newermt '-30 seconds' | grep -q .");
              }
              assertThat(container).doesNotContainKey("ports");
            });
    assertThat(Checkout.text("docker-compose.yml"))
        .contains("find /tmp/healthy -newermt '-30 seconds' | grep -q .");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", EVERYTHING})
  void theOnlyRightsAreToReadInTheNamespacesThatAreNamed(String options) throws Exception {
    var objects = rendered(options);

    assertThat(objects.stream().map(object -> String.valueOf(object.get("kind"))))
        .doesNotContain("ClusterRole", "ClusterRoleBinding", "Ingress");
    var roles = objects.stream().filter(object -> "Role".equals(object.get("kind"))).toList();
    assertThat(roles.stream().map(role -> mapping(role, "metadata").get("namespace")))
        .containsExactlyInAnyOrder(
            options.isEmpty() ? new Object[] {"load"} : new Object[] {"shop", "data"});
    for (var role : roles) {
      var readable = new ArrayList<String>();
      for (Object node : list(role, "rules")) {
        var rule = map(node);
        assertThat(list(rule, "verbs").stream().map(Object::toString))
            .containsExactlyInAnyOrder("get", "list", "watch");
        for (Object group : list(rule, "apiGroups")) {
          list(rule, "resources").forEach(resource -> readable.add(group + "/" + resource));
        }
      }
      assertThat(readable)
          .containsExactlyInAnyOrder(
              "/pods",
              "/events",
              "apps/deployments",
              "autoscaling/horizontalpodautoscalers",
              "metrics.k8s.io/pods");
    }
    assertThat(
            pods(objects)
                .filter(pod -> !Boolean.FALSE.equals(pod.get("automountServiceAccountToken"))))
        .hasSize(1)
        .allSatisfy(pod -> assertThat(pod).containsEntry("serviceAccountName", "pulse-collector"));
  }

  @Test
  void noPortIsOpen() throws Exception {
    assertThat(rendered(EVERYTHING))
        .filteredOn(object -> "Service".equals(object.get("kind")))
        .allSatisfy(
            service ->
                assertThat(mapping(service, "spec"))
                    .containsEntry("clusterIP", "None")
                    .doesNotContainKeys("ports", "type"));
  }

  @Test
  void secretsComeFromSecretsOnly() throws Exception {
    var environment =
        containers(rendered(EVERYTHING))
            .flatMap(container -> list(container, "env").stream())
            .map(HelmChartTest::map)
            .filter(one -> String.valueOf(one.get("name")).matches(".*(PASS|TOKEN|SECRET).*"))
            .toList();

    assertThat(environment)
        .hasSize(1)
        .allSatisfy(one -> assertThat(mapping(one, "valueFrom")).containsKey("secretKeyRef"));
    assertThat(template(EVERYTHING).output()).doesNotContain("kind: Secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--set=agents.env[0].name=DB_PASSWORD,agents.env[0].value=secret | /agents/env/0",
        "--set=sink.influxdb.url=http://ann:secret@influxdb:8086/pulse | /sink/influxdb/url",
        "--set=image.tag=latest | /image/tag",
        "--set=kafka.bootstrap=kafka | /kafka/bootstrap",
        "--set=agents.replica=3 | replica",
      })
  void valuesThatCannotBeRightAreRefusedByName(String option, String place) throws Exception {
    var said = template(option);

    assertThat(said.exitCode()).isNotZero();
    assertThat(said.output()).contains(place);
  }

  @Test
  void everyContainerStartsACommandOfPulseWithOptionsThatItHas() throws Exception {
    for (var container : containers(rendered(EVERYTHING)).toList()) {
      var arguments = list(container, "args").stream().map(Object::toString).toList();
      String help = help(arguments.get(0));
      assertThat(arguments.stream().filter(one -> one.startsWith("--")))
          .isNotEmpty()
          .allSatisfy(option -> assertThat(help).contains(option));
    }
  }

  private String help(String command) throws Exception {
    var said = PulseProcess.run(folder, Duration.ofSeconds(60), command, "--help");
    assertThat(said.exitCode()).as(said.output()).isZero();
    return said.output();
  }

  private static String name(Map<String, Object> object) {
    return String.valueOf(mapping(object, "metadata").get("name"));
  }

  private static Map<String, Object> mapping(Map<String, Object> node, String key) {
    return map(node.getOrDefault(key, Map.of()));
  }

  private static List<?> list(Map<String, Object> node, String key) {
    return (List<?>) node.getOrDefault(key, List.of());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }
}
