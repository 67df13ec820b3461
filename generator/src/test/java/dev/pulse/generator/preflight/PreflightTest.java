package dev.pulse.generator.preflight;

import static dev.pulse.generator.LoadTests.extracting;
import static dev.pulse.generator.LoadTests.get;
import static dev.pulse.generator.LoadTests.request;
import static dev.pulse.generator.TestTarget.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pulse.generator.LoadTests;
import dev.pulse.generator.TestTarget;
import dev.pulse.generator.http.AddressBook;
import dev.pulse.generator.http.HttpSettings;
import dev.pulse.generator.http.TargetPolicy;
import dev.pulse.generator.vu.LoadPlan;
import dev.pulse.protocol.SystemClock;
import dev.pulse.scenario.Escaping;
import dev.pulse.scenario.Extraction;
import dev.pulse.scenario.Header;
import dev.pulse.scenario.JsonPointer;
import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.Request;
import dev.pulse.scenario.Shard;
import dev.pulse.scenario.Template;
import dev.pulse.scenario.UserPool;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PreflightTest {
  private static final Machine PLENTY = new Machine(1_000_000, 50, 28_000, 1L << 30);

  private static Preflight preflight(LoadTest test, String... allowed) {
    var http = HttpSettings.of(test.http(), new TargetPolicy(Set.of(allowed)), new AddressBook());
    return new Preflight(new LoadPlan(test), http, SystemClock::nanoTime, 1 << 20);
  }

  private static List<String> refusal(LoadTest test, String... allowed) {
    var refusal =
        catchThrowableOfType(PreflightException.class, () -> preflight(test, allowed).check());
    assertThat(refusal).isNotNull();
    return refusal.lines();
  }

  private static Request login() {
    var body =
        new Template(
            "",
            Escaping.JSON,
            List.of(
                new Template.Literal("{\"email\":\""),
                new Template.UserValue("email", 0),
                new Template.Literal("\",\"password\":\"test123\"}")));
    return extracting(
        request(
            "login",
            "POST",
            Template.constant("/api/auth/login"),
            List.of(new Header("Content-Type", Template.constant("application/json"))),
            body),
        true,
        new Extraction("token", 0, JsonPointer.parse("/token")));
  }

  private static LoadTest withLogin(TestTarget target) {
    return LoadTests.of(target.url())
        .requests(login(), get("a", "/"))
        .variables("token")
        .users(new UserPool(List.of("email"), List.of(List.of("user1@tenant1.com"))))
        .build();
  }

  @Test
  void targetThatAnswersAndLetsTheFirstUserInPasses() throws Exception {
    try (var target = new TestTarget()) {
      target.on("/api/auth/login", answer(200, "{\"token\":\"t\"}"));
      assertThatCode(() -> preflight(withLogin(target)).check()).doesNotThrowAnyException();
      assertThat(target.count("/api/auth/login")).isEqualTo(1);
    }
  }

  @Test
  void eachAgentTriesTheLoginOfItsOwnFirstUser() throws Exception {
    try (var target = new TestTarget()) {
      target.on("/api/auth/login", answer(401, "{}"));
      var users = List.of(List.of("user1@tenant1.com"), List.of("user2@tenant1.com"));
      var test =
          LoadTests.of(target.url())
              .requests(login(), get("a", "/"))
              .variables("token")
              .users(new UserPool(List.of("email"), users))
              .constant(4, Duration.ofSeconds(1))
              .build();
      var http = HttpSettings.of(test.http(), new TargetPolicy(Set.of()), new AddressBook());
      var second = new LoadPlan(test, Shard.of(1, 2));

      var refusal =
          catchThrowableOfType(
              PreflightException.class,
              () -> new Preflight(second, http, SystemClock::nanoTime, 1 << 20).check());

      assertThat(target.received())
          .filteredOn(request -> "POST".equals(request.method()))
          .singleElement()
          .satisfies(request -> assertThat(request.body()).contains("user2@tenant1.com"));
      assertThat(String.join("\n", refusal.lines())).contains("user2@tenant1.com");
    }
  }

  private static LoadTest withUsers(TestTarget target, int users, int vus) {
    List<List<String>> rows =
        IntStream.rangeClosed(1, users).mapToObj(i -> List.of("user" + i + "@t.com")).toList();
    return LoadTests.of(target.url())
        .requests(login(), get("a", "/"))
        .variables("token")
        .users(new UserPool(List.of("email"), rows))
        .constant(vus, Duration.ofSeconds(1))
        .build();
  }

  private static List<String> loggedIn(TestTarget target) {
    return target.received().stream()
        .filter(request -> "POST".equals(request.method()))
        .map(request -> request.body().replaceAll(".*\"email\":\"([^\"]+)\".*", "$1"))
        .toList();
  }

  @Test
  void eachUserOfTheAgentsShareLogsInOnceBeforeItIsReady() throws Exception {
    try (var target = new TestTarget()) {
      target.on("/api/auth/login", answer(200, "{\"token\":\"t\"}"));
      var test = withUsers(target, 12, 40);
      var http = HttpSettings.of(test.http(), new TargetPolicy(Set.of()), new AddressBook());
      var second = new LoadPlan(test, Shard.of(1, 2));

      new Preflight(second, http, SystemClock::nanoTime, 1 << 20).check();

      assertThat(loggedIn(target))
          .containsExactlyInAnyOrder(
              "user2@t.com",
              "user4@t.com",
              "user6@t.com",
              "user8@t.com",
              "user10@t.com",
              "user12@t.com");
    }
  }

  @Test
  void oneUserAmongManyWhoCannotLogInIsNamed() throws Exception {
    try (var target = new TestTarget()) {
      target.on(
          "/api/auth/login",
          (request, out, socket) ->
              out.write(
                  answer(request.body().contains("user7@") ? 401 : 200, "{\"token\":\"t\"}")
                      .getBytes(UTF_8)));

      String text = String.join("\n", refusal(withUsers(target, 12, 12)));

      assertThat(text)
          .contains("the login of user 7 (of 12 tried) fails", "answered HTTP 401")
          .contains("user7@t.com");
    }
  }

  @Test
  void thousandsOfUsersAreNotALoadBeforeTheLoad() throws Exception {
    try (var target = new TestTarget()) {
      target.on("/api/auth/login", answer(200, "{\"token\":\"t\"}"));

      preflight(withUsers(target, 5_000, 5_000)).check();

      assertThat(loggedIn(target)).hasSize(Preflight.MOST_LOGINS).doesNotHaveDuplicates();
    }
  }

  @Test
  void refusedConnectionNamesTheAddressAndWhatToDo() throws Exception {
    var target = new TestTarget();
    target.close();
    assertThat(refusal(LoadTests.of(target.url()).requests(get("a", "/")).build()))
        .satisfiesExactly(
            tried ->
                assertThat(tried)
                    .contains("connection refused", "127.0.0.1:" + target.url().getPort()),
            hint -> assertThat(hint).contains("is the API up?", "BASE_URL"));
  }

  @Test
  void failedLoginNamesTheStatusTheUsersTheSecretAndACurlLineWithoutPassword() throws Exception {
    try (var target = new TestTarget()) {
      target.on("/api/auth/login", answer(401, "{}"));
      String text = String.join("\n", refusal(withLogin(target)));
      assertThat(text)
          .contains("answered HTTP 401", "pulse users create", "secret")
          .contains(
              "curl -i -X POST -H 'Content-Type: application/json' -d"
                  + " '{\"email\":\"user1@tenant1.com\",\"password\":\"***\"}' '"
                  + target.url()
                  + "/api/auth/login'")
          .doesNotContain("test123");
    }
  }

  @Test
  void loginWithoutATokenSaysSo() throws Exception {
    try (var target = new TestTarget()) {
      target.on("/api/auth/login", answer(200, "{}"));
      assertThat(refusal(withLogin(target)).get(0)).contains("nothing to extract");
    }
  }

  @Test
  void publicTargetNeedsToBeAllowedByName() {
    var test = LoadTests.of(URI.create("http://192.0.2.7:81")).requests(get("a", "/")).build();
    assertThat(String.join("\n", refusal(test))).contains("--allow-target 192.0.2.7");
  }

  @Test
  void unknownNameSaysWhichOne() {
    var test =
        LoadTests.of(URI.create("http://no-such-host.invalid")).requests(get("a", "/")).build();
    assertThat(refusal(test).get(0)).contains("no-such-host.invalid");
  }

  @Test
  void serverThatIsNoHttpServerIsToldFromOneThatIsDown() throws Exception {
    try (var target = new TestTarget()) {
      target.on("/", "garbage\r\n\r\n");
      var lines = refusal(LoadTests.of(target.url()).requests(get("a", "/")).build());
      assertThat(lines.get(0)).contains("malformed HTTP answer");
      assertThat(lines.get(1)).contains("HTTP/1.1 server");
    }
  }

  @Test
  void nothingIsShortOnARoomyMachine() {
    assertThat(Limits.shortages(PLENTY, 5_000, 64 << 20)).isEmpty();
  }

  @Test
  void shortageNamesTheNumberThatIsShort() {
    var small = new Machine(1_024, 50, 4_000, 64 << 20);
    assertThat(Limits.shortages(small, 5_000, 64 << 20))
        .satisfiesExactly(
            files -> assertThat(files).contains("limit is 1024", "ulimit -n 5150"),
            ports -> assertThat(ports).contains("ip_local_port_range has 4000"),
            heap -> assertThat(heap).contains("limited to 64 MiB", "-Xmx"));
  }

  @Test
  void portRangeIsReadAsTheKernelWritesIt() {
    assertThat(Machine.localPorts("32768\t60999\n")).isEqualTo(28_232);
  }
}
