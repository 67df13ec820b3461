package dev.pulse.benchmarks.scaling;

import dev.pulse.aggregator.AggregatorConfig;
import dev.pulse.aggregator.RunRecords;
import dev.pulse.benchmarks.process.BrokerProcess;
import dev.pulse.benchmarks.process.Jvm;
import dev.pulse.benchmarks.process.Place;
import dev.pulse.benchmarks.process.ProcessUsage;
import dev.pulse.benchmarks.process.ToolFailedException;
import dev.pulse.protocol.SampleColumns;
import dev.pulse.protocol.SystemClock;
import dev.pulse.protocol.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/**
 * A stored run, aggregated by some processes on a broker of its own, and what that took.
 *
 * @param run what was aggregated
 * @param aggregators processes, one stream thread each
 * @param cpuSeconds of all aggregators, their JVMs' start and JIT included
 * @param warmCpuMicros CPU a sample in the second half of the run
 * @param warmRate samples a second by the clock in the second half
 * @param sampleBytes sent by the producer of the samples
 * @param repartitionBytes sent from stage 1 to stage 2
 * @param intervalBytes sent to the topic of results
 */
record Aggregation(
    StoredRun run,
    int aggregators,
    double cpuSeconds,
    double warmCpuMicros,
    double warmRate,
    long sampleBytes,
    long repartitionBytes,
    long intervalBytes) {

  private static final long POLL_MILLIS = 50;
  private static final long LONGEST_POLLS = 180_000 / POLL_MILLIS;
  private static final String GROUP = AggregatorConfig.DEFAULT_APPLICATION_ID;

  private record Moment(long nanos, long samples, double cpuSeconds) {}

  /**
   * Stores a run and aggregates it.
   *
   * @param place of aggregators and broker
   */
  static Aggregation of(StoredRun run, int aggregators, Place place)
      throws IOException, InterruptedException, ToolFailedException {
    Path folder = Files.createTempDirectory("scaling-");
    try (var broker = BrokerProcess.start(folder, place)) {
      run.write(broker.bootstrapServers());
      return new Measuring(run, broker, folder).with(aggregators, place);
    } finally {
      Folders.delete(folder);
    }
  }

  /** One such measurement under way. */
  private static final class Measuring {
    private final StoredRun run;
    private final BrokerProcess broker;
    private final Path folder;
    private final List<Process> processes = new ArrayList<>();

    Measuring(StoredRun run, BrokerProcess broker, Path folder) {
      this.run = run;
      this.broker = broker;
      this.folder = folder;
    }

    Aggregation with(int aggregators, Place place)
        throws IOException, InterruptedException, ToolFailedException {
      try (var admin = admin()) {
        for (int i = 1; i <= aggregators; i++) {
          processes.add(start("aggregator-" + i, place));
        }
        Moment half = await(admin, run.samples() / 2);
        Moment taken = await(admin, run.samples());
        awaitResults();
        double cpu = cpuSeconds();
        double samples = taken.samples - half.samples;
        return new Aggregation(
            run,
            aggregators,
            cpu,
            (taken.cpuSeconds - half.cpuSeconds) * 1e6 / samples,
            samples / ((taken.nanos - half.nanos) / 1e9),
            broker.bytesIn(Topics.SAMPLES),
            broker.bytesIn(GROUP + "-by-series-repartition"),
            broker.bytesIn(Topics.INTERVALS));
      } finally {
        processes.forEach(Process::destroyForcibly);
      }
    }

    private Process start(String name, Place place) throws IOException {
      return place
          .command(
              Jvm.command(AggregatorMain.class, List.of("-Xmx1g"), broker.bootstrapServers(), name))
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve(name + ".txt").toFile())
          .start();
    }

    private Admin admin() {
      return Admin.create(
          Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, (Object) broker.bootstrapServers()));
    }

    /** Waits until so many samples are taken and committed. */
    private Moment await(Admin admin, long samples)
        throws IOException, InterruptedException, ToolFailedException {
      for (long i = 0; i < LONGEST_POLLS; i++) {
        long committed = committed(admin);
        if (committed >= samples) {
          return new Moment(SystemClock.nanoTime(), committed, cpuSeconds());
        }
        pause();
      }
      throw new ToolFailedException("the aggregators were not done in three minutes", log());
    }

    private static long committed(Admin admin) throws InterruptedException, IOException {
      try {
        return admin
                .listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get()
                .entrySet()
                .stream()
                .filter(entry -> entry.getKey().topic().equals(Topics.SAMPLES))
                .filter(entry -> entry.getValue() != null)
                .mapToLong(entry -> entry.getValue().offset())
                .sum()
            * SampleColumns.CAPACITY;
      } catch (ExecutionException e) {
        throw new IOException("the aggregators' offsets cannot be read", e);
      }
    }

    private void awaitResults() throws InterruptedException, ToolFailedException {
      for (long i = 0; i < LONGEST_POLLS; i++) {
        long counted =
            RunRecords.aggregates(broker.bootstrapServers(), StoredRun.RUN).values().stream()
                .mapToLong(record -> record.getInterval().getFigures().getSamples())
                .sum();
        if (counted == run.samples()) {
          return;
        }
        pause();
      }
      throw new ToolFailedException("samples are missing in the results", log());
    }

    private Path log() {
      return folder.resolve("aggregator-1.txt");
    }

    private double cpuSeconds() throws IOException {
      double sum = 0;
      for (Process process : processes) {
        sum +=
            ProcessUsage.of(process.pid())
                .orElseThrow(() -> new IOException("an aggregator has ended"))
                .cpuSeconds();
      }
      return sum;
    }
  }

  private static void pause() throws InterruptedException {
    boolean never = new CountDownLatch(1).await(POLL_MILLIS, TimeUnit.MILLISECONDS);
    assert !never;
  }
}
