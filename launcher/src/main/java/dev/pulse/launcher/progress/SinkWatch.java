package dev.pulse.launcher.progress;

import dev.pulse.aggregator.sink.InfluxSink;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Looks at a sink every second, and says what a person should hear of it. */
public final class SinkWatch implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final InfluxSink sink;
  private final SinkNews news;
  private final LongSupplier nanos;
  private final Consumer<String> say;
  private final CountDownLatch closed = new CountDownLatch(1);

  private SinkWatch(InfluxSink sink, SinkNews news, LongSupplier nanos, Consumer<String> say) {
    this.sink = sink;
    this.news = news;
    this.nanos = nanos;
    this.say = say;
  }

  /**
   * Watches from now on.
   *
   * @param target InfluxDB's address, for people
   * @param routine between two words on a sink that works; never where zero
   * @param nanos monotonic clock
   * @param say is called on another thread
   */
  public static SinkWatch start(
      InfluxSink sink, String target, Duration routine, LongSupplier nanos, Consumer<String> say) {
    var news = new SinkNews(target, routine, nanos.getAsLong());
    var watch = new SinkWatch(sink, news, nanos, say);
    var thread = new Thread(watch::look, "sink-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  private void look() {
    try {
      while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        var progress = sink.progress();
        news.at(nanos.getAsLong(), progress).ifPresent(say);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
