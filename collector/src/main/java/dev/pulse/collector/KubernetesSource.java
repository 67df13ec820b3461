package dev.pulse.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetricsList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Pods of a namespace, what they use, what scales them and what happens to them. Seven requests a
 * reading; what one of them does not give leaves a gap, and the others go on.
 */
final class KubernetesSource implements Source {
  /** Pods that are read; more is no picture that anybody looks at. */
  static final long MOST_PODS = 200;

  private static final Duration WITHOUT_METRICS = Duration.ofMinutes(2);

  /** One list; several pages at most. */
  private static final Duration CALL = Duration.ofSeconds(10);

  private static final long MOST_OTHERS = 100;
  private static final long EVENTS_A_PAGE = 500;
  private static final int MOST_PAGES = 4;
  private static final int MOST_NAMES = 2_000;

  private final SourceSpec.Kubernetes spec;
  private final InstantSource wall;
  private final BoundedCalls calls;
  private final PodRestarts restarts = new PodRestarts();
  private final ClusterEvents events = new ClusterEvents();

  /** Time of the metrics that were read last, by pod: they are renewed every 15 seconds or so. */
  private final Map<String, String> measuredAt = new HashMap<>();

  /** Such as {@code pod/api-1}, since the run began. */
  private final Set<String> watched = new HashSet<>();

  private @Nullable KubernetesClient client;

  KubernetesSource(SourceSpec.Kubernetes spec, InstantSource wall) {
    this.spec = spec;
    calls = new BoundedCalls("kubernetes-" + spec.name(), CALL);
    this.wall = wall;
  }

  @Override
  public void begin() {
    // Kubernetes writes whole seconds.
    var now = wall.instant().truncatedTo(ChronoUnit.SECONDS);
    restarts.begin(now);
    events.begin(now);
    measuredAt.clear();
    watched.clear();
  }

  @Override
  public List<Reading> read() throws IOException {
    var open = client;
    if (open == null) {
      open = KubernetesClients.open(spec);
      client = open;
    }
    return new Round(open).read();
  }

  @Override
  public String probe() throws IOException {
    String missing = "";
    try {
      read();
    } catch (PartlyReadException e) {
      missing = "; not all of it: " + e.getMessage();
    }
    long pods = watched.stream().filter(name -> name.startsWith("pod/")).count();
    return spec + " answers, pods watched: " + pods + missing;
  }

  @Override
  public void close() {
    calls.close();
    var open = client;
    client = null;
    if (open != null) {
      open.close();
    }
  }

  /** One reading of all parts. */
  private final class Round {
    private final KubernetesClient open;
    private final List<Reading> readings = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private List<Pod> pods = List.of();
    private boolean isCutOff;

    Round(KubernetesClient open) {
      this.open = open;
    }

    List<Reading> read() throws IOException {
      ask(KubernetesPart.PODS, this::pods);
      if (!pods.isEmpty()) {
        ask(KubernetesPart.METRICS, this::usage);
      }
      ask(KubernetesPart.DEPLOYMENTS, this::deployments);
      ask(KubernetesPart.AUTOSCALERS, this::autoscalers);
      ask(KubernetesPart.EVENTS, this::happened);
      if (!gaps.isEmpty()) {
        throw new PartlyReadException(spec + ": " + String.join("; ", gaps), readings);
      }
      return readings;
    }

    /**
     * What one part says that is no list of it is a gap; that nothing answers is one of all that
     * was not read before. The metrics come from a server of their own, which may hang alone.
     */
    private void ask(KubernetesPart part, Runnable call) throws IOException {
      if (isCutOff) {
        return;
      }
      try {
        calls.run(call);
      } catch (TimeoutException e) {
        silent(part, "no whole answer within " + CALL.toSeconds() + " s");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException(spec + ": ended meanwhile");
      } catch (KubernetesClientException e) {
        if (e.getCode() <= 0 && isOfTheNetwork(e)) {
          silent(part, last(e));
          return;
        }
        gaps.add(part.trouble(Math.max(0, e.getCode()), spec.namespace()));
      } catch (RuntimeException e) {
        gaps.add(part.trouble(0, spec.namespace()));
      }
    }

    private void silent(KubernetesPart part, String how) throws IOException {
      String why = "the API server " + open.getMasterUrl() + " does not answer: " + how;
      if (readings.isEmpty()) {
        throw new IOException(spec + ": " + why);
      }
      gaps.add(part.title() + ": " + why);
      isCutOff = part != KubernetesPart.METRICS;
    }

    private void pods() {
      var all =
          open.pods()
              .inNamespace(spec.namespace())
              .withLabelSelector(spec.selector())
              .list(upTo(MOST_PODS, ""));
      pods = all.getItems();
      if (!next(all).isEmpty()) {
        gaps.add("more than " + MOST_PODS + " pods, the rest is not read: narrow the selector");
      }
      if (pods.isEmpty()) {
        gaps.add(
            "there are no pods" + (spec.selector().isEmpty() ? "" : " with " + spec.selector()));
      }
      pods.forEach(KubernetesSource.this::watch);
      readings.addAll(restarts.read(pods));
    }

    private void usage() {
      String path = "/apis/metrics.k8s.io/v1beta1/namespaces/" + spec.namespace() + "/pods";
      String query =
          spec.selector().isEmpty()
              ? ""
              : "?labelSelector=" + URLEncoder.encode(spec.selector(), UTF_8);
      String answer = open.raw(path + query);
      if (answer == null) {
        throw new KubernetesClientException("no metrics API", 404, null);
      }
      var metrics = new HashMap<String, PodMetrics>();
      for (PodMetrics one :
          open.getKubernetesSerialization().unmarshal(answer, PodMetricsList.class).getItems()) {
        metrics.put(one.getMetadata().getName(), one);
      }
      long without = pods.stream().filter(pod -> lacksMetrics(pod, metrics)).count();
      if (without > 0) {
        gaps.add("CPU and memory: the metrics API has nothing for " + without + " running pods");
      }
      for (Pod pod : pods) {
        String name = pod.getMetadata().getName();
        PodMetrics own = metrics.get(name);
        if (own != null && !own.getTimestamp().equals(measuredAt.put(name, own.getTimestamp()))) {
          readings.addAll(new PodUsage(pod, own).readings());
        }
      }
      measuredAt.keySet().retainAll(metrics.keySet());
    }

    /** A pod has none for its first seconds. */
    private boolean lacksMetrics(Pod pod, Map<String, PodMetrics> metrics) {
      var status = pod.getStatus();
      return !metrics.containsKey(pod.getMetadata().getName())
          && status != null
          && "Running".equals(status.getPhase())
          && status.getStartTime() != null
          && Instant.parse(status.getStartTime()).isBefore(wall.instant().minus(WITHOUT_METRICS));
    }

    private void deployments() {
      var all = open.apps().deployments().inNamespace(spec.namespace());
      if (spec.deployment().isEmpty()) {
        all.list(upTo(MOST_OTHERS, "")).getItems().stream()
            .filter(one -> isWatched("deployment", one.getMetadata().getName()))
            .forEach(this::add);
        return;
      }
      Deployment named = all.withName(spec.deployment()).get();
      if (named == null) {
        gaps.add("there is no deployment " + spec.deployment() + " in " + spec.namespace());
      } else {
        add(named);
      }
    }

    private void add(Deployment deployment) {
      String name = deployment.getMetadata().getName();
      watch("deployment", name);
      count("replicas_wanted", name, deployment.getSpec().getReplicas());
      count("replicas_ready", name, deployment.getStatus().getReadyReplicas());
    }

    private void autoscalers() {
      var all = open.autoscaling().v2().horizontalPodAutoscalers().inNamespace(spec.namespace());
      if (spec.hpa().isEmpty()) {
        all.list(upTo(MOST_OTHERS, "")).getItems().stream()
            .filter(KubernetesSource.this::isWanted)
            .forEach(this::add);
        return;
      }
      HorizontalPodAutoscaler named = all.withName(spec.hpa()).get();
      if (named == null) {
        gaps.add("there is no autoscaler " + spec.hpa() + " in " + spec.namespace());
      } else {
        add(named);
      }
    }

    private void add(HorizontalPodAutoscaler autoscaler) {
      String name = autoscaler.getMetadata().getName();
      watch("hpa", name);
      count("replicas_wanted", "hpa/" + name, autoscaler.getStatus().getDesiredReplicas());
      count("replicas_max", "hpa/" + name, autoscaler.getSpec().getMaxReplicas());
    }

    private void count(String series, String label, @Nullable Integer count) {
      readings.add(Reading.of(series, Reading.COUNT, label, count == null ? 0 : count));
    }

    private void happened() {
      var all = new ArrayList<Event>();
      all.addAll(pages("involvedObject.kind", "HorizontalPodAutoscaler"));
      all.addAll(pages("involvedObject.kind", "Deployment"));
      all.addAll(pages("reason", "BackOff"));
      all.removeIf(event -> !watched.contains(ClusterEvents.label(event)));
      readings.addAll(events.read(all));
    }

    private List<Event> pages(String field, String value) {
      var all = new ArrayList<Event>();
      String next = "";
      for (int page = 0; page == 0 || (page < MOST_PAGES && !next.isEmpty()); page++) {
        var events =
            open.v1()
                .events()
                .inNamespace(spec.namespace())
                .withField(field, value)
                .list(upTo(EVENTS_A_PAGE, next));
        all.addAll(events.getItems());
        next = next(events);
      }
      return all;
    }
  }

  private static boolean isOfTheNetwork(Throwable e) {
    return e instanceof IOException || (e.getCause() != null && isOfTheNetwork(e.getCause()));
  }

  private static String last(Throwable e) {
    return e.getCause() == null ? e.toString() : last(e.getCause());
  }

  private static ListOptions upTo(long limit, String next) {
    var options = new ListOptionsBuilder().withLimit(limit);
    return (next.isEmpty() ? options : options.withContinue(next)).build();
  }

  /** Where the list goes on; empty at its end. */
  private static String next(KubernetesResourceList<?> list) {
    var metadata = list.getMetadata();
    return metadata == null ? "" : Objects.toString(metadata.getContinue(), "");
  }

  /** The pod and what made it; a deployment makes replica sets, and is their name less the hash. */
  private void watch(Pod pod) {
    var metadata = pod.getMetadata();
    watch("pod", metadata.getName());
    Map<String, String> labels = Objects.requireNonNullElse(metadata.getLabels(), Map.of());
    String hash = "-" + labels.get("pod-template-hash");
    for (OwnerReference owner : metadata.getOwnerReferences()) {
      String name = owner.getName();
      watch(owner.getKind().toLowerCase(Locale.ROOT), name);
      if ("ReplicaSet".equals(owner.getKind()) && name.endsWith(hash)) {
        watch("deployment", name.substring(0, name.length() - hash.length()));
      }
    }
  }

  private void watch(String kind, String name) {
    if (watched.size() < MOST_NAMES) {
      watched.add(kind + "/" + name);
    }
  }

  /** Without a selector every one is. */
  private boolean isWatched(String kind, String name) {
    return spec.selector().isEmpty() || watched.contains(kind + "/" + name);
  }

  private boolean isWanted(HorizontalPodAutoscaler autoscaler) {
    var target = autoscaler.getSpec().getScaleTargetRef();
    return spec.deployment().isEmpty()
        ? isWatched(target.getKind().toLowerCase(Locale.ROOT), target.getName())
        : spec.deployment().equals(target.getName());
  }
}
