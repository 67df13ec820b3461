package dev.pulse.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was measured, as text for people: ratios first, then what they are made of. */
final class Results {
  /** Most CPU per request, as a multiple of wrk's. */
  static final double MOST_OF_WRK = 1.5;

  /** Most CPU per request, as a share of k6's with JSON output. */
  static final double MOST_OF_K6 = 1.0 / 6;

  /** Most bytes a sample on the broker's disk. */
  static final double MOST_BYTES = 16;

  /** Most resident memory of the generator with 5,000 VUs, bytes. */
  static final long MOST_RESIDENT = 200L << 20;

  /** Least samples a second of the aggregator on one core. */
  static final double LEAST_AGGREGATED = 500_000;

  /** Longest start to first request, seconds. */
  static final double LONGEST_START = 10;

  private static final double MIB = 1 << 20;

  private @Nullable Measurement wrk;
  private Lab.@Nullable Kept k6;
  private Lab.@Nullable Kept pulse;
  private Lab.@Nullable Kept manyVus;
  private @Nullable AggregatorOutput aggregator;
  private final List<String> notes = new ArrayList<>();

  /** Adds a run of wrk; several count as one. */
  void addWrk(Measurement measurement) {
    wrk = wrk == null ? measurement : wrk.plus(measurement);
  }

  void setK6(Lab.Kept kept) {
    k6 = kept;
  }

  void setPulse(Lab.Kept kept) {
    pulse = kept;
  }

  /** Samples of the saturated run, empty if there was none. */
  Optional<Long> pulseSamples() {
    return Optional.ofNullable(pulse).map(Lab.Kept::samples);
  }

  void setManyVus(Lab.Kept kept) {
    manyVus = kept;
  }

  void setAggregator(AggregatorOutput output) {
    aggregator = output;
  }

  /** Says something that was not measured, and why. */
  void note(String why) {
    notes.add(why);
  }

  /** All of it. */
  String text() {
    var text = new StringBuilder();
    addGoals(text);
    addTable(text);
    notes.forEach(note -> text.append(note).append('\n'));
    return text.toString();
  }

  private void addGoals(StringBuilder text) {
    if (pulse != null && wrk != null) {
      double ratio = cpu(pulse.measurement()) / cpu(wrk);
      goal(text, "CPU per request, multiple of wrk", ratio, "at most", MOST_OF_WRK);
      double whole =
          pulse.measurement().whole().cpuMicrosPerRequest() / wrk.whole().cpuMicrosPerRequest();
      line(text, "the same over the whole run, start and JIT included", whole);
    }
    if (pulse != null && k6 != null) {
      double ratio = cpu(pulse.measurement()) / cpu(k6.measurement());
      goal(text, "CPU per request, share of k6 --out json", ratio, "at most", MOST_OF_K6);
      line(text, "bytes per sample, share of k6's", pulse.bytesPerSample() / k6.bytesPerSample());
    }
    if (pulse != null) {
      goal(text, "bytes per sample, saturated", pulse.bytesPerSample(), "at most", MOST_BYTES);
      double seconds = pulse.measurement().firstRequestSeconds();
      goal(text, "generator start to first request, s", seconds, "at most", LONGEST_START);
    }
    if (manyVus != null) {
      double mib = manyVus.measurement().peakResidentBytes() / MIB;
      goal(text, "resident with 5,000 VUs, MiB", mib, "at most", MOST_RESIDENT / MIB);
    }
    if (manyVus != null) {
      goal(text, "bytes per sample, 5,000 VUs", manyVus.bytesPerSample(), "at most", MOST_BYTES);
    }
    addAggregator(text);
  }

  private void addAggregator(StringBuilder text) {
    if (aggregator != null) {
      // By CPU, so that neighbours on the core do not count; the clock's rates stand below.
      double rate = 1e6 / aggregator.warmCpuMicros();
      goal(text, "aggregator, samples per CPU second", rate, "at least", LEAST_AGGREGATED);
      line(text, "samples/s by the clock, second half", aggregator.warmRate());
      line(text, "samples/s by the clock, JIT and commit included", aggregator.rate());
      text.append("  ").append(aggregator.accounted()).append('\n');
    }
  }

  private static double cpu(Measurement measurement) {
    return measurement.steady().cpuMicrosPerRequest();
  }

  private static void goal(
      StringBuilder text, String what, double value, String side, double bound) {
    boolean isMet = side.equals("at most") ? value <= bound : value >= bound;
    text.append(
        String.format(
            Locale.ROOT,
            "%-52s %12s   %s %s: %s%n",
            what,
            number(value),
            side,
            number(bound),
            isMet ? "met" : "MISSED"));
  }

  private static void line(StringBuilder text, String what, double value) {
    text.append(String.format(Locale.ROOT, "  %-50s %12s%n", what, number(value)));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 1_000 ? "%.3f" : "%,.0f", value);
  }

  private void addTable(StringBuilder text) {
    text.append(
        String.format(
            Locale.ROOT,
            "%n%-26s %10s %14s %14s %10s %10s %10s%n",
            "",
            "requests/s",
            "CPU s/1,000",
            "whole run",
            "peak MiB",
            "first s",
            "bytes/req"));
    if (wrk != null) {
      row(text, "wrk", wrk, "-");
    }
    if (k6 != null) {
      row(text, "k6 --out json", k6.measurement(), number(k6.bytesPerSample()));
    }
    if (pulse != null) {
      row(text, "pulse, samples in Kafka", pulse.measurement(), number(pulse.bytesPerSample()));
    }
    if (manyVus != null) {
      row(
          text,
          "pulse, 5,000 VUs, think 1 s",
          manyVus.measurement(),
          number(manyVus.bytesPerSample()));
    }
  }

  private static void row(StringBuilder text, String name, Measurement m, String bytes) {
    text.append(
        String.format(
            Locale.ROOT,
            "%-26s %,10.0f %14.5f %14.5f %10.0f %10.2f %10s%n",
            name,
            m.steady().rate(),
            m.steady().cpuMicrosPerRequest() / 1_000,
            m.whole().cpuMicrosPerRequest() / 1_000,
            m.peakResidentBytes() / MIB,
            m.firstRequestSeconds(),
            bytes));
  }
}
