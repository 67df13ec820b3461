package dev.pulse.integration.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What {@code config} of docker-compose 1.29 and of docker's compose plugin make of the file, and
 * what holds for every service in it.
 */
class ComposeFileTest {
  /** Who reads the file, and where each is to be found. */
  private enum Reader {
    /** Debian's docker-compose. */
    STANDALONE("docker-compose"),
    /**
     * The plugin's own loader, which {@code .ci/run} makes from {@code src/test/compose-config}.
     */
    PLUGIN("compose-config");

    private final String program;

    Reader(String program) {
      this.program = program;
    }

    Optional<Path> find() {
      var cached = Path.of(System.getProperty("user.home"), ".cache/pulse", program);
      return Checkout.program(program).or(() -> Optional.of(cached).filter(Files::isExecutable));
    }
  }

  /** More would not leave a laptop with 8 GB enough for itself. */
  private static final long MOST_MEGABYTES = 7 * 1024;

  /** As the README scales them. */
  private static final int GENERATORS = 3;

  @TempDir private Path folder;
  private Path passwords;

  @BeforeEach
  void writePasswords() throws Exception {
    passwords = folder.resolve("env");
    var said =
        Checkout.run(folder, Map.of("PULSE_ENV", passwords.toString()), List.of("./stack", "env"));
    assertThat(said.exitCode()).as(said.output()).isZero();
  }

  @Test
  void passwordsAreMadeOnceForTheirOwnerOnly() throws Exception {
    String first = Files.readString(passwords);
    var again =
        Checkout.run(folder, Map.of("PULSE_ENV", passwords.toString()), List.of("./stack", "env"));

    assertThat(again.exitCode()).isZero();
    assertThat(Files.readString(passwords)).isEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(passwords)))
        .isEqualTo("rw-------");
    List<String> secrets =
        first
            .lines()
            .filter(line -> line.matches("[A-Z_]+=[0-9a-f]{40}"))
            .map(line -> line.substring(line.indexOf('=') + 1))
            .toList();
    assertThat(secrets).hasSize(6).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void composeReadsTheFileWithAllServicesInIt(Reader reader) throws Exception {
    Map<String, Object> read = configured(reader);

    assertThat(mapping(read, "services").keySet())
        .contains("kafka", "influxdb", "grafana", "postgres", "redis", "prometheus")
        .contains("node-exporter", "postgres-exporter", "redis-exporter")
        .contains("sandbox", "aggregator", "generator", "collector", "sink", "pulse");
  }

  @ParameterizedTest
  @EnumSource
  void composeRefusesToStartWithoutPasswordsAndSaysWhatToDo(Reader reader) throws Exception {
    Path none = Files.createFile(folder.resolve("none"));

    var said = config(reader, none);

    assertThat(said.exitCode()).isNotZero();
    assertThat(said.output()).contains("./stack up");
  }

  @Test
  void everyPortIsOpenOnLoopbackOnly() throws Exception {
    services()
        .forEach(
            (name, service) ->
                assertThat(list(service, "ports"))
                    .as(name)
                    .allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:")));
  }

  @Test
  void everyServiceIsWithoutPrivilegesAndNotRoot() throws Exception {
    services()
        .forEach(
            (name, service) -> {
              assertThat(list(service, "cap_drop")).as(name).isEqualTo(List.of("ALL"));
              assertThat(list(service, "security_opt"))
                  .as(name)
                  .isEqualTo(List.of("no-new-privileges:true"));
              assertThat(service).as(name).doesNotContainKeys("privileged", "cap_add");
              if (!"kafka".equals(name)) {
                assertThat(service.get("read_only")).as(name).isEqualTo(true);
              }
              assertThat(service.getOrDefault("user", "").toString())
                  .as(name)
                  .doesNotStartWith("0")
                  .doesNotStartWith("root");
            });
  }

  @Test
  void memoryLimitsFitALaptopWithThreeGenerators() throws Exception {
    long sum = 0;
    for (var entry : services().entrySet()) {
      String limit = String.valueOf(entry.getValue().get("mem_limit"));
      assertThat(limit).as(entry.getKey()).matches("[0-9]+[mg]");
      long count = Long.parseLong(limit.substring(0, limit.length() - 1));
      long megabytes = limit.endsWith("g") ? count * 1024 : count;
      sum += megabytes * ("generator".equals(entry.getKey()) ? GENERATORS : 1);
    }
    assertThat(sum).isBetween(1L, MOST_MEGABYTES);
  }

  @Test
  void everyImageIsPinnedAndNamedWithoutAHost() throws Exception {
    services()
        .forEach(
            (name, service) ->
                assertThat(String.valueOf(service.get("image")))
                    .as(name)
                    .matches("([a-z0-9]+/)?[a-z0-9_-]+:(local|v?[0-9]+\\.[0-9]+.*)"));
  }

  @Test
  void whatAServiceWaitsForCanBecomeSo() throws Exception {
    var services = services();
    services.forEach(
        (name, service) ->
            mapping(service, "depends_on")
                .forEach(
                    (other, how) -> {
                      assertThat(services).containsKey(other);
                      if (how.toString().contains("service_healthy")) {
                        assertThat(services.get(other)).as(other).containsKey("healthcheck");
                      }
                    }));
  }

  @Test
  void everyServiceThatStaysHasAHealthCheck() throws Exception {
    services()
        .forEach(
            (name, service) -> {
              if (!"no".equals(service.get("restart"))) {
                assertThat(service).as(name).containsKey("healthcheck");
              }
            });
  }

  @Test
  void everyFileThatIsMountedOrCopiedIsThere() throws Exception {
    services()
        .forEach(
            (name, service) ->
                list(service, "volumes").stream()
                    .map(volume -> volume.toString().split(":", 2)[0])
                    .filter(path -> path.startsWith("./") && !"./reports".equals(path))
                    .forEach(path -> assertThat(Checkout.ROOT.resolve(path)).as(name).exists()));
    var copied = Pattern.compile("(?m)^COPY (?!--from)(.+) \\S+$");
    copied
        .matcher(Checkout.text("Dockerfile"))
        .results()
        .flatMap(found -> List.of(found.group(1).split(" ")).stream())
        .forEach(path -> assertThat(Checkout.ROOT.resolve(path)).exists());
  }

  @Test
  void noPasswordStandsInTheFile() throws Exception {
    assertThat(
            Checkout.text("docker-compose.yml")
                .lines()
                .filter(line -> line.toUpperCase(Locale.ROOT).matches(".*(PASS|TOKEN|SECRET).*:.*"))
                .filter(line -> !line.trim().startsWith("#")))
        .isNotEmpty()
        .allMatch(line -> line.contains("$"));
  }

  private Map<String, Object> configured(Reader reader) throws Exception {
    var said = config(reader, passwords);
    assertThat(said.exitCode()).as(said.output()).isZero();
    return parsed(said.output());
  }

  private Checkout.Said config(Reader reader, Path environment) throws Exception {
    var program = reader.find();
    assertThat(program.isPresent() || !Checkout.isAllRequired()).as(reader.program).isTrue();
    assumeTrue(program.isPresent(), "no " + reader.program + " on PATH or in ~/.cache/pulse");
    // The service that is started by hand counts, too.
    var command =
        List.of(
            program.orElseThrow().toString(),
            "--env-file",
            environment.toString(),
            "--profile",
            "run",
            "config");
    return Checkout.run(folder, Map.of(), command);
  }

  /** As they stand in the file, anchors resolved, variables not. */
  private static Map<String, Map<String, Object>> services() throws IOException {
    var services = new TreeMap<String, Map<String, Object>>();
    mapping(parsed(Checkout.text("docker-compose.yml")), "services")
        .forEach((name, service) -> services.put(name, merged(service)));
    assertThat(services).hasSizeGreaterThan(10);
    return services;
  }

  /** YAML 1.2 leaves merge keys to whoever reads it. */
  private static Map<String, Object> merged(Object node) {
    var own = new HashMap<>(map(node));
    Object base = own.remove("<<");
    if (base == null) {
      return own;
    }
    var all = new HashMap<>(merged(base));
    all.putAll(own);
    return all;
  }

  private static Map<String, Object> parsed(String yaml) {
    return map(new Load(LoadSettings.builder().build()).loadFromString(yaml));
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
