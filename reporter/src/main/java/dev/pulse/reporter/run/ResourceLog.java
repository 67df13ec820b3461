package dev.pulse.reporter.run;

import dev.pulse.protocol.v1.ResourceSample;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was read of the system under test. When there are too many readings every series loses every
 * other one, and from then on takes only every other one that comes: memory stays bounded however
 * long the run, and the same records come to the same readings.
 */
final class ResourceLog {
  /** Readings of all series together that are kept; some 30 MB. */
  static final int MOST_READINGS = 400_000;

  /** Series that are kept; more is no figure that anybody looks at. */
  static final int MOST_SERIES = 2_000;

  /** Events that are kept, the first ones; more is nothing that anybody reads. */
  static final int MOST_EVENTS = 1_000;

  private static final int LONGEST_EVENT = 500;

  /** Label of a reading that was asked for after the run, for a time at which none was had. */
  private static final String FILLED = "filled";

  private static final String PROGRAM = "program";

  private final Map<Key, Readings> series = new HashMap<>();
  private final NavigableMap<String, Gap> gaps = new TreeMap<>();
  private final NavigableSet<ResourceEvent> events = new TreeSet<>(ResourceEvent.BY_TIME);
  private final NavigableSet<String> programs = new TreeSet<>();
  private int readings;
  private boolean tooMany;
  private boolean tooManyEvents;

  /** What was asked for last, until another record comes. */
  private @Nullable List<ResourceSeries> made;

  private long madeFor;

  private record Key(String source, String series, String label) {}

  private static final class Readings {
    private final NavigableMap<Long, Double> values = new TreeMap<>();
    private String unit = "";
    private long every = 1;
    private long taken;

    /** Whether there is one more than before. */
    boolean put(long at, double value) {
      return taken++ % every == 0 && values.put(at, value) == null;
    }

    /** Returns how many have gone. */
    int thin() {
      int before = values.size();
      every *= 2;
      boolean goes = true;
      for (var all = values.keySet().iterator(); all.hasNext(); ) {
        all.next();
        goes = !goes;
        if (goes) {
          all.remove();
        }
      }
      return before - values.size();
    }
  }

  /** Takes a reading, a gap or an event. */
  void accept(ResourceSample sample) {
    made = null;
    String name = sample.getLabelsOrDefault("name", sample.getSource());
    if (sample.containsLabels(PROGRAM)) {
      programs.add(sample.getLabelsOrDefault(PROGRAM, ""));
    }
    if (!sample.getGap().isEmpty()) {
      gaps.merge(name, new Gap(name, 1, sample.getGap()), Gap::and);
      return;
    }
    if (!sample.getEvent().isEmpty()) {
      accept(event(sample));
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
    var own = series.computeIfAbsent(key, k -> new Readings());
    own.unit = sample.getUnit();
    if (own.put(sample.getAtEpochMicros(), sample.getValue())) {
      readings++;
      if (sample.containsLabels(FILLED)) {
        gaps.merge(name, new Gap(name, 0, "", 1), Gap::and);
      }
    }
    if (readings > MOST_READINGS) {
      readings -= series.values().stream().mapToInt(Readings::thin).sum();
    }
  }

  private static ResourceEvent event(ResourceSample sample) {
    String text = sample.getEvent();
    return new ResourceEvent(
        sample.getAtEpochMicros(),
        sample.getSource(),
        sample.getSeries(),
        sample.getLabelsOrDefault("label", ""),
        text.substring(0, Math.min(text.length(), LONGEST_EVENT)));
  }

  /** The first ones stay, in whichever order they come. */
  private void accept(ResourceEvent event) {
    events.add(event);
    if (events.size() > MOST_EVENTS) {
      events.pollLast();
      tooManyEvents = true;
    }
  }

  /** What happened, each event once, in order of time, on a run clock that began then. */
  List<ResourceEvent> events(long startEpochMicros) {
    return events.stream().map(event -> event.onClockFrom(startEpochMicros)).toList();
  }

  /** Whether later events were left out because there were more than a thousand. */
  boolean hasTooManyEvents() {
    return tooManyEvents;
  }

  /** All series, on a run clock that began then, by source, name and label. */
  List<ResourceSeries> series(long startEpochMicros) {
    if (made == null || madeFor != startEpochMicros) {
      made = make(startEpochMicros);
      madeFor = startEpochMicros;
    }
    return made;
  }

  private List<ResourceSeries> make(long startEpochMicros) {
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

  /** What the watched processes are, such as {@code java}. */
  NavigableSet<String> programs() {
    return programs;
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
