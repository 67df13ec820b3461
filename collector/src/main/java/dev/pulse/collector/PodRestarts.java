package dev.pulse.collector;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Counts restarts and OOM kills of pods since the run began, and tells each once. Of a container
 * the cluster keeps the last end only: of two between two readings one is told.
 */
final class PodRestarts {
  private static final String OOM = "OOMKilled";

  private final Map<String, Integer> before = new HashMap<>();
  private final Map<String, Integer> oomKills = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private Instant since = Instant.MIN;
  private boolean first = true;

  /** What lies before this time, a whole second, is not of the run. */
  void begin(Instant now) {
    since = now;
    first = true;
    before.clear();
    oomKills.clear();
  }

  /** Counts of each pod, and what happened since the last call. */
  List<Reading> read(List<Pod> pods) {
    var readings = new ArrayList<Reading>();
    var there = new HashSet<String>();
    for (Pod pod : pods) {
      String name = pod.getMetadata().getName();
      int restarts = 0;
      for (ContainerStatus status : statuses(pod)) {
        String key = pod.getMetadata().getUid() + "/" + status.getName();
        there.add(key);
        int count = status.getRestartCount() == null ? 0 : status.getRestartCount();
        int base = before.computeIfAbsent(key, k -> first ? count : 0);
        restarts += Math.max(0, count - base);
        readings.addAll(ends(name, key, status));
      }
      int killed =
          statuses(pod).stream().mapToInt(s -> oomKills.getOrDefault(key(pod, s), 0)).sum();
      readings.add(Reading.of("restarts", Reading.COUNT, name, restarts));
      readings.add(Reading.of("oom_kills", Reading.COUNT, name, killed));
    }
    forgetOthers(there);
    first = false;
    return readings;
  }

  private static String key(Pod pod, ContainerStatus status) {
    return pod.getMetadata().getUid() + "/" + status.getName();
  }

  private static List<ContainerStatus> statuses(Pod pod) {
    var status = pod.getStatus();
    return status == null
        ? List.of()
        : Stream.concat(
                status.getContainerStatuses().stream(), status.getInitContainerStatuses().stream())
            .toList();
  }

  private List<Reading> ends(String pod, String key, ContainerStatus status) {
    var events = new ArrayList<Reading>();
    if (status.getLastState() != null && status.getLastState().getTerminated() != null) {
      events.addAll(end(pod, key, status, status.getLastState().getTerminated(), true));
    }
    if (status.getState() != null && status.getState().getTerminated() != null) {
      events.addAll(end(pod, key, status, status.getState().getTerminated(), false));
    }
    return events;
  }

  private List<Reading> end(
      String pod,
      String key,
      ContainerStatus status,
      ContainerStateTerminated end,
      boolean startedAgain) {
    boolean isOom = OOM.equals(end.getReason());
    if (end.getFinishedAt() == null || !(isOom || startedAgain)) {
      return List.of();
    }
    Instant at = Instant.parse(end.getFinishedAt());
    if (!told.add(key + "@" + end.getFinishedAt()) || at.isBefore(since)) {
      return List.of();
    }
    if (isOom) {
      oomKills.merge(key, 1, Integer::sum);
    }
    String what =
        isOom
            ? "container " + status.getName() + " was killed: out of memory (limit reached)"
            : "container "
                + status.getName()
                + " ended ("
                + end.getReason()
                + ", exit code "
                + end.getExitCode()
                + ") and was started again";
    return List.of(
        Reading.event(
            isOom ? "oom_kill" : "restart", "pod/" + pod, what, KubernetesTimes.micros(at)));
  }

  private void forgetOthers(Set<String> there) {
    before.keySet().retainAll(there);
    oomKills.keySet().retainAll(there);
    told.removeIf(end -> !there.contains(end.substring(0, end.lastIndexOf('@'))));
  }
}
