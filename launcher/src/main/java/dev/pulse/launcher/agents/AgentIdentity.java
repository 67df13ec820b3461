package dev.pulse.launcher.agents;

import dev.pulse.launcher.host.Surroundings;
import dev.pulse.launcher.host.Version;
import dev.pulse.protocol.v1.AgentPresence;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Who an agent is, as long as its process lives.
 *
 * @param name unique on its Kafka
 * @param incarnation microseconds since 1970 at its start
 * @param labels for {@code --agent-label}
 * @param weight its share of a load beside those of the others, 1 to 1,000
 */
public record AgentIdentity(
    String name, long incarnation, String host, Map<String, String> labels, int weight) {

  /**
   * Of this process.
   *
   * @param name empty: host and process id
   */
  public static AgentIdentity here(
      String name, Map<String, String> labels, int weight, Surroundings surroundings) {
    String host = hostName();
    return new AgentIdentity(
        name.isEmpty() ? host + "-" + ProcessHandle.current().pid() : name,
        ChronoUnit.MICROS.between(Instant.EPOCH, surroundings.wall().instant()),
        host,
        labels,
        weight);
  }

  /** Of this machine; {@code localhost} where it has none. */
  public static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** An event loop for each, and so many streams. */
  static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  AgentPresence.Builder presence() {
    return AgentPresence.newBuilder()
        .setAgent(name)
        .setIncarnation(incarnation)
        .setHost(host)
        .setPid(ProcessHandle.current().pid())
        .setCores(cores())
        .setStreams(cores())
        .putAllLabels(labels)
        .setWeight(weight)
        .setPulseVersion(Version.current());
  }

  /** Whether a presence is of another process that goes by this one's name. */
  boolean isNamesake(AgentPresence other) {
    return other.getAgent().equals(name) && other.getIncarnation() != incarnation;
  }
}
