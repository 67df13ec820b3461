package dev.pulse.reporter.bottleneck;

/** What a rule may need to know of the system under test. */
public enum Resource {
  /** Share of the CPU in use. */
  CPU("CPU"),
  /** Share of the memory in use. */
  MEMORY("memory");

  private final String label;

  Resource(String label) {
    this.label = label;
  }

  /** Word for people. */
  public String label() {
    return label;
  }
}
