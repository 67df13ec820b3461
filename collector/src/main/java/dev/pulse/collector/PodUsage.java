package dev.pulse.collector;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.ContainerMetrics;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a pod uses of what it may. Containers that have a limit are held against it; where no
 * container has one, those that have a request against that. A limit of the whole pod comes first.
 */
final class PodUsage {
  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";
  private static final String LIMITS = "limits";
  private static final String REQUESTS = "requests";

  private final Pod pod;
  private final PodMetrics metrics;
  private final String label;
  private final long atEpochMicros;

  /**
   * Of one pod at one time.
   *
   * @throws java.time.DateTimeException if the metrics have no time
   */
  PodUsage(Pod pod, PodMetrics metrics) {
    this.pod = pod;
    this.metrics = metrics;
    label = pod.getMetadata().getName();
    atEpochMicros = KubernetesTimes.micros(Instant.parse(String.valueOf(metrics.getTimestamp())));
  }

  List<Reading> readings() {
    var readings = new ArrayList<Reading>();
    readings.add(reading("cpu_cores", Reading.COUNT, total(CPU), Map.of()));
    readings.add(reading("memory_bytes", Reading.BYTES, total(MEMORY), Map.of()));
    share("cpu_ratio", CPU).ifPresent(readings::add);
    share("memory_ratio", MEMORY).ifPresent(readings::add);
    return readings;
  }

  private Reading reading(String series, String unit, double value, Map<String, String> labels) {
    return new Reading(series, unit, label, value, atEpochMicros, labels);
  }

  private Optional<Reading> share(String series, String resource) {
    return against(series, resource, LIMITS, ResourceRequirements::getLimits)
        .or(() -> against(series, resource, REQUESTS, ResourceRequirements::getRequests));
  }

  private Optional<Reading> against(
      String series,
      String resource,
      String against,
      Function<ResourceRequirements, Map<String, Quantity>> side) {
    double allowed = amount(pod.getSpec().getResources(), side, resource);
    double used = total(resource);
    if (allowed == 0) {
      used = 0;
      for (ContainerMetrics container : metrics.getContainers()) {
        double own = amount(requirements(container.getName()), side, resource);
        allowed += own;
        used += own > 0 ? amount(container.getUsage(), resource) : 0;
      }
    }
    return allowed > 0
        ? Optional.of(reading(series, Reading.RATIO, used / allowed, Map.of("against", against)))
        : Optional.empty();
  }

  private ResourceRequirements requirements(String container) {
    var all = new ArrayList<Container>(pod.getSpec().getContainers());
    all.addAll(pod.getSpec().getInitContainers());
    return all.stream()
        .filter(one -> one.getName().equals(container) && one.getResources() != null)
        .map(Container::getResources)
        .findFirst()
        .orElseGet(ResourceRequirements::new);
  }

  private double total(String resource) {
    return metrics.getContainers().stream()
        .mapToDouble(container -> amount(container.getUsage(), resource))
        .sum();
  }

  private static double amount(
      ResourceRequirements requirements,
      Function<ResourceRequirements, Map<String, Quantity>> side,
      String resource) {
    return requirements == null ? 0 : amount(side.apply(requirements), resource);
  }

  private static double amount(Map<String, Quantity> quantities, String resource) {
    Quantity quantity = quantities == null ? null : quantities.get(resource);
    return quantity == null ? 0 : quantity.getNumericalAmount().doubleValue();
  }
}
