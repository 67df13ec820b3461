package dev.pulse.generator;

import dev.pulse.scenario.Check;
import dev.pulse.scenario.ConstantVus;
import dev.pulse.scenario.Executor;
import dev.pulse.scenario.Extraction;
import dev.pulse.scenario.Flow;
import dev.pulse.scenario.Header;
import dev.pulse.scenario.HttpOptions;
import dev.pulse.scenario.LoadTest;
import dev.pulse.scenario.Login;
import dev.pulse.scenario.OrderedFlow;
import dev.pulse.scenario.PerVuIterations;
import dev.pulse.scenario.Redaction;
import dev.pulse.scenario.Request;
import dev.pulse.scenario.Scenario;
import dev.pulse.scenario.StatusSet;
import dev.pulse.scenario.Template;
import dev.pulse.scenario.ThinkTime;
import dev.pulse.scenario.UserPool;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Load tests, built in code. */
public final class LoadTests {
  private final URI target;
  private List<Request> requests = List.of();
  private List<Scenario> scenarios = List.of();
  private HttpOptions http = HttpOptions.DEFAULT;
  private UserPool users = UserPool.NONE;
  private List<String> variables = List.of();
  private Redaction redaction = Redaction.NONE;
  private Executor executor = new PerVuIterations(1, 1, Duration.ofSeconds(30));
  private @Nullable Flow flow;
  private ThinkTime thinkTime = ThinkTime.NONE;
  private Duration gracefulStop = Duration.ofSeconds(5);
  private long seed = 1;

  private LoadTests(URI target) {
    this.target = target;
  }

  public static LoadTests of(URI target) {
    return new LoadTests(target);
  }

  public LoadTests requests(Request... all) {
    requests = List.of(all);
    return this;
  }

  public LoadTests scenarios(Scenario... all) {
    scenarios = List.of(all);
    return this;
  }

  public LoadTests http(HttpOptions options) {
    http = options;
    return this;
  }

  public LoadTests users(UserPool pool) {
    users = pool;
    return this;
  }

  public LoadTests variables(String... names) {
    variables = List.of(names);
    return this;
  }

  public LoadTests redaction(Redaction secrets) {
    redaction = secrets;
    return this;
  }

  public LoadTests executor(Executor how) {
    executor = how;
    return this;
  }

  public LoadTests constant(int vus, Duration length) {
    return executor(new ConstantVus(vus, length));
  }

  public LoadTests flow(Flow sent) {
    flow = sent;
    return this;
  }

  public LoadTests thinkTime(Duration least, Duration most) {
    thinkTime = new ThinkTime(least, most);
    return this;
  }

  public LoadTests gracefulStop(Duration length) {
    gracefulStop = length;
    return this;
  }

  public LoadTests seed(long value) {
    seed = value;
    return this;
  }

  public LoadTest build() {
    boolean hasLogin = requests.get(0).login();
    int firstStep = hasLogin ? 1 : 0;
    Flow steps =
        flow != null
            ? flow
            : new OrderedFlow(IntStream.range(firstStep, requests.size()).boxed().toList());
    var one = new Scenario("main", executor, Duration.ZERO, gracefulStop, steps, thinkTime);
    return new LoadTest(
        "test",
        "",
        "test.yaml",
        "0",
        target,
        scenarios.isEmpty() ? List.of(one) : scenarios,
        requests,
        variables,
        List.of(),
        http,
        users,
        hasLogin ? Optional.of(new Login(0)) : Optional.empty(),
        Map.of(),
        "",
        seed,
        redaction);
  }

  // ---- requests

  public static Request get(String name, String path, Check... checks) {
    return request(name, "GET", Template.constant(path), List.of(), Template.EMPTY, checks);
  }

  public static Request request(
      String name,
      String method,
      Template path,
      List<Header> headers,
      Template body,
      Check... checks) {
    return new Request(
        name,
        method,
        path,
        headers,
        body,
        List.of(checks),
        List.of(),
        StatusSet.DEFAULT,
        Optional.empty(),
        false);
  }

  public static Request withTimeout(Request r, Duration timeout) {
    return new Request(
        r.name(),
        r.method(),
        r.path(),
        r.headers(),
        r.body(),
        r.checks(),
        r.extractions(),
        r.expectedStatuses(),
        Optional.of(timeout),
        r.login());
  }

  public static Request extracting(Request r, boolean login, Extraction... extractions) {
    return new Request(
        r.name(),
        r.method(),
        r.path(),
        r.headers(),
        r.body(),
        r.checks(),
        List.of(extractions),
        r.expectedStatuses(),
        r.timeout(),
        login);
  }

  public static HttpOptions options(long maxBodyBytes, int maxRedirects, boolean insecure) {
    return new HttpOptions(HttpOptions.DEFAULT_TIMEOUT, maxBodyBytes, maxRedirects, insecure);
  }
}
