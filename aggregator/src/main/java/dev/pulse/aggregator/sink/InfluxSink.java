package dev.pulse.aggregator.sink;

import com.influxdb.client.write.Point;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.Records;
import dev.pulse.protocol.Topics;
import dev.pulse.protocol.v1.ResourceSample;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what runs have in Kafka to InfluxDB, on a thread of its own: {@code pulse.intervals} and
 * {@code pulse.resources} as they are committed, of {@code pulse.control} starts, heartbeats and
 * events.
 *
 * <p>Offsets are committed only after InfluxDB has answered, and Kafka has what that refused, and
 * of a run that goes on only up to its first result; a point that is written again overwrites
 * itself. So it can be killed at any moment: what was not written, or not committed, is written
 * after the next start. While InfluxDB is away nothing is read, and nothing is held but recent
 * intervals and running totals.
 */
public final class InfluxSink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InfluxSink.class);

  /** The aggregator itself takes nothing for a run that ended, or broke off, so long ago. */
  private static final Duration ENDED_RUN_KEPT = Duration.ofMinutes(11);

  private static final Duration SILENT_RUN_KEPT = Duration.ofHours(25);

  /** How long results wait for the start of their run once control was read to its end. */
  private static final Duration START_AWAITED = Duration.ofSeconds(10);

  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final InstantSource wall;
  private final Predicate<String> wanted;
  private final SinkReader reader;
  private final InfluxWriter writer;
  private final RejectedTopic rejectedTopic;
  private final SinkLag lag;
  private final Map<String, SinkRun> runs = new HashMap<>();
  private final List<Point> resources = new ArrayList<>();
  private final AtomicLong rejected = new AtomicLong();
  private final AtomicReference<@Nullable CompletableFuture<Void>> drainRequest =
      new AtomicReference<>();
  private final CompletableFuture<RuntimeException> failure = new CompletableFuture<>();
  private final Thread thread = new Thread(this::follow, "influxdb-sink");
  private Map<TopicPartition, Long> drainUntil = Map.of();
  private volatile boolean closing;
  private volatile long points;

  private InfluxSink(SinkConfig config, InstantSource wall) {
    this.wall = wall;
    wanted = config.runs();
    rejectedTopic = new RejectedTopic(config.kafka(), config.target());
    lag = new SinkLag(config.kafka());
    writer = new InfluxWriter(config.target(), this::putAside, wall);
    try {
      writer.probe();
      reader = new SinkReader(config);
      lag.written(reader.positions());
    } catch (RuntimeException e) {
      rejectedTopic.close();
      lag.close();
      writer.close();
      throw e;
    }
    thread.setDaemon(true);
  }

  /**
   * Asks InfluxDB whether it takes points, and starts.
   *
   * @throws SinkException if it does not
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public static InfluxSink start(SinkConfig config, InstantSource wall) {
    var sink = new InfluxSink(config, wall);
    sink.thread.start();
    return sink;
  }

  private void putAside(String line, String reason) {
    rejected.incrementAndGet();
    String cut = line.substring(0, Math.min(line.length(), 1_000));
    LOG.atWarn()
        .addKeyValue("point", cut)
        .log("InfluxDB refused a point, which is put aside in Kafka: {}", reason);
    rejectedTopic.reject(line, reason);
  }

  private void follow() {
    try {
      while (!closing) {
        try {
          step();
        } catch (RetriableException e) {
          LOG.atDebug().setCause(e).log("Kafka did not answer, it is asked again");
        }
      }
    } catch (InterruptedException | WakeupException e) {
      LOG.debug("The sink was closed", e);
    } catch (RuntimeException e) {
      giveUp(e);
    } finally {
      reader.close();
    }
  }

  private void giveUp(RuntimeException e) {
    if (closing) {
      LOG.debug("The sink was closed, and what Kafka had not taken comes again", e);
      return;
    }
    LOG.atError().setCause(e).log("The sink gives up");
    failure.complete(e);
  }

  private void step() throws InterruptedException {
    var request = drainRequest.get();
    if (request != null && drainUntil.isEmpty()) {
      drainUntil = reader.ends();
    }
    for (ConsumerRecord<byte[], byte[]> record : reader.poll()) {
      accept(record);
    }
    write();
    goBackIfLate();
    giveUpWaiting();
    forget();
    commit();
    reader.align(runs.values(), isWaiting());
    if (request != null && !isWaiting() && reader.isRead(drainUntil)) {
      drainUntil = Map.of();
      drainRequest.set(null);
      request.complete(null);
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    var partition = new TopicPartition(record.topic(), record.partition());
    try {
      switch (record.topic()) {
        case Topics.CONTROL -> acceptControl(record, partition);
        case Topics.INTERVALS -> {
          var result = Records.aggregate(record.value());
          if (wanted.test(result.getRun())) {
            run(result.getRun()).accept(result, partition, record.offset());
          }
        }
        default -> acceptResource(Records.resource(record.value()));
      }
    } catch (InvalidRecordException e) {
      LOG.atWarn()
          .addKeyValue("origin", partition + "@" + record.offset())
          .log("passed over an unreadable record: {}", e.getMessage());
    }
  }

  private void acceptControl(ConsumerRecord<byte[], byte[]> record, TopicPartition partition)
      throws InvalidRecordException {
    var control = Records.control(record.value());
    if (wanted.test(control.getRun())) {
      run(control.getRun()).accept(control, !reader.isWritten(partition, record.offset()));
    }
  }

  private void acceptResource(ResourceSample sample) {
    if (sample.getGap().isEmpty() && wanted.test(sample.getRun())) {
      resources.add(ResourcePoints.of(sample));
    }
  }

  private SinkRun run(String name) {
    var run = runs.computeIfAbsent(name, SinkRun::new);
    run.touch(wall.millis());
    return run;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void write() throws InterruptedException {
    List<String> lines = new ArrayList<>();
    resources.forEach(point -> lines.add(point.toLineProtocol()));
    resources.clear();
    for (SinkRun run : runs.values()) {
      try {
        run.drain(reader.slowest(run)).forEach(point -> lines.add(point.toLineProtocol()));
      } catch (InvalidRecordException e) {
        LOG.atWarn().log("passed over figures that contradict themselves: {}", e.getMessage());
      }
    }
    writer.write(lines);
    rejectedTopic.awaitTaken();
    points = points + lines.size();
    lag.written(reader.positions());
  }

  /** Where a partition stood still for longer than intervals are held, their runs come again. */
  private void goBackIfLate() {
    if (runs.values().stream().anyMatch(SinkRun::hasComeLate)) {
      LOG.info("results came after others of their time were let go of: reading them again");
      reader.goBack(runs.values());
      runs.values().forEach(SinkRun::beginAgain);
    }
  }

  private boolean isWaiting() {
    return runs.values().stream().anyMatch(SinkRun::waits);
  }

  private void giveUpWaiting() {
    if (!isWaiting() || !reader.isControlRead()) {
      return;
    }
    for (var run : runs.entrySet()) {
      if (run.getValue().waits()
          && run.getValue().idleMillis(wall.millis()) > START_AWAITED.toMillis()) {
        LOG.atWarn()
            .addKeyValue("run", run.getKey())
            .log(
                "left out {} results of a run whose start nobody told",
                run.getValue().dropWaiting());
      }
    }
  }

  private void forget() {
    for (SinkRun run : runs.values()) {
      var kept = run.hasEnded() ? ENDED_RUN_KEPT : SILENT_RUN_KEPT;
      if (!run.isOver() && run.idleMillis(wall.millis()) > kept.toMillis()) {
        run.end();
      }
    }
  }

  private void commit() {
    try {
      reader.commit(runs.values());
    } catch (RetriableException e) {
      LOG.atDebug().setCause(e).log("offsets could not be committed, the next time does it");
    }
  }

  /** How far it is; Kafka is asked, for at most two seconds. Any thread may ask. */
  public SinkProgress progress() throws InterruptedException {
    var gaveUp = failure.getNow(null);
    return new SinkProgress(
        points,
        rejected.get(),
        lag.behind(),
        gaveUp == null ? writer.trouble() : String.valueOf(gaveUp.getMessage()));
  }

  /** Completed, with the reason, when it gives up; a {@link SinkException} is for people. */
  public CompletableFuture<RuntimeException> failure() {
    return failure;
  }

  /**
   * Waits until all that is in Kafka now is written.
   *
   * @return whether it is; see {@link #progress} for why not
   */
  public boolean awaitWritten(Duration timeout) throws InterruptedException {
    var done = new CompletableFuture<Void>();
    drainRequest.set(done);
    try {
      CompletableFuture.anyOf(done, failure).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return done.isDone();
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  /** Ends it; what is not written stays in Kafka. */
  @Override
  public void close() {
    closing = true;
    writer.stopWaiting();
    reader.wakeup();
    rejectedTopic.close();
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lag.close();
    writer.close();
  }
}
