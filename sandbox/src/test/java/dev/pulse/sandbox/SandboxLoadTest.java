package dev.pulse.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.sandbox.servers.FreePort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients at once, without a pause. */
class SandboxLoadTest {
  private static final int CLIENTS = 50;
  private static final int ROUNDS = 20;
  private static final String ORDER =
      "{\"symbol\":\"MSFT\",\"side\":\"BUY\",\"quantity\":1,\"price\":440}";

  private final Path data;

  SandboxLoadTest(@TempDir Path data) {
    this.data = data;
  }

  @Test
  void fiftyClientsAtOnceGetNoErrorAndEveryTradeIsBooked() throws Exception {
    SandboxConfig config =
        SandboxConfig.in(data, TestDirectories.cache()).preferring(FreePort.any());
    try (Sandbox sandbox = Sandbox.start(config)) {
      ApiClient observer = ApiClient.loggedIn(sandbox.baseUrl(), "user1@tenant1.com");
      long before = held(observer);

      List<Integer> statuses = runAll(sandbox);

      assertThat(statuses).hasSize(CLIENTS * ROUNDS * 5).containsOnly(200, 201);
      // Ten users over fifty clients: five clients book for this one.
      assertThat(held(observer)).isEqualTo(before + 5 * ROUNDS);
    }
  }

  private static long held(ApiClient user) {
    for (var position : user.get("/positions").json().path("positions")) {
      if (position.path("symbol").asText().equals("MSFT")) {
        return position.path("quantity").asLong();
      }
    }
    return 0;
  }

  private static List<Integer> runAll(Sandbox sandbox) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    List<Callable<List<Integer>>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      String email = String.format(Locale.ROOT, "user%d@tenant%d.com", 1 + i % 2, 1 + i / 2 % 5);
      clients.add(() -> run(ApiClient.loggedIn(sandbox.baseUrl(), email)));
    }
    List<Integer> statuses = new ArrayList<>();
    for (Future<List<Integer>> client : threads.invokeAll(clients, 60, TimeUnit.SECONDS)) {
      statuses.addAll(client.get());
    }
    threads.shutdown();
    return statuses;
  }

  private static List<Integer> run(ApiClient client) {
    List<Integer> statuses = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      statuses.add(client.get("/portfolio").status());
      statuses.add(client.get("/trades").status());
      statuses.add(client.get("/positions").status());
      statuses.add(client.post("/trades", ORDER).status());
      statuses.add(client.get("/signals").status());
    }
    return statuses;
  }
}
