package dev.pulse.launcher.cli;

import picocli.CommandLine.Option;

/** Where the runs are. */
final class KafkaOption {
  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "Kafka that holds the runs. Default: the data in PULSE_HOME.")
  private String kafka = "";

  /** {@code HOST:PORT}, or empty for the data folder. */
  String address() {
    return kafka;
  }
}
