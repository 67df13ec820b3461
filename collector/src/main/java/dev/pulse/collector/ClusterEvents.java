package dev.pulse.collector;

import io.fabric8.kubernetes.api.model.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells each scaling and each pod that is held back from restarting once, at the cluster's own
 * time.
 */
final class ClusterEvents {
  private static final Map<String, String> KINDS =
      Map.of("SuccessfulRescale", "scaling", "ScalingReplicaSet", "scaling", "BackOff", "restart");
  private static final Map<String, String> SHORT =
      Map.of("HorizontalPodAutoscaler", "hpa", "Deployment", "deployment", "Pod", "pod");

  private Set<String> told = new HashSet<>();
  private Instant since = Instant.MIN;

  /** What lies before this time, a whole second, is not of the run. */
  void begin(Instant now) {
    since = now;
  }

  /**
   * What has come since the last call.
   *
   * @param events all that the cluster keeps of what is watched
   */
  List<Reading> read(List<Event> events) {
    var readings = new ArrayList<Reading>();
    var there = new HashSet<String>();
    for (Event event : events) {
      String kind = kind(event);
      Optional<Instant> at = at(event);
      if (kind.isEmpty() || at.isEmpty()) {
        continue;
      }
      String key = key(event);
      there.add(key);
      if (!told.contains(key) && !at.get().isBefore(since)) {
        readings.add(
            Reading.event(kind, label(event), text(event), KubernetesTimes.micros(at.get())));
      }
    }
    told = there;
    return readings;
  }

  private static String kind(Event event) {
    String reason = String.valueOf(event.getReason());
    boolean pullsAnImage =
        reason.equals("BackOff") && !Objects.toString(event.getMessage(), "").contains("restart");
    return pullsAnImage ? "" : KINDS.getOrDefault(reason, "");
  }

  /** Such as {@code hpa/api}. */
  static String label(Event event) {
    var object = event.getInvolvedObject();
    String kind = Objects.toString(object.getKind(), "object");
    return SHORT.getOrDefault(kind, kind.toLowerCase(Locale.ROOT)) + "/" + object.getName();
  }

  private static String text(Event event) {
    return event.getReason() + ": " + Objects.toString(event.getMessage(), "");
  }

  /** One that goes on counting, as backing off does every few seconds, is told once. */
  private static String key(Event event) {
    String uid = event.getMetadata().getUid();
    return "BackOff".equals(event.getReason()) ? uid : uid + "#" + count(event);
  }

  private static int count(Event event) {
    var series = event.getSeries();
    Integer count = series == null ? event.getCount() : series.getCount();
    return count == null ? 1 : count;
  }

  /** The last time: by the series of newer events, or the fields of older ones. */
  private static Optional<Instant> at(Event event) {
    var series = event.getSeries();
    return Stream.of(
            series == null || series.getLastObservedTime() == null
                ? ""
                : series.getLastObservedTime().getTime(),
            event.getLastTimestamp(),
            event.getEventTime() == null ? "" : event.getEventTime().getTime(),
            event.getFirstTimestamp(),
            event.getMetadata().getCreationTimestamp())
        .filter(time -> time != null && !time.isEmpty())
        .findFirst()
        .map(Instant::parse);
  }
}
