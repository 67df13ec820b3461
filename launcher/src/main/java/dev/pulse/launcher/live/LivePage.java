package dev.pulse.launcher.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pulse.reporter.run.RunFollower;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.sse.SseClient;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the live page on 127.0.0.1 and pushes the run's figures to every open browser once a
 * second by server-sent events. Requests that name another host are refused, so that a page of
 * another site cannot read it through a name that it resolves to this machine.
 */
public final class LivePage implements AutoCloseable {
  /** Port that is tried first; the next free one is taken where it is not to be had. */
  public static final int DEFAULT_PORT = 5665;

  private static final Logger LOG = LoggerFactory.getLogger(LivePage.class);
  private static final String HOST = "127.0.0.1";
  private static final int PORTS_TRIED = 50;

  /** One hour of one-second intervals is sent to a browser that opens the page. */
  private static final int POINTS_AT_FIRST = 3_600;

  /** Each push repeats the newest intervals, as a provisional one may have changed. */
  private static final int POINTS_EACH_SECOND = 30;

  private static final int MAX_BROWSERS = 32;
  private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

  private static final String UPLOT = "META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final Map<String, Asset> ASSETS =
      Map.of(
          "/", new Asset("live/index.html", "text/html; charset=utf-8"),
          "/live.css", new Asset("live/live.css", "text/css; charset=utf-8"),
          "/live.js", new Asset("live/live.js", "text/javascript; charset=utf-8"),
          "/uplot.css", new Asset(UPLOT + "uPlot.min.css", "text/css; charset=utf-8"),
          "/uplot.js", new Asset(UPLOT + "uPlot.iife.min.js", "text/javascript; charset=utf-8"));

  private record Asset(String resource, String type) {}

  private final ObjectMapper json = new ObjectMapper();
  private final Set<SseClient> browsers = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(LivePage::daemon);
  private final Javalin server;
  private volatile @Nullable RunFollower follower;
  private volatile @Nullable Verdict verdict;

  /**
   * How a run ended, shown on top of the page.
   *
   * @param word such as PASS
   * @param text one sentence
   */
  private record Verdict(String word, String text) {}

  private LivePage(Javalin server) {
    this.server = server;
  }

  /**
   * Starts to serve.
   *
   * @param port tried first; the next free one of the fifty after it is taken otherwise
   * @throws IllegalStateException if none of them is free
   */
  public static LivePage start(int port) {
    for (int candidate = port; candidate < port + PORTS_TRIED; candidate++) {
      var page = new LivePage[1];
      var server = Javalin.create(config -> configure(config, () -> page[0]));
      page[0] = new LivePage(server);
      if (page[0].serves(candidate)) {
        return page[0];
      }
    }
    throw new IllegalStateException(
        "no free port for the live page in " + port + ".." + (port + PORTS_TRIED - 1));
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "live-page");
    thread.setDaemon(true);
    return thread;
  }

  private boolean serves(int port) {
    try {
      server.start(HOST, port);
    } catch (JavalinBindException e) {
      ticker.shutdownNow();
      return false;
    }
    ticker.scheduleAtFixedRate(this::push, 1, 1, TimeUnit.SECONDS);
    return true;
  }

  private static void configure(JavalinConfig config, Supplier<LivePage> page) {
    config.startup.showJavalinBanner = false;
    var threads = new QueuedThreadPool(8, 2);
    threads.setDaemon(true);
    threads.setName("live-http");
    config.jetty.threadPool = threads;
    config.routes.before(LivePage::guard);
    ASSETS.forEach((path, asset) -> config.routes.get(path, ctx -> serve(ctx, asset)));
    config.routes.get("/api/run", ctx -> page.get().first(ctx));
    config.routes.sse("/api/events", client -> page.get().join(client));
  }

  private static void guard(Context ctx) {
    String host = ctx.host() == null ? "" : ctx.host();
    String name = host.replaceFirst(":\\d+$", "");
    if (!NAMES.contains(name)) {
      throw new ForbiddenResponse("this page answers to 127.0.0.1 and localhost only");
    }
    ctx.header("Content-Security-Policy", "default-src 'self'; img-src data:");
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("Cache-Control", "no-store");
  }

  private static void serve(Context ctx, Asset asset) throws IOException {
    try (var in = LivePage.class.getClassLoader().getResourceAsStream(asset.resource)) {
      if (in == null) {
        throw new IOException(asset.resource + " is missing from the class path");
      }
      ctx.contentType(asset.type).result(in.readAllBytes());
    }
  }

  /** Address to print for people. */
  public String address() {
    return "http://" + HOST + ":" + server.port() + "/";
  }

  /** Shows a run from now on. */
  public void show(RunFollower run) {
    verdict = null;
    follower = run;
  }

  /**
   * Shows how the run ended, and pushes once more so that an open page has the last figures.
   *
   * @param word such as PASS
   * @param text one sentence
   */
  public void showVerdict(String word, String text) {
    verdict = new Verdict(word, text);
    push();
  }

  private void first(Context ctx) {
    ctx.contentType("application/json").result(view(POINTS_AT_FIRST));
  }

  private void join(SseClient client) {
    if (browsers.size() >= MAX_BROWSERS) {
      client.sendComment("too many pages are open");
      client.close();
      return;
    }
    client.keepAlive();
    client.onClose(() -> browsers.remove(client));
    browsers.add(client);
  }

  private void push() {
    if (browsers.isEmpty()) {
      return;
    }
    try {
      String event = view(POINTS_EACH_SECOND);
      browsers.forEach(browser -> browser.sendEvent("run", event));
    } catch (RuntimeException e) {
      LOG.warn("The live page could not be updated", e);
    }
  }

  /** The view as JSON; {@code {}} before there is a run. */
  private String view(int points) {
    var current = follower;
    if (current == null) {
      return "{}";
    }
    try {
      var node = json.valueToTree(current.read(data -> LiveView.of(data, points)));
      if (verdict != null && node instanceof ObjectNode view) {
        view.putPOJO("verdict", verdict);
      }
      return json.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    browsers.forEach(SseClient::close);
    server.stop();
  }
}
