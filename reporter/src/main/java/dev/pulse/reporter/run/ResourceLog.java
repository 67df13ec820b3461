package dev.pulse.reporter.run;

import dev.pulse.protocol.v1.ResourceSample;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What was read of the system under test. A series that has become too long loses every other
 * reading, from then on; so does what is added to it: memory stays bounded however long the run.
 */
final class ResourceLog {
  private static final int MOST_POINTS = 20_000;
  private static final int MOST_SERIES = 2_000;

  private final Map<Key, Points> series = new HashMap<>();
  private final NavigableMap<String, Gap> gaps = new TreeMap<>();
  private boolean tooMany;

  private record Key(String source, String series, String label) {}

  private static final class Points {
    private final NavigableMap<Long, Double> values = new TreeMap<>();
    private String unit = "";
    private long every = 1;
    private long taken;

    void put(long at, double value) {
      if (taken++ % every != 0) {
        return;
      }
      values.put(at, value);
      if (values.size() > MOST_POINTS) {
        every *= 2;
        boolean keep = false;
        for (var all = values.keySet().iterator(); all.hasNext(); ) {
          all.next();
          keep = !keep;
          if (!keep) {
            all.remove();
          }
        }
      }
    }
  }

  /** Takes a reading or a gap. */
  void accept(ResourceSample sample) {
    String name = sample.getLabelsOrDefault("name", sample.getSource());
    if (!sample.getGap().isEmpty()) {
      gaps.merge(name, new Gap(name, 1, sample.getGap()), (a, b) -> a.andOne(b.why()));
      return;
    }
    var key =
        new Key(sample.getSource(), sample.getSeries(), sample.getLabelsOrDefault("label", ""));
    if (!Double.isFinite(sample.getValue())) {
      return;
    }
    if (series.size() >= MOST_SERIES && !series.containsKey(key)) {
      tooMany = true;
      return;
    }
    var points = series.computeIfAbsent(key, k -> new Points());
    points.unit = sample.getUnit();
    points.put(sample.getAtEpochMicros(), sample.getValue());
  }

  /** All series, on a run clock that began then, by source, name and label. */
  List<ResourceSeries> series(long startEpochMicros) {
    return series.entrySet().stream()
        .map(
            entry ->
                new ResourceSeries(
                    entry.getKey().source(),
                    entry.getKey().series(),
                    entry.getKey().label(),
                    entry.getValue().unit,
                    entry.getValue().values.entrySet().stream()
                        .map(
                            p ->
                                new ResourceSeries.Point(
                                    p.getKey() - startEpochMicros, p.getValue()))
                        .toList()))
        .sorted(
            Comparator.comparing(ResourceSeries::source)
                .thenComparing(ResourceSeries::series)
                .thenComparing(ResourceSeries::label))
        .toList();
  }

  /** Sources that could not be read, at least for a while, by name. */
  List<Gap> gaps() {
    return List.copyOf(gaps.values());
  }

  /** Whether series were left out because there were more than two thousand. */
  boolean hasTooMany() {
    return tooMany;
  }
}
