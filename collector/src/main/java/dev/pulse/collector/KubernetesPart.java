package dev.pulse.collector;

/** One of the lists that are asked for. */
enum KubernetesPart {
  PODS("pods", "", "pods"),
  METRICS("CPU and memory of pods", "metrics.k8s.io", "pods"),
  DEPLOYMENTS("deployments", "apps", "deployments"),
  AUTOSCALERS("autoscalers", "autoscaling", "horizontalpodautoscalers"),
  EVENTS("events", "", "events");

  private final String title;
  private final String group;
  private final String resource;

  KubernetesPart(String title, String group, String resource) {
    this.title = title;
    this.group = group;
    this.resource = resource;
  }

  /** For people. */
  String title() {
    return title;
  }

  /** What came back, 0 for nonsense, and what to do about it, in one line. */
  String trouble(int status, String namespace) {
    String place = title + ": ";
    return switch (status) {
      case 401 -> place + "401, the cluster does not know who asks: is the token of today?";
      case 403 ->
          place
              + "403, forbidden: a Role in "
              + namespace
              + " must allow get, list on "
              + resource
              + " of apiGroup \""
              + group
              + "\"";
      case 404 ->
          this == METRICS
              ? place + "404, the cluster has no metrics API: install metrics-server"
              : place + "404, the cluster does not serve " + resource + " of \"" + group + "\"";
      case 0 -> place + "the answer cannot be read as a list of " + resource;
      default -> place + "the cluster answered " + status;
    };
  }
}
