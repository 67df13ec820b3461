package dev.pulse.launcher.process;

import java.util.List;
import java.util.Locale;

/** The parts that run in JVMs of their own, in the order in which a run needs them. */
public enum Role {
  /** The stand-in API with its PostgreSQL and Redis. */
  SANDBOX("-Xmx192m", "the API under test is gone, so every request fails from now on"),
  /** Kafka; mostly waits for the disk, so the second compiler costs more than it gives. */
  BROKER(
      "-Xmx384m -XX:TieredStopAtLevel=1",
      "samples that were not yet written to it are counted as lost; what it had stays"),
  /** Samples to intervals. */
  AGGREGATOR(
      "-Xmx768m",
      "no sample is lost, but no figures come until the next pulse command with this data"),
  /**
   * The load; a small young generation, because the JVM would begin with a 64th of the machine's
   * memory as its heap and fill that before it collects for the first time.
   */
  GENERATOR(
      "-Xms32m -Xmn16m -Xmx512m",
      "the load has ended, and samples that were not yet in Kafka are lost uncounted");

  private final String flags;
  private final String loss;

  Role(String flags, String loss) {
    this.flags = flags;
    this.loss = loss;
  }

  /** The hidden command that plays this role, also the name of its log. */
  public String command() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** JVM flags that suit this role. */
  public List<String> flags() {
    return List.of(flags.split(" "));
  }

  /** What its death in the middle of a run means, in words. */
  public String loss() {
    return loss;
  }
}
