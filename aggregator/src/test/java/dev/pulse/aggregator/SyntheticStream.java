package dev.pulse.aggregator;

import dev.pulse.protocol.BatchHeader;
import dev.pulse.protocol.Keys;
import dev.pulse.protocol.SampleBatchEncoder;
import dev.pulse.protocol.SampleColumns;
import dev.pulse.protocol.SampleNames;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** An agent stream that writes real batches with seeded random samples. */
final class SyntheticStream {
  static final int INTERVAL_MICROS = 1_000_000;
  static final SampleNames NAMES =
      new SampleNames(
          List.of("portfolio", "trades", "positions", "signals", "login"),
          List.of("1 ramp", "2 hold"),
          List.of("baseline"),
          List.of("tenant1", "tenant2"),
          List.of("timeout", "HTTP 500"));

  private final String run;
  private final String agent;
  private final long incarnation;
  private final int stream;
  private final int expectedStreams;
  private final Random random;
  private final SampleBatchEncoder encoder = new SampleBatchEncoder();
  private final SampleColumns columns = new SampleColumns();
  private SampleNames names = NAMES;
  private long batch;
  private long sample;

  SyntheticStream(String run, String agent, long incarnation, int stream, int expectedStreams) {
    this.run = run;
    this.agent = agent;
    this.incarnation = incarnation;
    this.stream = stream;
    this.expectedStreams = expectedStreams;
    this.random = new Random((run + agent + incarnation + stream).hashCode());
  }

  static SyntheticStream only(String run) {
    return new SyntheticStream(run, "a", 7, 0, 1);
  }

  /** The same with this many names of requests. */
  SyntheticStream withRequests(int requests) {
    var many = IntStream.range(0, requests).mapToObj(i -> "request " + i).toList();
    names =
        new SampleNames(many, NAMES.stages(), NAMES.scenarios(), NAMES.tenants(), NAMES.errors());
    return this;
  }

  /** Record key. */
  byte[] key() {
    return Keys.stream(run, agent, stream).getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  String accountKey() {
    return Keys.account(run, agent, incarnation, stream);
  }

  long samples() {
    return sample;
  }

  long batches() {
    return batch;
  }

  /** The next batch: some samples that end in an interval, more to come in it. */
  byte[] batch(long interval, int rows) {
    return next(interval, rows, interval * INTERVAL_MICROS, false);
  }

  /** The next batch, the last of its interval. */
  byte[] closing(long interval, int rows) {
    return next(interval, rows, (interval + 1) * INTERVAL_MICROS, false);
  }

  /** An empty batch that says the stream has come this far. */
  byte[] watermark(long interval) {
    return next(interval, 0, interval * INTERVAL_MICROS, false);
  }

  /** The last batch of the stream. */
  byte[] last(long interval, int rows) {
    return next(interval, rows, (interval + 1) * INTERVAL_MICROS, true);
  }

  /** Goes on as if these samples had been written in a batch that never came. */
  void lose(int batches, int samples) {
    batch += batches;
    sample += samples;
  }

  private byte[] next(long interval, int rows, long watermarkMicros, boolean last) {
    columns.count = rows;
    for (int row = 0; row < rows; row++) {
      fill(row, interval);
    }
    var header =
        new BatchHeader(
            run,
            agent,
            incarnation,
            stream,
            expectedStreams,
            batch++,
            sample,
            INTERVAL_MICROS,
            interval,
            watermarkMicros,
            last);
    sample += rows;
    return encoder.encode(header, names, columns);
  }

  private void fill(int row, long interval) {
    long end = interval * INTERVAL_MICROS + random.nextInt(INTERVAL_MICROS);
    long lag = Math.min(end, random.nextInt(300));
    long service = Math.min(end - lag, 200 + (long) Math.abs(random.nextGaussian() * 40_000));
    int outcome = random.nextInt(20) == 0 ? random.nextInt(16) : 0;
    boolean answered = outcome <= 2 || outcome == 12;
    columns.intendedStartMicros[row] = end - lag - service;
    columns.startLagMicros[row] = lag;
    columns.serviceMicros[row] = service;
    columns.connectMicros[row] = random.nextInt(50) == 0 ? 150 : 0;
    columns.tlsMicros[row] = 0;
    columns.waitMicros[row] = answered ? service * 3 / 4 : 0;
    columns.receiveMicros[row] = answered ? service / 4 : 0;
    columns.status[row] = answered ? (outcome == 1 ? 500 : 200) : 0;
    columns.outcome[row] = outcome;
    columns.bytesIn[row] = answered ? 1_000 + random.nextInt(200) : 0;
    columns.bytesOut[row] = 180;
    columns.requestIndex[row] = random.nextInt(names.requests().size());
    columns.stageIndex[row] = interval < 3 ? 0 : 1;
    columns.scenarioIndex[row] = 0;
    columns.vu[row] = 1 + random.nextInt(100);
    columns.iteration[row] = (int) (sample / 100);
    columns.tenantIndex[row] = random.nextInt(3);
    columns.errorIndex[row] = answered ? 0 : 1 + random.nextInt(2);
    columns.failedChecks[row] = outcome == 2 ? 1L << random.nextInt(4) : 0;
  }
}
