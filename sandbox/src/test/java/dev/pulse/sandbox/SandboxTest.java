package dev.pulse.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pulse.sandbox.ApiClient.Answer;
import dev.pulse.sandbox.servers.FreePort;
import dev.pulse.sandbox.users.PasswordHash;
import dev.pulse.sandbox.users.TestCredentials;
import dev.pulse.sandbox.users.TestUsers;
import dev.pulse.sandbox.users.UserVerification;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API as its clients see it, over real servers. */
class SandboxTest {
  private static final String ORDER =
      "{\"symbol\":\"AAPL\",\"side\":\"BUY\",\"quantity\":10,\"price\":214.5}";

  private static Path data;
  private static Sandbox sandbox;

  @BeforeAll
  static void startSandbox(@TempDir Path directory) throws Exception {
    data = directory;
    SandboxConfig config = SandboxConfig.in(data, TestDirectories.cache());
    sandbox = Sandbox.start(config.preferring(FreePort.any()));
  }

  @AfterAll
  static void stopSandbox() throws Exception {
    sandbox.close();
  }

  private static ApiClient anonymous() {
    return new ApiClient(sandbox.baseUrl());
  }

  private static ApiClient user(String email) {
    return ApiClient.loggedIn(sandbox.baseUrl(), email);
  }

  @Test
  void rightPasswordGivesAToken() {
    Answer answer = anonymous().logIn("user1@tenant1.com", "test123");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("token").asText().split("\\.")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"user1@tenant1.com", "nobody@tenant1.com"})
  void wrongPasswordAndUnknownUserAreRefusedAlike(String email) {
    Answer answer = anonymous().logIn(email, "wrong");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().path("error").asText()).isEqualTo("email or password is wrong");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"email\":\"user1@tenant1.com\"}"})
  void malformedLoginIsABadRequest(String body) {
    assertThat(anonymous().post("/api/auth/login", body).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/portfolio", "/trades", "/positions", "/signals"})
  void everyReadNeedsAValidToken(String path) {
    String signature = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    String token = user("user1@tenant1.com").token();
    String forged = token.substring(0, token.lastIndexOf('.') + 1) + signature;

    assertThat(anonymous().get(path).status()).isEqualTo(401);
    assertThat(anonymous().withToken("no.such.token").get(path).status()).isEqualTo(401);
    assertThat(anonymous().withToken(forged).get("/api" + path).status()).isEqualTo(401);
  }

  @Test
  void postingATradeNeedsAToken() {
    assertThat(anonymous().post("/trades", ORDER).status()).isEqualTo(401);
  }

  @Test
  void portfolioAddsUpOverItsHoldings() {
    JsonNode portfolio = user("user1@tenant4.com").get("/portfolio").json();

    BigDecimal sum = BigDecimal.ZERO;
    for (JsonNode holding : portfolio.path("holdings")) {
      sum = sum.add(new BigDecimal(holding.path("marketValue").asText()));
    }
    assertThat(portfolio.path("tenant").asText()).isEqualTo("tenant4");
    assertThat(portfolio.path("holdings")).hasSize(12);
    assertThat(new BigDecimal(portfolio.path("marketValue").asText())).isEqualByComparingTo(sum);
  }

  @Test
  void tradesComeNewestFirstAndPageByPage() {
    ApiClient user = user("user1@tenant3.com");

    JsonNode first = user.get("/api/trades?limit=7").json();
    long next = first.path("nextBefore").asLong();
    JsonNode second = user.get("/trades?limit=7&before=" + next).json();

    assertThat(first.path("trades")).hasSize(7);
    assertThat(first.at("/trades/6/id").asLong()).isEqualTo(next);
    assertThat(second.at("/trades/0/id").asLong()).isLessThan(next);
    assertThat(user.get("/trades").json().path("trades")).hasSize(50);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "before=-1"})
  void pageParametersOutOfRangeAreRefused(String query) {
    assertThat(user("user1@tenant1.com").get("/trades?" + query).status()).isEqualTo(400);
  }

  @Test
  void signalsNameOneAdvicePerInstrument() {
    JsonNode signals = user("user2@tenant2.com").get("/signals").json().path("signals");

    assertThat(signals).hasSize(12);
    assertThat(signals.findValuesAsText("symbol")).doesNotHaveDuplicates();
    assertThat(signals.findValuesAsText("advice")).isSubsetOf("BUY", "SELL", "HOLD");
  }

  @Test
  void tradeMovesThePositionAndThePortfolioAtOnce() {
    ApiClient user = user("user1@tenant5.com");
    long position = held(user.get("/positions").json().path("positions"), "TSLA");
    long holding = held(user.get("/portfolio").json().path("holdings"), "TSLA");

    Answer bought =
        user.post(
            "/trades", "{\"symbol\":\"TSLA\",\"side\":\"BUY\",\"quantity\":30,\"price\":190}");
    Answer sold =
        user.post(
            "/api/trades", "{\"symbol\":\"TSLA\",\"side\":\"sell\",\"quantity\":12,\"price\":1}");

    assertThat(bought.status()).isEqualTo(201);
    assertThat(sold.status()).isEqualTo(201);
    assertThat(held(user.get("/api/positions").json().path("positions"), "TSLA"))
        .isEqualTo(position + 18);
    assertThat(held(user.get("/api/portfolio").json().path("holdings"), "TSLA"))
        .isEqualTo(holding + 18);
    assertThat(user.get("/trades?limit=1").json().at("/trades/0/id").asLong())
        .isEqualTo(sold.json().path("id").asLong());
  }

  private static long held(JsonNode rows, String symbol) {
    for (JsonNode row : rows) {
      if (row.path("symbol").asText().equals(symbol)) {
        return row.path("quantity").asLong();
      }
    }
    throw new AssertionError(symbol + " not in " + rows);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "[]",
        "{}",
        "{\"symbol\":\"aapl\",\"side\":\"BUY\",\"quantity\":1,\"price\":1}",
        "{\"symbol\":\"NOPE\",\"side\":\"BUY\",\"quantity\":1,\"price\":1}",
        "{\"symbol\":\"AAPL\",\"side\":\"HOLD\",\"quantity\":1,\"price\":1}",
        "{\"symbol\":\"AAPL\",\"side\":\"BUY\",\"quantity\":0,\"price\":1}",
        "{\"symbol\":\"AAPL\",\"side\":\"BUY\",\"quantity\":1.5,\"price\":1}",
        "{\"symbol\":\"AAPL\",\"side\":\"BUY\",\"quantity\":\"1\",\"price\":1}",
        "{\"symbol\":\"AAPL\",\"side\":\"BUY\",\"quantity\":1,\"price\":-1}",
        "{\"symbol\":\"AAPL\",\"side\":\"BUY\",\"quantity\":1,\"price\":0.00001}",
        "{\"symbol\":\"AAPL\",\"side\":\"BUY\",\"quantity\":1,\"price\":1e999}",
        "{\"symbol\":\"AAPL\",\"side\":\"BUY\",\"quantity\":1,\"price\":1e999999999}"
      })
  void badTradeIsRefusedWithAReasonAndNotBooked(String body) {
    ApiClient user = user("user2@tenant3.com");
    long newest = user.get("/trades?limit=1").json().at("/trades/0/id").asLong();

    Answer answer = user.post("/trades", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("error").asText()).isNotEmpty();
    assertThat(user.get("/trades?limit=1").json().at("/trades/0/id").asLong()).isEqualTo(newest);
  }

  @Test
  void oversizedBodyIsRefused() {
    Answer answer = user("user1@tenant1.com").post("/trades", " ".repeat(100_000) + ORDER);

    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void oneTenantNeverSeesAnothersRows() {
    ApiClient first = user("user1@tenant1.com");
    ApiClient second = user("user1@tenant2.com");

    long id = first.post("/trades", ORDER).json().path("id").asLong();
    List<String> seenBySecond =
        second.get("/trades?limit=200&tenant=1&tenant_id=1").json().findValuesAsText("id");
    List<String> seenByFirst = first.get("/trades?limit=200").json().findValuesAsText("id");
    List<String> owners = second.get("/trades?limit=200").json().findValuesAsText("user");

    assertThat(seenByFirst).contains(Long.toString(id)).doesNotContainAnyElementsOf(seenBySecond);
    assertThat(owners).allMatch(email -> email.endsWith("@tenant2.com"));
    assertThat(second.get("/portfolio").json().path("tenant").asText()).isEqualTo("tenant2");
  }

  @Test
  void positionsEqualTheSumOfTheTrades() throws Exception {
    user("user2@tenant1.com").post("/trades", ORDER);
    String sql =
        "SELECT count(*) FROM positions p WHERE (quantity, net_cost) <> "
            + " (SELECT sum(CASE side WHEN 'BUY' THEN quantity ELSE -quantity END),"
            + "  sum(CASE side WHEN 'BUY' THEN quantity ELSE -quantity END * price)"
            + "  FROM trades t WHERE t.user_id = p.user_id AND t.symbol = p.symbol)";

    assertThat(number(sql)).isZero();
    assertThat(number("SELECT count(*) FROM positions")).isGreaterThan(100);
  }

  private static long number(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection(sandbox.jdbcUrl())) {
      ResultSet rows = connection.createStatement().executeQuery(sql);
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void statementStatisticsAreCollected() throws Exception {
    user("user1@tenant1.com").get("/positions");

    assertThat(number("SELECT count(*) FROM pg_stat_statements WHERE query LIKE '%positions%'"))
        .isPositive();
  }

  @Test
  void creatingTheTestUsersAgainChangesNothing() throws Exception {
    long trades = number("SELECT count(*) FROM trades WHERE tenant_id = 2");

    assertThat(TestUsers.create(sandbox.jdbcUrl())).isEqualTo(new TestUsers.Outcome(0, 0));
    assertThat(number("SELECT count(*) FROM trades WHERE tenant_id = 2")).isEqualTo(trades);
    assertThat(number("SELECT count(*) FROM users")).isEqualTo(TestCredentials.all().size());
  }

  @Test
  void everyTestUserCanLogIn() {
    assertThat(UserVerification.verify(sandbox.baseUrl()))
        .hasSize(10)
        .allMatch(UserVerification.Result::ok);
  }

  @Test
  void userWhoCannotLogInIsNamedWithWhatToDo() throws Exception {
    try (Connection connection = DriverManager.getConnection(sandbox.jdbcUrl())) {
      connection
          .createStatement()
          .execute(
              "UPDATE users SET password_hash = '"
                  + new PasswordHash(4).of("another")
                  + "' WHERE email = 'user2@tenant4.com'");
    }

    List<UserVerification.Result> failed =
        UserVerification.verify(sandbox.baseUrl()).stream().filter(r -> !r.ok()).toList();
    TestUsers.create(sandbox.jdbcUrl());

    assertThat(failed)
        .extracting(UserVerification.Result::email)
        .containsExactly("user2@tenant4.com");
    assertThat(failed.get(0).reason()).contains("401", "pulse users create");
    assertThat(UserVerification.verify(sandbox.baseUrl())).allMatch(UserVerification.Result::ok);
  }

  @Test
  void refusedConnectionIsToldWithTheAddressTried() throws Exception {
    URI nobody = URI.create("http://127.0.0.1:" + FreePort.any() + "/");

    assertThat(UserVerification.verify(nobody))
        .hasSize(10)
        .allSatisfy(
            result -> {
              assertThat(result.status()).isZero();
              assertThat(result.reason())
                  .contains("connection refused at " + nobody + "api/auth/login");
            });
  }

  @Test
  void metricsCountRequestsByRouteAndStatus() {
    user("user1@tenant2.com").get("/portfolio");
    anonymous().get("/portfolio");
    anonymous().get("/no/such/" + "path");

    String text = anonymous().get("/metrics").text();

    assertThat(text.lines().filter(line -> !line.startsWith("#") && !line.isEmpty()))
        .allMatch(
            line -> line.matches("[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? \\S+"));
    assertThat(text)
        .containsPattern(
            "http_requests_total\\{method=\"GET\",route=\"/portfolio\",status=\"200\"} [1-9]")
        .containsPattern(
            "http_requests_total\\{method=\"GET\",route=\"/portfolio\",status=\"401\"} [1-9]")
        .containsPattern("http_requests_total\\{method=\"GET\",route=\"unmatched\",status=\"404\"}")
        .contains("http_request_duration_seconds_bucket{", "db_pool_connections{state=\"idle\"}")
        .contains("cache_requests_total{cache=\"portfolio\",result=", "jvm_memory_used_bytes{");
  }

  @Test
  void unknownPathIsAJsonError() {
    Answer answer = anonymous().get("/nothing/here");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().path("error").asText()).isNotEmpty();
  }

  @Test
  void addressFileLeadsAnotherProcessToTheServers() throws Exception {
    SandboxAddress address = SandboxAddress.read(data).orElseThrow();

    assertThat(address).isEqualTo(sandbox.address());
    assertThat(address.toString()).doesNotContain("password").contains("127.0.0.1");
  }
}
