package dev.pulse.aggregator;

import dev.pulse.aggregator.wire.Shuffled;
import dev.pulse.protocol.v1.AggregateRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Both stages of the real aggregator in one thread: one task of stage 1, two of stage 2, each with
 * transactions of its own.
 */
public final class SimulatedAggregator {
  /** What a crash does to the state that was not committed. */
  public enum Crash {
    /** It goes back, as Kafka Streams sees to. */
    GOES_BACK,
    /** It stays: a fault, to show that a simulation finds it. */
    STAYS,
    /** It goes back, but which batches came is forgotten: a fault as well. */
    FORGETS_LEDGERS
  }

  private static final int PARTITIONS = 2;

  /** What its results are, by key, as they stand in the compacted topic. */
  private final Map<String, AggregateRecord> results = new LinkedHashMap<>();

  private final Tally tally = new Tally();
  private final SimulatedTask<byte[], StreamResult> first;
  private final List<SimulatedTask<Shuffled, AggregateRecord>> second = new ArrayList<>();
  private final Crash crash;
  private long refused;

  /**
   * An aggregator that has seen nothing.
   *
   * @param crash what a crash does
   */
  public SimulatedAggregator(LongSupplier nowMillis, Crash crash) {
    this.crash = crash;
    first =
        new SimulatedTask<byte[], StreamResult>(
            () -> new FirstStage(new PartialsByStream(run -> true, false, Timing.DEFAULT, tally)),
            nowMillis,
            List.of(PartialsByStream.LEDGERS, PartialsByStream.HELD_BATCHES));
    for (int i = 0; i < PARTITIONS; i++) {
      second.add(
          new SimulatedTask<Shuffled, AggregateRecord>(
              () -> new IntervalsBySeries(Timing.DEFAULT, tally),
              nowMillis,
              List.of(
                  IntervalsBySeries.PARTIALS,
                  IntervalsBySeries.UNCOUNTED,
                  IntervalsBySeries.TOTALS,
                  IntervalsBySeries.WATERMARKS,
                  IntervalsBySeries.PURGED)));
    }
  }

  /** A record comes to {@code pulse.samples}. */
  public void append(byte[] batch) {
    first.append(batch);
  }

  /** Number of tasks; task 0 is stage 1. */
  public int tasks() {
    return 1 + PARTITIONS;
  }

  /** Processes the next record of a task, if there is one. */
  public boolean process(int task) {
    var chosen = task(task);
    if (!chosen.hasInput()) {
      return false;
    }
    chosen.processNext();
    return true;
  }

  private SimulatedTask<?, ?> task(int task) {
    return task == 0 ? first : second.get(task - 1);
  }

  /** A second has passed for a task. */
  public void tick(int task) {
    task(task).tick();
  }

  /** A task commits: what it has passed on is there for the next one. */
  public void commit(int task) {
    if (task == 0) {
      first.commitAll().forEach(this::route);
    } else {
      second.get(task - 1).commitAll().forEach(record -> results.put(record.key(), record.value()));
    }
  }

  private void route(Record<String, StreamResult> record) {
    if (record.value() instanceof StreamResult.Account account) {
      results.put(record.key(), account.value());
    } else if (record.value() instanceof StreamResult.Passed passed) {
      var value = passed.value();
      int one = Math.floorMod(record.key().hashCode(), PARTITIONS);
      for (int i = 0; i < PARTITIONS; i++) {
        if (value.hasWatermark() || i == one) {
          second.get(i).append(value);
        }
      }
    } else {
      refused++;
    }
  }

  /** The process is killed and starts again. */
  public void crash() {
    for (int task = 0; task < tasks(); task++) {
      if (crash == Crash.STAYS) {
        task(task).crashWithoutRollingBack();
      } else {
        task(task).crash();
      }
    }
    if (crash == Crash.FORGETS_LEDGERS) {
      first.forget(PartialsByStream.LEDGERS);
    }
  }

  /** The latest result of each key, in the order in which keys came first. */
  public List<AggregateRecord> results() {
    return List.copyOf(results.values());
  }

  /** Batches that were refused. */
  public long refused() {
    return refused;
  }

  /** Stage 1 with a key type that the simulation can give. */
  private static final class FirstStage implements Processor<String, byte[], String, StreamResult> {
    private final PartialsByStream real;

    FirstStage(PartialsByStream real) {
      this.real = real;
    }

    @Override
    public void init(ProcessorContext<String, StreamResult> context) {
      real.init(context);
    }

    @Override
    public void process(Record<String, byte[]> record) {
      real.process(new Record<>(new byte[0], record.value(), record.timestamp()));
    }
  }
}
