package dev.pulse.reporter.run;

import dev.pulse.protocol.FiguresMerger;
import dev.pulse.protocol.InvalidRecordException;
import dev.pulse.protocol.LatencyHistogram;
import dev.pulse.protocol.Outcome;
import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.Histogram;
import dev.pulse.protocol.v1.NameCount;
import dev.pulse.protocol.v1.SlowSample;
import dev.pulse.protocol.v1.ValueCount;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Merged figures of some samples, immutable. All durations are microseconds. */
public final class SeriesFigures {
  /** Of no samples. */
  public static final SeriesFigures EMPTY = ofValid(Figures.getDefaultInstance());

  private final Figures figures;
  private final Map<Timing, LatencyHistogram> timings = new EnumMap<>(Timing.class);

  private SeriesFigures(Figures figures) throws InvalidRecordException {
    this.figures = figures;
    for (Timing timing : Timing.values()) {
      timings.put(timing, LatencyHistogram.fromProto(timing.of(figures)));
    }
  }

  /**
   * Checks and takes figures as they come off the wire.
   *
   * @throws InvalidRecordException if a histogram contradicts itself
   */
  public static SeriesFigures of(Figures figures) throws InvalidRecordException {
    return new SeriesFigures(figures);
  }

  private static SeriesFigures ofValid(Figures figures) {
    try {
      return new SeriesFigures(figures);
    } catch (InvalidRecordException e) {
      throw new IllegalStateException("figures were checked when they were taken", e);
    }
  }

  /** Reads a histogram of figures that were checked when they were taken. */
  static LatencyHistogram valid(Histogram histogram) {
    try {
      return LatencyHistogram.fromProto(histogram);
    } catch (InvalidRecordException e) {
      throw new IllegalStateException("figures were checked when they were taken", e);
    }
  }

  static SeriesFigures merge(List<Figures> valid) {
    try {
      return of(FiguresMerger.merge(valid));
    } catch (InvalidRecordException e) {
      throw new IllegalStateException("figures were checked when they were taken", e);
    }
  }

  /** Number of samples, whatever became of them. */
  public long samples() {
    return figures.getSamples();
  }

  /** Samples of one outcome. */
  public long outcome(Outcome outcome) {
    int code = outcome.code();
    return code < figures.getOutcomesCount() ? figures.getOutcomes(code) : 0;
  }

  /** Samples carried to an end of their own: all but the cancelled and the never started. */
  public long executed() {
    return executed(figures);
  }

  /** Samples that count towards the error rate, failed checks included. */
  public long errors() {
    return errors(figures);
  }

  /** k6's {@code http_req_failed}: no answer, or an unexpected status. */
  public long requestFailures() {
    return Outcome.samples(figures, Outcome::isRequestFailure);
  }

  static long executed(Figures figures) {
    return Outcome.samples(figures, Outcome::isExecuted);
  }

  static long errors(Figures figures) {
    return Outcome.samples(figures, Outcome::isError);
  }

  /** {@link #errors} in {@link #executed}, 0..1; 0 where nothing was executed. */
  public double errorRate() {
    long executed = executed();
    return executed == 0 ? 0 : (double) errors() / executed;
  }

  /** One kind of duration. */
  public LatencyHistogram timing(Timing timing) {
    return timings.getOrDefault(timing, LatencyHistogram.EMPTY);
  }

  /** End minus intended start, which is what is judged. */
  public LatencyHistogram response() {
    return timing(Timing.RESPONSE);
  }

  /** HTTP statuses with their counts, ascending; 0 stands for no answer. */
  public List<ValueCount> statuses() {
    return figures.getStatusesList();
  }

  /** Error kinds with their counts, ascending by name. */
  public List<NameCount> errorKinds() {
    return figures.getErrorsList();
  }

  /** Bytes read, head and body. */
  public long bytesIn() {
    return figures.getBytesIn();
  }

  /** Bytes written. */
  public long bytesOut() {
    return figures.getBytesOut();
  }

  /** Samples whose checks were evaluated; each evaluates all checks of its request. */
  public long checksEvaluated() {
    return figures.getChecksEvaluated();
  }

  /** Samples that failed the {@code check}-th check; means something for one request only. */
  public long checkFailures(int check) {
    return check < figures.getCheckFailuresCount() ? figures.getCheckFailures(check) : 0;
  }

  /** The ten slowest samples at most, slowest first. */
  public List<SlowSample> slowest() {
    return figures.getSlowestList();
  }

  /** The wire form. */
  public Figures toProto() {
    return figures;
  }
}
