package dev.pulse.aggregator;

import dev.pulse.protocol.FiguresMerger;
import dev.pulse.protocol.HistogramRecorder;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.SampleBlock;
import dev.pulse.protocol.SampleColumns;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.NameCount;
import dev.pulse.protocol.v1.SlowSample;
import dev.pulse.protocol.v1.ValueCount;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The figures of one series while samples are added.
 *
 * <table>
 * <caption>What counts where</caption>
 * <tr><td>samples, outcomes</td><td>every sample</td></tr>
 * <tr><td>response, service, start lag, errors, bytes, slowest</td>
 *     <td>{@linkplain Outcome#isExecuted executed} samples: not cancelled, not unstarted</td></tr>
 * <tr><td>statuses, duration, wait, receive</td><td>executed with a response (status &gt; 0)</td></tr>
 * <tr><td>connect, tls</td><td>executed with a new connection, or handshake (time &gt; 0)</td></tr>
 * <tr><td>checks evaluated, check failures</td><td>{@link Outcome#checksEvaluated}</td></tr>
 * </table>
 */
final class SeriesFigures {
  private static final Outcome[] OUTCOMES = Outcome.values();

  private final HistogramRecorder response = new HistogramRecorder();
  private final HistogramRecorder service = new HistogramRecorder();
  private final HistogramRecorder duration = new HistogramRecorder();
  private final HistogramRecorder wait = new HistogramRecorder();
  private final HistogramRecorder receive = new HistogramRecorder();
  private final HistogramRecorder connect = new HistogramRecorder();
  private final HistogramRecorder tls = new HistogramRecorder();
  private final HistogramRecorder startLag = new HistogramRecorder();
  private final long[] outcomes = new long[OUTCOMES.length];
  private final long[] checkFailures = new long[Long.SIZE];
  private final SortedMap<Integer, Long> statuses = new TreeMap<>();
  private final SortedMap<String, Long> errors = new TreeMap<>();
  private final List<SlowSample> slowest = new ArrayList<>();
  private long samples;
  private long bytesIn;
  private long bytesOut;
  private long checksEvaluated;
  // Runs of one status are the rule, so a map is touched once a run.
  private int status;
  private long statusRun;

  void add(SampleBlock block, int row) {
    SampleColumns columns = block.columns();
    var outcome = OUTCOMES[columns.outcome[row]];
    samples++;
    outcomes[outcome.code()]++;
    if (outcome.isExecuted()) {
      addExecuted(block, row);
    }
    if (outcome.checksEvaluated()) {
      checksEvaluated++;
      addFailedChecks(columns.failedChecks[row]);
    }
  }

  private void addExecuted(SampleBlock block, int row) {
    SampleColumns columns = block.columns();
    bytesIn += columns.bytesIn[row];
    bytesOut += columns.bytesOut[row];
    response.record(columns.responseMicros(row));
    service.record(columns.serviceMicros[row]);
    startLag.record(columns.startLagMicros[row]);
    if (columns.connectMicros[row] > 0) {
      connect.record(columns.connectMicros[row]);
    }
    if (columns.tlsMicros[row] > 0) {
      tls.record(columns.tlsMicros[row]);
    }
    if (columns.status[row] > 0) {
      addResponse(columns, row);
    }
    if (columns.errorIndex[row] != 0) {
      errors.merge(block.error(row), 1L, Long::sum);
    }
    if (isAmongSlowest(columns, row)) {
      addSlow(block, row);
    }
  }

  private void addResponse(SampleColumns columns, int row) {
    duration.record(columns.durationMicros(row));
    wait.record(columns.waitMicros[row]);
    receive.record(columns.receiveMicros[row]);
    if (columns.status[row] != status) {
      endStatusRun();
      status = columns.status[row];
    }
    statusRun++;
  }

  private void endStatusRun() {
    if (statusRun > 0) {
      statuses.merge(status, statusRun, Long::sum);
      statusRun = 0;
    }
  }

  private void addFailedChecks(long failed) {
    for (long left = failed; left != 0; left &= left - 1) {
      checkFailures[Long.numberOfTrailingZeros(left)]++;
    }
  }

  private boolean isAmongSlowest(SampleColumns columns, int row) {
    return slowest.size() < FiguresMerger.SLOWEST
        || columns.responseMicros(row) >= slowest.get(slowest.size() - 1).getResponseMicros();
  }

  private void addSlow(SampleBlock block, int row) {
    SlowSample slow = slowSample(block, row);
    int at = slowest.size();
    while (at > 0 && FiguresMerger.SLOWEST_FIRST.compare(slow, slowest.get(at - 1)) < 0) {
      at--;
    }
    slowest.add(at, slow);
    if (slowest.size() > FiguresMerger.SLOWEST) {
      slowest.remove(FiguresMerger.SLOWEST);
    }
  }

  private static SlowSample slowSample(SampleBlock block, int row) {
    SampleColumns columns = block.columns();
    return SlowSample.newBuilder()
        .setResponseMicros(columns.responseMicros(row))
        .setIntendedStartMicros(columns.intendedStartMicros[row])
        .setStatus(columns.status[row])
        .setOutcome(columns.outcome[row])
        .setAgent(block.header().agent())
        .setIncarnation(block.header().incarnation())
        .setStream(block.header().stream())
        .setSequence(block.sequence(row))
        .setVu(columns.vu[row])
        .setIteration(columns.iteration[row])
        .setTenant(block.tenant(row))
        .build();
  }

  boolean isEmpty() {
    return samples == 0;
  }

  /** The figures so far; empty again afterwards. */
  Figures drain() {
    endStatusRun();
    var figures =
        Figures.newBuilder()
            .setSamples(samples)
            .setBytesIn(bytesIn)
            .setBytesOut(bytesOut)
            .setChecksEvaluated(checksEvaluated)
            .addAllSlowest(slowest);
    drainCounts(outcomes).forEach(figures::addOutcomes);
    drainCounts(checkFailures).forEach(figures::addCheckFailures);
    statuses.forEach(
        (value, count) ->
            figures.addStatuses(ValueCount.newBuilder().setValue(value).setCount(count)));
    errors.forEach(
        (name, count) -> figures.addErrors(NameCount.newBuilder().setName(name).setCount(count)));
    drainHistograms(figures);
    clear();
    return figures.build();
  }

  private void drainHistograms(Figures.Builder figures) {
    figures
        .setResponse(response.drain().toProto())
        .setService(service.drain().toProto())
        .setDuration(duration.drain().toProto())
        .setWait(wait.drain().toProto())
        .setReceive(receive.drain().toProto())
        .setConnect(connect.drain().toProto())
        .setTls(tls.drain().toProto())
        .setStartLag(startLag.drain().toProto());
  }

  /** The counts without trailing zeros; the array is all zero afterwards. */
  private static List<Long> drainCounts(long[] counts) {
    int end = counts.length;
    while (end > 0 && counts[end - 1] == 0) {
      end--;
    }
    List<Long> drained = new ArrayList<>(end);
    for (int i = 0; i < end; i++) {
      drained.add(counts[i]);
      counts[i] = 0;
    }
    return drained;
  }

  private void clear() {
    samples = 0;
    bytesIn = 0;
    bytesOut = 0;
    checksEvaluated = 0;
    statuses.clear();
    errors.clear();
    slowest.clear();
  }
}
