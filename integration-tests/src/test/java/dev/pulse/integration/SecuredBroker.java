package dev.pulse.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Kafka's own server in a process of its own, which takes clients with a password on one port and
 * over TLS on another; its certificate is its own and of this start.
 */
final class SecuredBroker implements AutoCloseable {
  private static final Path JAVA_BIN = Path.of(System.getProperty("java.home"), "bin");
  private static final String STORE_PASSWORD = "changeit";
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"pulse\""
          + " password=\"s3cret\"";

  private final Path folder;
  private final int passwordPort;
  private final int tlsPort;
  private final Process process;

  private SecuredBroker(Path folder, int passwordPort, int tlsPort, Process process) {
    this.folder = folder;
    this.passwordPort = passwordPort;
    this.tlsPort = tlsPort;
    this.process = process;
  }

  /** Starts it on an empty folder, and returns once both ports answer. */
  static SecuredBroker start(Path folder) throws Exception {
    Files.createDirectories(folder);
    keytool(
        folder, "-genkeypair", "-keyalg", "RSA", "-dname", "CN=pulse", "-ext", "san=ip:127.0.0.1");
    int[] ports = freePorts();
    Path file = folder.resolve("server.properties");
    Files.writeString(file, settings(folder, format(folder), ports), UTF_8);
    var process =
        new ProcessBuilder(
                JAVA_BIN.resolve("java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                SecuredBrokerMain.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.out").toFile())
            .start();
    var broker = new SecuredBroker(folder, ports[1], ports[2], process);
    await()
        .atMost(Duration.ofSeconds(60))
        .failFast("it ended", () -> !process.isAlive())
        .until(() -> answers(ports[1]) && answers(ports[2]));
    return broker;
  }

  /** Lets pulse's own broker make the data directory. */
  private static Path format(Path folder) throws Exception {
    var broker = PulseProcess.start(folder, Map.of(), "broker", "--port", "0");
    await().atMost(Duration.ofSeconds(60)).until(() -> broker.output().contains("ready: "));
    broker.signal("TERM");
    assertThat(broker.await(Duration.ofSeconds(60)).exitCode()).as(broker.output()).isZero();
    try (var files = Files.walk(folder.resolve(".pulse"))) {
      return files
          .filter(path -> path.endsWith("meta.properties"))
          .map(path -> path.toAbsolutePath().getParent())
          .findFirst()
          .orElseThrow();
    }
  }

  private static String settings(Path folder, Path data, int[] ports) {
    String clients =
        "PLAINTEXT://127.0.0.1:"
            + ports[0]
            + ",SASL_PLAINTEXT://127.0.0.1:"
            + ports[1]
            + ",SSL://127.0.0.1:"
            + ports[2];
    return String.join(
        "\n",
        "process.roles=broker,controller",
        "node.id=1",
        "log.dirs=" + data,
        "listeners=" + clients + ",CONTROLLER://127.0.0.1:" + ports[3],
        "advertised.listeners=" + clients,
        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,"
            + "SSL:SSL,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name=PLAINTEXT",
        "controller.listener.names=CONTROLLER",
        "controller.quorum.voters=1@127.0.0.1:" + ports[3],
        "sasl.enabled.mechanisms=PLAIN",
        "listener.name.sasl_plaintext.plain.sasl.jaas.config=" + PLAIN + " user_pulse=\"s3cret\";",
        "ssl.keystore.type=PKCS12",
        "ssl.keystore.location=" + folder.resolve("keys.p12"),
        "ssl.keystore.password=" + STORE_PASSWORD,
        "ssl.key.password=" + STORE_PASSWORD,
        "offsets.topic.replication.factor=1",
        "offsets.topic.num.partitions=1",
        "transaction.state.log.replication.factor=1",
        "transaction.state.log.min.isr=1",
        "transaction.state.log.num.partitions=1",
        "group.initial.rebalance.delay.ms=0",
        "log.cleaner.dedupe.buffer.size=4194304",
        "");
  }

  private static int[] freePorts() throws IOException {
    var held = new ArrayList<ServerSocket>();
    for (int i = 0; i < 4; i++) {
      held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    int[] ports = held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }

  private static boolean answers(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static void keytool(Path folder, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(JAVA_BIN.resolve("keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "broker", "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", folder.resolve("keys.p12").toString()));
    command.addAll(List.of("-storepass", STORE_PASSWORD));
    var done = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(done.getInputStream().readAllBytes(), UTF_8);
    assertThat(done.waitFor()).as(said).isZero();
  }

  String passwordAddress() {
    return "127.0.0.1:" + passwordPort;
  }

  String tlsAddress() {
    return "127.0.0.1:" + tlsPort;
  }

  /** What a client needs for the port with a password, as a file for {@code --kafka-config}. */
  Path passwordFile() throws IOException {
    return client(
        "password.properties",
        "security.protocol=SASL_PLAINTEXT",
        "sasl.mechanism=PLAIN",
        "sasl.jaas.config=" + PLAIN + ";");
  }

  /** The same for the port with TLS. */
  Path tlsFile() throws IOException {
    return client(
        "tls.properties",
        "security.protocol=SSL",
        "ssl.truststore.type=PKCS12",
        "ssl.truststore.location=" + folder.resolve("keys.p12"),
        "ssl.truststore.password=" + STORE_PASSWORD);
  }

  private Path client(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n", UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
