package dev.pulse.aggregator;

import dev.pulse.protocol.v1.Figures;
import dev.pulse.protocol.v1.Histogram;

/** Says in what two figures differ: counts by name, histograms down to their buckets. */
final class FiguresComparison {
  private FiguresComparison() {}

  static void compare(String where, Figures expected, Figures actual, Differences differences) {
    if (expected.equals(actual)) {
      return;
    }
    if (expected.getSamples() != actual.getSamples()) {
      // Everything else differs too, and says no more.
      differences.check(where + ": samples", expected.getSamples(), actual.getSamples());
      return;
    }
    compare(where + ": response", expected.getResponse(), actual.getResponse(), differences);
    compare(where + ": service", expected.getService(), actual.getService(), differences);
    compare(where + ": duration", expected.getDuration(), actual.getDuration(), differences);
    compare(where + ": wait", expected.getWait(), actual.getWait(), differences);
    compare(where + ": receive", expected.getReceive(), actual.getReceive(), differences);
    compare(where + ": connect", expected.getConnect(), actual.getConnect(), differences);
    compare(where + ": tls", expected.getTls(), actual.getTls(), differences);
    compare(where + ": start lag", expected.getStartLag(), actual.getStartLag(), differences);
    if (!withoutHistograms(expected).equals(withoutHistograms(actual))) {
      differences.add(where + ": outcomes, statuses, errors, bytes, checks or slowest differ");
    }
  }

  private static void compare(
      String where, Histogram expected, Histogram actual, Differences differences) {
    if (expected.equals(actual)) {
      return;
    }
    differences.check(where + " count", expected.getCount(), actual.getCount());
    differences.check(where + " sum", expected.getSumMicros(), actual.getSumMicros());
    if (!expected.getIndexDeltasList().equals(actual.getIndexDeltasList())
        || !expected.getCountsList().equals(actual.getCountsList())) {
      differences.add(where + " histogram buckets differ");
    } else {
      differences.check(where + " min", expected.getMinMicros(), actual.getMinMicros());
      differences.check(where + " max", expected.getMaxMicros(), actual.getMaxMicros());
    }
  }

  private static Figures withoutHistograms(Figures figures) {
    return figures.toBuilder()
        .clearSamples()
        .clearResponse()
        .clearService()
        .clearDuration()
        .clearWait()
        .clearReceive()
        .clearConnect()
        .clearTls()
        .clearStartLag()
        .build();
  }
}
