package dev.pulse.sandbox.api;

import dev.pulse.sandbox.api.AnswerCache.Kind;
import dev.pulse.sandbox.api.Answers.Booked;
import dev.pulse.sandbox.api.Answers.Trade;
import dev.pulse.sandbox.api.Answers.Trades;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a logged-in caller can ask and do. The tenant is the token's, never the request's. */
final class TradingRoutes {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;

  private final Tokens tokens;
  private final Accounts accounts;
  private final TradeBook trades;
  private final Holdings holdings;
  private final History history;
  private final AnswerCache cache;
  private final JsonBody json;

  TradingRoutes(
      Tokens tokens,
      Accounts accounts,
      TradeBook trades,
      Holdings holdings,
      History history,
      AnswerCache cache,
      JsonBody json) {
    this.tokens = tokens;
    this.accounts = accounts;
    this.trades = trades;
    this.holdings = holdings;
    this.history = history;
    this.cache = cache;
    this.json = json;
  }

  void addTo(RoutesConfig routes, String prefix) {
    routes.get(prefix + "/portfolio", loggedIn(this::portfolio));
    routes.get(prefix + "/trades", loggedIn(this::recentTrades));
    routes.get(prefix + "/positions", loggedIn(this::positions));
    routes.get(prefix + "/signals", loggedIn(this::signals));
    routes.get(prefix + "/performance", loggedIn(this::performance));
    routes.get(prefix + "/statement", loggedIn(this::statement));
    routes.post(prefix + "/trades", loggedIn(this::book));
  }

  private interface CallerRoute {
    void handle(Context context, Caller caller) throws Exception;
  }

  private Handler loggedIn(CallerRoute route) {
    return context -> {
      Caller caller = tokens.verify(context.header("Authorization"));
      cache.get(
          Kind.USER,
          caller.userId(),
          () -> accounts.emailOf(caller).getBytes(StandardCharsets.UTF_8));
      route.handle(context, caller);
    };
  }

  private void portfolio(Context context, Caller caller) throws Exception {
    int tenant = caller.tenantId();
    byte[] answer = cache.get(Kind.PORTFOLIO, tenant, () -> json.write(holdings.portfolio(tenant)));
    json.answer(context, 200, answer);
  }

  private void signals(Context context, Caller caller) throws Exception {
    int tenant = caller.tenantId();
    byte[] answer = cache.get(Kind.SIGNALS, tenant, () -> json.write(holdings.signals(tenant)));
    json.answer(context, 200, answer);
  }

  private void performance(Context context, Caller caller) throws Exception {
    int tenant = caller.tenantId();
    byte[] answer =
        cache.get(Kind.PERFORMANCE, tenant, () -> json.write(history.performance(tenant)));
    json.answer(context, 200, answer);
  }

  private void statement(Context context, Caller caller) throws Exception {
    json.answer(context, 200, history.statement(caller.tenantId()));
  }

  private void positions(Context context, Caller caller) throws Exception {
    json.answer(context, 200, holdings.positions(caller));
  }

  private void recentTrades(Context context, Caller caller) throws Exception {
    int limit = (int) parameter(context, "limit", DEFAULT_LIMIT, MAX_LIMIT);
    long before = parameter(context, "before", Long.MAX_VALUE, Long.MAX_VALUE);
    List<Trade> page = trades.recent(caller, before, limit);
    Long next = page.size() == limit ? page.get(limit - 1).id() : null;
    json.answer(context, 200, new Trades(page, next));
  }

  private static long parameter(Context context, String name, long otherwise, long max) {
    String value = context.queryParam(name);
    if (value == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(value);
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, as a number out of range is.
    }
    throw Rejection.badRequest(name + " must be a whole number from 1 to " + max);
  }

  private void book(Context context, Caller caller) throws Exception {
    Booked booked = trades.book(caller, TradeOrder.read(json.read(context)));
    cache.drop(caller.tenantId());
    json.answer(context, 201, booked);
  }
}
