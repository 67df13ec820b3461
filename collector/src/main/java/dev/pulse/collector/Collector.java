package dev.pulse.collector;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads every source of a plan at its interval, each on a thread of its own, and sends what they
 * say to Kafka. A source that is down, slow, forbidden or talks nonsense leaves gaps with the
 * reason, and keeps no other from being read.
 */
public final class Collector implements AutoCloseable {
  private final ResourcePublisher publisher;
  private final List<SourceLoop> loops = new ArrayList<>();

  private Collector(ResourcePublisher publisher) {
    this.publisher = publisher;
  }

  /**
   * Starts to collect.
   *
   * @param kafka client properties, {@code bootstrap.servers} among them
   * @param runs ids of the runs that are under way, asked at each reading by each source's thread;
   *     while there is none, nothing is read
   * @param say told, a line each, when a source falls silent and when it answers again
   */
  public static Collector start(
      CollectPlan plan,
      Map<String, Object> kafka,
      InstantSource wall,
      Supplier<Set<String>> runs,
      Consumer<String> say) {
    var collector = new Collector(new ResourcePublisher(kafka, wall));
    for (SourceSpec source : plan.sources()) {
      long ofItsType =
          plan.sources().stream().filter(other -> other.kind().equals(source.kind())).count();
      collector.loops.add(
          new SourceLoop(
              source, ofItsType > 1, plan.interval(), collector.publisher, runs, wall, say));
    }
    return collector;
  }

  /**
   * Tries each source once, all at the same time.
   *
   * @return a line each, in order: what answered, or why not and what to do
   */
  public static List<String> probe(CollectPlan plan) {
    var probes = plan.sources().stream().map(SourceProbe::start).toList();
    return probes.stream().map(SourceProbe::line).toList();
  }

  /** Readings that Kafka did not take. */
  public long lost() {
    return publisher.lost();
  }

  /** Whether every source's thread lives. */
  public boolean isCollecting() {
    return loops.stream().allMatch(SourceLoop::isAlive);
  }

  /** Reads each source once more, and ends. */
  @Override
  public void close() {
    List<Thread> closers =
        loops.stream().map(loop -> new Thread(loop::close, "collect-close")).toList();
    closers.forEach(Thread::start);
    try {
      for (Thread closer : closers) {
        closer.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    publisher.close();
  }
}
