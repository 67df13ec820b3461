package dev.pulse.aggregator.sink;

import com.influxdb.LogLevel;
import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.WriteApiBlocking;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes points, and comes back only when InfluxDB has them all or never will.
 *
 * <table>
 * <caption>What an answer means</caption>
 * <tr><td>2xx</td><td>written</td></tr>
 * <tr><td>no answer, 408, 429, 5xx</td>
 *     <td>the same again, after {@code Retry-After} or a growing pause, for ever</td></tr>
 * <tr><td>400, 413, 422</td>
 *     <td>the halves are tried; a point that is refused alone is put aside</td></tr>
 * <tr><td>401, 403, 404, the rest; 500 for an unknown retention policy (1.8)</td>
 *     <td>{@link SinkException}: a person must do something</td></tr>
 * </table>
 */
final class InfluxWriter implements AutoCloseable {
  /** Points a call. */
  static final int BATCH = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(InfluxWriter.class);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final InfluxTarget target;
  private final RejectedPoints rejected;
  private final InstantSource wall;
  private final InfluxDBClient client;
  private final WriteApiBlocking api;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile String trouble = "";

  InfluxWriter(InfluxTarget target, RejectedPoints rejected, InstantSource wall) {
    this.target = target;
    this.rejected = rejected;
    this.wall = wall;
    var http =
        new OkHttpClient.Builder()
            .connectTimeout(CONNECT)
            .writeTimeout(ANSWER)
            .readTimeout(ANSWER)
            .callTimeout(ANSWER.multipliedBy(2))
            .retryOnConnectionFailure(false);
    var options =
        InfluxDBClientOptions.builder()
            .url(target.url())
            .org(target.org())
            .bucket(target.bucket())
            .authenticateToken(target.token().toCharArray())
            .logLevel(LogLevel.NONE)
            .okHttpClient(http)
            .build();
    client = InfluxDBClientFactory.create(options);
    client.enableGzip();
    api = client.getWriteApiBlocking();
  }

  /**
   * Writes points.
   *
   * @param lines in line protocol, times in microseconds
   * @throws SinkException if a person must do something first
   * @throws InterruptedException if the writer was closed meanwhile
   */
  void write(List<String> lines) throws InterruptedException {
    for (int from = 0; from < lines.size(); from += BATCH) {
      writeBatch(lines.subList(from, Math.min(lines.size(), from + BATCH)));
    }
  }

  /**
   * Asks whether points would be taken.
   *
   * @throws SinkException if not, for whatever reason
   */
  void probe() {
    try {
      // A comment holds no point, but database and credentials are looked at.
      api.writeRecord(WritePrecision.US, "# pulse");
    } catch (InfluxException e) {
      if (e.status() == 0) {
        throw new SinkException(
            "InfluxDB at " + target + " does not answer (" + e.getMessage() + "): is it up?", e);
      }
      if (isForPerson(e)) {
        throw new SinkException(advice(e), e);
      }
    }
  }

  private void writeBatch(List<String> lines) throws InterruptedException {
    Duration pause = SHORTEST_PAUSE;
    while (true) {
      try {
        api.writeRecords(WritePrecision.US, lines);
        sayRecovered();
        return;
      } catch (InfluxException e) {
        if (isForPerson(e)) {
          throw new SinkException(advice(e), e);
        }
        if (isAboutPoints(e)) {
          split(lines, e);
          return;
        }
        await(RetryAfter.of(e.headers(), wall.instant()).orElse(pause), e);
        pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    }
  }

  private void split(List<String> lines, InfluxException e) throws InterruptedException {
    if (lines.size() == 1) {
      rejected.reject(lines.get(0), e.status() + ": " + e.getMessage());
      return;
    }
    int half = lines.size() / 2;
    writeBatch(lines.subList(0, half));
    writeBatch(lines.subList(half, lines.size()));
  }

  private static boolean isAboutPoints(InfluxException e) {
    return e.status() == 400 || e.status() == 413 || e.status() == 422;
  }

  /** No answer at all has the status 0. */
  private static boolean isForPerson(InfluxException e) {
    int status = e.status();
    boolean unknownPolicy =
        status == 500 && String.valueOf(e.getMessage()).contains("retention policy not found");
    boolean passes = status == 0 || status == 408 || status == 429 || status >= 500;
    return unknownPolicy || (!passes && !isAboutPoints(e));
  }

  private String advice(InfluxException e) {
    String what =
        switch (e.status()) {
          case 401, 403 ->
              target.token().isEmpty()
                  ? "set PULSE_INFLUXDB_TOKEN, or PULSE_INFLUXDB_USER and PULSE_INFLUXDB_PASSWORD"
                  : "check PULSE_INFLUXDB_TOKEN (or user and password): may it write there?";
          case 404, 500 -> "create the database or bucket, or correct its name";
          default -> "is this the address of an InfluxDB, 1.8 or newer?";
        };
    return String.format(
        Locale.ROOT,
        "InfluxDB at %s answered %d (%s): %s. Nothing is lost: what was not written waits in Kafka"
            + " for the next start",
        target,
        e.status(),
        e.getMessage(),
        what);
  }

  private void await(Duration pause, InfluxException e) throws InterruptedException {
    if (trouble.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("target", target)
          .addKeyValue("status", e.status())
          .log("InfluxDB does not take points, which wait in Kafka: {}", e.getMessage());
    }
    trouble = (e.status() == 0 ? "no answer: " : "") + e.getMessage();
    if (closed.await(
        shorter(pause, LONGEST_PAUSE.multipliedBy(4)).toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("closed while InfluxDB took no points");
    }
  }

  private void sayRecovered() {
    if (!trouble.isEmpty()) {
      trouble = "";
      LOG.atInfo().addKeyValue("target", target).log("InfluxDB takes points again");
    }
  }

  /** Why nothing gets through at the moment; empty where all is well. */
  String trouble() {
    return trouble;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** Ends a wait at once. */
  void stopWaiting() {
    closed.countDown();
  }

  @Override
  public void close() {
    stopWaiting();
    client.close();
  }
}
