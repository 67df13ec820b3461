package dev.pulse.reporter.bottleneck;

import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.v1.Heartbeat;
import dev.pulse.reporter.run.TimelinePoint;
import dev.pulse.reporter.run.Utilisation;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.ToLongFunction;

/**
 * Every figure that a rule may name; docs/bottlenecks.md lists them, and a test holds it to that.
 */
final class Vocabulary {
  /** Begins the name of a series that the vocabulary does not know, as people name their own. */
  private static final String OWN = "series.";

  private static final Map<String, Measure> ALL = new TreeMap<>();

  static {
    load();
    errors();
    trends();
    database();
    resources();
    generator();
  }

  private Vocabulary() {}

  /** All of them by name. */
  static Collection<Measure> all() {
    return ALL.values();
  }

  /**
   * The measure of a name, or a series of the user's own.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Measure named(String name) {
    if (name.startsWith(OWN) && name.length() > OWN.length()) {
      String series = name.substring(OWN.length());
      return Measure.ofSeries(name, series, Unit.ANY, false, ResourceFigures.all(series));
    }
    Measure known = ALL.get(name);
    if (known == null) {
      throw new IllegalArgumentException(
          "unknown figure "
              + name
              + ", known are "
              + String.join(", ", ALL.keySet())
              + ", and series.NAME for one of your own");
    }
    return known;
  }

  private static void put(Measure measure) {
    ALL.put(measure.name(), measure);
  }

  private static void load() {
    percentile("p50", 50, TimelinePoint::p50Micros);
    percentile("p95", 95, TimelinePoint::p95Micros);
    percentile("p99", 99, TimelinePoint::p99Micros);
    put(
        Measure.ofLoad(
            "p99.9",
            "p99.9",
            Unit.TIME,
            (facts, scope) -> LoadFigures.percentile(facts, scope, 99.9),
            (facts, scope, moment) -> facts.percentile(scope, moment, 99.9)));
    put(
        Measure.ofLoad(
            "error_rate",
            "error rate",
            Unit.SHARE,
            LoadFigures::errorRate,
            LoadFigures.at(TimelinePoint::errorRate)));
    put(
        Measure.ofLoad(
            "requests_per_second",
            "requests a second",
            Unit.NUMBER,
            LoadFigures::rate,
            LoadFigures.at(TimelinePoint::ratePerSecond)));
    put(
        Measure.ofLoad(
            "vus", "VUs", Unit.NUMBER, LoadFigures::mostVus, LoadFigures.at(TimelinePoint::vus)));
    put(
        Measure.ofLoad(
            "vus_share",
            "VUs, of the most at once",
            Unit.SHARE,
            (facts, scope) -> OptionalDouble.of(1),
            LoadFigures::vusShare));
  }

  private static void percentile(
      String name, double percentile, ToLongFunction<TimelinePoint> point) {
    put(
        Measure.ofLoad(
            name,
            name,
            Unit.TIME,
            (facts, scope) -> LoadFigures.percentile(facts, scope, percentile),
            LoadFigures.at(point::applyAsLong)));
  }

  private static void errors() {
    share(
        "errors_connection_share",
        "refused, reset or closed connections among the errors",
        LoadFigures.errorShare(
            LoadFigures.outcomes(
                Outcome.CONNECTION_REFUSED, Outcome.CONNECTION_RESET, Outcome.CONNECTION_CLOSED)));
    share(
        "errors_timeout_share",
        "time-outs among the errors",
        LoadFigures.errorShare(LoadFigures.outcomes(Outcome.TIMEOUT)));
    statuses("errors_auth_share", "401 and 403", status -> status == 401 || status == 403);
    statuses("errors_429_share", "429", status -> status == 429);
    statuses(
        "errors_4xx_share",
        "other 4xx",
        s -> s >= 400 && s < 500 && s != 401 && s != 403 && s != 429);
    statuses("errors_503_share", "503", status -> status == 503);
    statuses("errors_5xx_share", "5xx", status -> status >= 500);
  }

  private static void statuses(String name, String label, IntPredicate wanted) {
    share(
        name,
        "answers " + label + " among the errors",
        LoadFigures.errorShare(LoadFigures.unexpectedStatuses(wanted)));
  }

  private static void share(String name, String label, Measure.OfScope value) {
    put(Measure.ofScope(name, label, Unit.SHARE, value));
  }

  private static void number(String name, String label, Measure.OfScope value) {
    put(Measure.ofScope(name, label, Unit.NUMBER, value));
  }

  private static void trends() {
    number("vus_growth", "VUs at most over half of them", LoadFigures::vusGrowth);
    number(
        "throughput_growth",
        "request rate with the most VUs over that with half of them",
        LoadFigures::throughputGrowth);
    number("p99_growth", "p99 at the end over that at the beginning", LoadFigures::p99Growth);
    put(
        Measure.ofScope(
            "p99_gain",
            "p99 at the end less that at the beginning",
            Unit.TIME,
            LoadFigures::p99Gain));
    share("tail_share", "share of the requests above the overall p99", LoadFigures::tailShare);
    share(
        "far_tail_share",
        "share of the requests above twice the overall p99",
        LoadFigures::farTailShare);
    number(
        "far_tail_excess",
        "share of the requests above twice the overall p99 over share of the load",
        LoadFigures::farTailExcess);
    number("tail_excess", "share of the tail over share of the load", LoadFigures::tailExcess);
  }

  private static void database() {
    database(
        "database_share",
        "share of all response time that was spent in the database's statements",
        Unit.SHARE,
        DatabaseFigures::share);
    database(
        "database_busy",
        "share of the database's connections that were busy with statements",
        Unit.SHARE,
        DatabaseFigures::busy);
    database(
        "top_statement_mean",
        "mean time of the statement with most time",
        Unit.TIME,
        DatabaseFigures::topMean);
    database(
        "slowest_statement_mean",
        "mean time of the slowest statement",
        Unit.TIME,
        DatabaseFigures.greatest(DatabaseFigures::meanMicros));
    database(
        "statement_rows_per_call",
        "rows a call of the statement with most",
        Unit.NUMBER,
        DatabaseFigures.greatest(statement -> statement.rows() / statement.calls()));
    database(
        "statement_calls_per_request",
        "calls of statements a request",
        Unit.NUMBER,
        DatabaseFigures::callsPerRequest);
  }

  private static void database(String name, String label, Unit unit, Measure.OfTime value) {
    put(Measure.ofTime(name, label, unit, value));
  }

  private static void resources() {
    high("cpu_ratio", "CPU", Unit.SHARE, ResourceFigures.utilisation(Utilisation.CPU));
    high("memory_ratio", "memory", Unit.SHARE, ResourceFigures.utilisation(Utilisation.MEMORY));
    put(
        Measure.ofScope(
            "memory_rise",
            "rise of the lowest memory from the first sixth to the last",
            Unit.SHARE,
            ResourceFigures::memoryRise));
    high("cpu_cores", "CPU in cores", Unit.NUMBER, ResourceFigures.all("cpu_cores"));
    high("resident_bytes", "resident memory", Unit.BYTES, ResourceFigures.all("resident_bytes"));
    high("gc_ratio", "time in garbage collection", Unit.SHARE, ResourceFigures.all("gc_ratio"));
    pool();
    cache();
    postgres();
    kubernetes();
  }

  private static void high(String name, String label, Unit unit, Measure.Parts parts) {
    put(Measure.ofSeries(name, label, unit, false, parts));
  }

  private static void count(String name, String label) {
    high(name, label, Unit.NUMBER, ResourceFigures.all(name));
  }

  private static void low(String name, String label, Unit unit) {
    put(Measure.ofSeries(name, label, unit, true, ResourceFigures.all(name)));
  }

  private static void pool() {
    count("pool_waiting", "callers waiting for a connection of the pool");
    count("pool_active", "connections of the pool in use");
    low("pool_idle", "idle connections of the pool", Unit.NUMBER);
    count("pool_max", "size of the pool");
    high(
        "pool_busy",
        "share of the pool in use",
        Unit.SHARE,
        ResourceFigures.ratio("pool_busy", "pool_active", "pool_max"));
  }

  private static void cache() {
    put(
        Measure.ofSeries(
            "hit_ratio", "cache hit ratio", Unit.SHARE, true, ResourceFigures::hitRatiosInUse));
    count("evictions_per_second", "evictions of the cache a second");
    count("commands_per_second", "commands of the cache a second");
    count("clients", "clients of the cache");
    high(
        "cache_memory_ratio",
        "memory of the cache",
        Unit.SHARE,
        ResourceFigures.from("redis", Utilisation.MEMORY));
    high("cache_latency", "latency of the cache", Unit.TIME, ResourceFigures.all("latency_ms"));
  }

  private static void postgres() {
    low("cache_hit_ratio", "the database's buffer hit ratio", Unit.SHARE);
    count("connections", "connections of the database");
    count("connections_active", "active connections of the database");
    count("connections_idle", "idle connections of the database");
    count("connections_waiting", "waiting connections of the database");
    high(
        "connections_ratio",
        "connections of the database, of its most",
        Unit.SHARE,
        ResourceFigures.all("connections_ratio"));
    count("lock_waits", "connections that wait for a lock");
    high(
        "lock_share",
        "share of the active connections that wait for a lock",
        Unit.SHARE,
        ResourceFigures.ratio("lock_share", "lock_waits", "connections_active"));
    count("deadlocks_per_second", "deadlocks a second");
    high("query_mean", "mean time of a statement", Unit.TIME, ResourceFigures.all("query_mean_ms"));
  }

  private static void kubernetes() {
    count("replicas_wanted", "replicas wanted");
    low("replicas_ready", "replicas ready", Unit.NUMBER);
    count("replicas_max", "most replicas allowed");
    high(
        "replicas_used",
        "replicas wanted, of the most allowed",
        Unit.SHARE,
        ResourceFigures.ratio("replicas_used", "replicas_wanted", "replicas_max"));
    number("restarts", "restarts during the run", ResourceFigures.growth("restarts"));
    number("oom_kills", "OOM kills during the run", ResourceFigures.growth("oom_kills"));
  }

  private static void generator() {
    put(
        Measure.ofLoad(
            "generator_late_share",
            "share of the seconds in which the generator was beyond a limit",
            Unit.SHARE,
            GeneratorFigures::lateShare,
            GeneratorFigures::isLate));
    put(
        Measure.ofGenerator(
            "generator_cpu",
            "CPU of the generator's machine",
            Unit.SHARE,
            GeneratorFigures.at(Heartbeat::getMachineCpu)));
    put(
        Measure.ofGenerator(
            "generator_loop_lag",
            "lag of the generator's event loops",
            Unit.TIME,
            GeneratorFigures.at(Heartbeat::getLoopLagMaxMicros)));
    put(
        Measure.ofGenerator(
            "generator_start_lag",
            "start lag of the generator, p99",
            Unit.TIME,
            GeneratorFigures.at(Heartbeat::getStartLagP99Micros)));
    put(
        Measure.ofGenerator(
            "generator_gc",
            "time in garbage collection of the generator",
            Unit.SHARE,
            GeneratorFigures.at(GeneratorFigures::gcShare)));
  }
}
