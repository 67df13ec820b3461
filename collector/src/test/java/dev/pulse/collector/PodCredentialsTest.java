package dev.pulse.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a pod, its service account opens the API server: over TLS, by the token of the moment. */
class PodCredentialsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path account;
  private HttpsServer server;
  private volatile String expected = "first-token";

  @BeforeEach
  void start() throws Exception {
    var keys = selfSigned();
    Files.writeString(account.resolve("ca.crt"), pem(keys));
    Files.writeString(account.resolve("token"), "first-token\n");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
    server.createContext("/api/v1/namespaces/shop/pods", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String sent = exchange.getRequestHeaders().getFirst("Authorization");
      byte[] pods = FakeCluster.text("pods-before").getBytes(UTF_8);
      if (("Bearer " + expected).equals(sent)) {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, pods.length);
        exchange.getResponseBody().write(pods);
      } else {
        exchange.sendResponseHeaders(401, -1);
      }
    }
  }

  private Map<String, String> environment() {
    return Map.of(
        "KUBERNETES_SERVICE_HOST",
        "127.0.0.1",
        "KUBERNETES_SERVICE_PORT",
        Integer.toString(server.getAddress().getPort()));
  }

  private static int pods(KubernetesClient client) {
    return client.pods().inNamespace("shop").list().getItems().size();
  }

  @Test
  void podsAreReadByTheServiceAccountEvenAfterItsTokenWasRenewed() throws Exception {
    var config = KubernetesClients.ofPod(environment(), account);
    try (var client = KubernetesClients.bounded(config)) {
      assertThat(pods(client)).isPositive();

      expected = "second-token";
      Files.writeString(account.resolve("token"), "second-token");
      assertThat(pods(client)).isPositive();

      expected = "revoked";
      assertThat(catchThrowable(() -> pods(client))).hasMessageContaining("Unauthorized");
    }
  }

  @Test
  void aServerThatTheClusterDidNotSignIsNotTrusted() throws Exception {
    Files.writeString(account.resolve("ca.crt"), pem(selfSigned()));
    var config = KubernetesClients.ofPod(environment(), account);
    try (var client = KubernetesClients.bounded(config)) {
      assertThat(catchThrowable(() -> pods(client)))
          .hasStackTraceContaining("SSLHandshakeException");
    }
  }

  @Test
  void outsideOfAPodItSaysWhatIsMissing() {
    assertThat(catchThrowable(() -> KubernetesClients.ofPod(Map.of(), account)))
        .hasMessageContaining("no service account is mounted in " + account)
        .hasMessageContaining("or name a kubeconfig");
  }

  /** A key of its own with a certificate for 127.0.0.1. */
  private KeyStore selfSigned() throws Exception {
    Path file = Files.createTempDirectory(account, "keys").resolve("server.p12");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", "server", "-keyalg", "EC"));
    command.addAll(List.of("-dname", "CN=kubernetes", "-ext", "san=ip:127.0.0.1"));
    command.addAll(List.of("-keystore", file.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", new String(PASSWORD)));
    var keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).as(output).isZero();
    return KeyStore.getInstance(file.toFile(), PASSWORD);
  }

  private static String pem(KeyStore keys) throws Exception {
    byte[] certificate = keys.getCertificate("server").getEncoded();
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate)
        + "\n-----END CERTIFICATE-----\n";
  }

  private static SSLContext context(KeyStore keys) throws Exception {
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
