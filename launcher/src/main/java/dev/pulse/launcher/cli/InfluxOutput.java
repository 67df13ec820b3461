package dev.pulse.launcher.cli;

/**
 * An InfluxDB that gets a run's figures while it runs.
 *
 * @param address as typed, such as {@code http://localhost:8086/k6}
 */
record InfluxOutput(String address) implements RunOutput {}
