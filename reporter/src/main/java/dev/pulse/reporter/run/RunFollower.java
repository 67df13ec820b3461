package dev.pulse.reporter.run;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link RunData} current from Kafka on a thread of its own, from the run's beginning on.
 * Any thread may {@link #read} it.
 */
public final class RunFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunFollower.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final RunData data;
  private final RunRecords records;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean closing;

  private RunFollower(String run, KafkaConsumer<byte[], byte[]> consumer) {
    this.data = new RunData(run);
    this.records = new RunRecords(data);
    this.consumer = consumer;
  }

  /**
   * Starts to follow a run, which need not have begun; its topics must exist.
   *
   * @param settings of the Kafka consumer, {@code bootstrap.servers} at least
   * @throws org.apache.kafka.common.KafkaException if the broker does not answer
   */
  public static RunFollower start(Map<String, Object> settings, String run) {
    var consumer = TopicScan.consumer(settings);
    var follower = new RunFollower(run, consumer);
    try {
      var partitions = TopicScan.partitions(consumer, RunRecords.TOPICS);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
    var thread = new Thread(follower::follow, "run-follower");
    thread.setDaemon(true);
    thread.start();
    return follower;
  }

  /**
   * Asks the run something while no record is being taken in, so that the answer is of one moment.
   *
   * @param question keeps no reference to the data; should be quick, as records wait for it
   * @throws IllegalStateException if following broke off, with the reason as its cause
   */
  public <T> T read(Function<RunData, T> question) {
    var broken = failure.get();
    if (broken != null) {
      throw new IllegalStateException("following run " + data.run() + " broke off", broken);
    }
    synchronized (data) {
      return question.apply(data);
    }
  }

  private void follow() {
    try (consumer) {
      while (!closing) {
        take();
      }
    } catch (WakeupException e) {
      LOG.debug("Following a run ends as it was closed");
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("run", data.run()).log("Following a run broke off");
      failure.set(e);
    } finally {
      done.countDown();
    }
  }

  private void take() {
    var polled = consumer.poll(POLL);
    if (!polled.isEmpty()) {
      synchronized (data) {
        polled.forEach(records::accept);
      }
    }
  }

  /** Stops following, within about 5 s. What was read can still be asked for. */
  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    try {
      if (!done.await(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The run follower did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
