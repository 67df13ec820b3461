package dev.pulse.reporter.bottleneck;

import dev.pulse.reporter.run.Utilisation;

/** What a rule may need to know of the system under test. */
public enum Resource {
  /** Share of the CPU in use. */
  CPU("CPU", Utilisation.CPU),
  /** Share of the memory in use. */
  MEMORY("memory", Utilisation.MEMORY);

  private final String label;
  private final String series;

  Resource(String label, String series) {
    this.label = label;
    this.series = series;
  }

  /** Series that tells of it. */
  String series() {
    return series;
  }

  /** Word for people. */
  public String label() {
    return label;
  }
}
