package dev.pulse.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Opens clients of a cluster that give up after seconds, and ask once only. */
final class KubernetesClients {
  private static final int MILLIS_TO_CONNECT = 3_000;
  private static final int MILLIS_TO_ANSWER = 5_000;
  private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private KubernetesClients() {}

  static KubernetesClient open(SourceSpec.Kubernetes spec) throws IOException {
    return bounded(spec.kubeconfig().isEmpty() ? ofPod(System.getenv(), ACCOUNT) : ofFile(spec));
  }

  static KubernetesClient bounded(Config config) {
    Config bounded =
        new ConfigBuilder(config)
            .withConnectionTimeout(MILLIS_TO_CONNECT)
            .withRequestTimeout(MILLIS_TO_ANSWER)
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(bounded).build();
  }

  private static Config ofFile(SourceSpec.Kubernetes spec) throws IOException {
    Path file = Path.of(spec.kubeconfig());
    if (!Files.isReadable(file)) {
      throw new IOException(spec + ": there is no readable kubeconfig " + file);
    }
    Config config;
    try {
      config =
          spec.context().isEmpty()
              ? Config.fromKubeconfig(new File(spec.kubeconfig()))
              : Config.fromKubeconfig(spec.context(), new File(spec.kubeconfig()));
    } catch (RuntimeException e) {
      // What the parser says may quote the file, and with it a token.
      throw new IOException(spec + ": " + file + " is no kubeconfig");
    }
    if (config.getCurrentContext() == null) {
      throw new IOException(spec + ": " + file + " has no context " + spec.context());
    }
    return config;
  }

  /**
   * As the kubelet gives it to every pod; the token changes while the pod lives.
   *
   * @param environment of the pod's process
   * @param account where the service account is mounted
   */
  static Config ofPod(Map<String, String> environment, Path account) throws IOException {
    String host = environment.get("KUBERNETES_SERVICE_HOST");
    String port = environment.get("KUBERNETES_SERVICE_PORT");
    if (host == null || port == null || !Files.isReadable(account.resolve("token"))) {
      throw new IOException(
          "no service account is mounted in "
              + account
              + ": set automountServiceAccountToken, or name a kubeconfig");
    }
    String address = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("https://" + address + ":" + port)
        .withCaCertFile(account.resolve("ca.crt").toString())
        .withOauthTokenProvider(() -> token(account))
        .build();
  }

  private static String token(Path account) {
    try {
      return Files.readString(account.resolve("token"), UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
