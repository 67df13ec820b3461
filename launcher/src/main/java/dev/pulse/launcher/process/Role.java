package dev.pulse.launcher.process;

import java.util.List;
import java.util.Locale;

/** The parts that run in JVMs of their own, in the order in which a run needs them. */
public enum Role {
  /** The stand-in API with its PostgreSQL and Redis. */
  SANDBOX("-Xmx192m", "the API under test is gone, so every request fails from now on"),
  /** Kafka. */
  BROKER(
      "-Xmx384m", "samples that were not yet written to it are counted as lost; what it had stays"),
  /** Samples to intervals. */
  AGGREGATOR(
      "-Xmx768m",
      "no sample is lost, but no figures come until the next pulse command with this data"),
  /** The load. */
  GENERATOR(
      "-Xmx512m", "the load has ended, and samples that were not yet in Kafka are lost uncounted");

  private final String heap;
  private final String loss;

  Role(String heap, String loss) {
    this.heap = heap;
    this.loss = loss;
  }

  /** The hidden command that plays this role, also the name of its log. */
  public String command() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** JVM flags for the heap this role needs. */
  public List<String> heapFlags() {
    return List.of(heap);
  }

  /** What its death in the middle of a run means, in words. */
  public String loss() {
    return loss;
  }
}
