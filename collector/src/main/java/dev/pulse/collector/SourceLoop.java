package dev.pulse.collector;

import dev.pulse.protocol.SystemClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads one source until it is closed, on a thread of its own. */
final class SourceLoop implements AutoCloseable {
  /** A last reading and what was missed, of a source that lets each time out. */
  private static final Duration CLOSE = Duration.ofSeconds(15);

  private enum Trouble {
    NONE(""),
    PART("not all measured"),
    ALL("not measured");

    private final String text;

    Trouble(String text) {
      this.text = text;
    }
  }

  private final SourceSpec spec;
  private final boolean isOneOfSeveral;
  private final Duration interval;
  private final ResourcePublisher publisher;
  private final Supplier<Set<String>> runs;
  private final InstantSource wall;
  private final Consumer<String> say;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;
  private final Map<String, Long> beganMicros = new HashMap<>();
  private Trouble trouble = Trouble.NONE;

  /**
   * Starts it.
   *
   * @param isOneOfSeveral whether there is another source of its type, whose series may have the
   *     same labels
   * @param runs ids of the runs that are under way, asked at each reading
   * @param say told when the source falls silent, and when it answers again
   */
  SourceLoop(
      SourceSpec spec,
      boolean isOneOfSeveral,
      Duration interval,
      ResourcePublisher publisher,
      Supplier<Set<String>> runs,
      InstantSource wall,
      Consumer<String> say) {
    this.spec = spec;
    this.isOneOfSeveral = isOneOfSeveral;
    this.interval = interval;
    this.publisher = publisher;
    this.runs = runs;
    this.wall = wall;
    this.say = say;
    thread = new Thread(this::run, "collect-" + spec.name());
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try (var source = spec.open()) {
      long due = SystemClock.nanoTime();
      do {
        step(source);
        due = Math.max(due + interval.toNanos(), SystemClock.nanoTime());
      } while (!end.await(due - SystemClock.nanoTime(), TimeUnit.NANOSECONDS));
      step(source);
      fill(source, Set.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void step(Source source) throws InterruptedException {
    Set<String> underWay = new HashSet<>(runs.get());
    fill(source, underWay);
    if (!beganMicros.keySet().containsAll(underWay)) {
      source.begin();
      underWay.forEach(run -> beganMicros.putIfAbsent(run, nowMicros()));
    }
    if (underWay.isEmpty()) {
      return;
    }
    // One time for all of a reading, so that what belongs together can be told.
    long at = nowMicros();
    try {
      publish(underWay, source.read(), at);
      hears(Trouble.NONE, "");
    } catch (PartlyReadException e) {
      publish(underWay, e.readings(), at);
      gap(underWay, e.readings().isEmpty() ? Trouble.ALL : Trouble.PART, e);
    } catch (IOException | RuntimeException e) {
      gap(underWay, Trouble.ALL, e);
    }
  }

  /** Fills the gaps of the runs that are over. */
  private void fill(Source source, Set<String> underWay) throws InterruptedException {
    for (String run : List.copyOf(beganMicros.keySet())) {
      if (!underWay.contains(run)) {
        long began = beganMicros.getOrDefault(run, 0L);
        beganMicros.remove(run);
        fill(source, run, began);
      }
    }
  }

  private void fill(Source source, String run, long began) throws InterruptedException {
    try {
      publishFilled(run, source.missed(began, nowMicros(), interval));
    } catch (PartlyReadException e) {
      publishFilled(run, e.readings());
      notFilled(e);
    } catch (IOException | RuntimeException e) {
      notFilled(e);
    }
  }

  private void publishFilled(String run, List<Reading> missed) {
    publish(Set.of(run), missed, nowMicros());
    if (!missed.isEmpty()) {
      say.accept("filled afterwards: " + spec.name() + ": " + missed.size() + " readings");
    }
  }

  private void notFilled(Exception failure) {
    say.accept("not filled afterwards: " + spec.name() + ": " + why(failure));
  }

  private long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, wall.instant());
  }

  private static String why(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private void publish(Set<String> underWay, List<Reading> readings, long atEpochMicros) {
    for (String run : underWay) {
      for (Reading reading : readings) {
        var named = isOneOfSeveral ? reading.of(spec.name()) : reading;
        publisher.publish(run, spec, named, atEpochMicros);
      }
    }
  }

  private void gap(Set<String> underWay, Trouble extent, Exception failure) {
    String why = why(failure);
    hears(extent, why);
    underWay.forEach(run -> publisher.publishGap(run, spec, why));
  }

  /** A line where it changes, so that what is always missing does not hide that all is. */
  private void hears(Trouble now, String why) {
    if (now != trouble) {
      say.accept(
          now == Trouble.NONE
              ? "measured again: " + spec.name()
              : now.text + ": " + spec.name() + ": " + why);
    }
    trouble = now;
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  @Override
  public void close() {
    end.countDown();
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
