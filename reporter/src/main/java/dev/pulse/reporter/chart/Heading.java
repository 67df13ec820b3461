package dev.pulse.reporter.chart;

/**
 * What a chart is called.
 *
 * @param id distinct among the charts of a page; letters, digits and hyphens
 * @param title drawn above the chart
 * @param description what it shows in a sentence or two, for those who cannot see it
 */
public record Heading(String id, String title, String description) {

  /** Checks the id, which is written into attributes that refer to each other. */
  public Heading {
    if (!id.matches("[A-Za-z][A-Za-z0-9-]*")) {
      throw new IllegalArgumentException(
          "a chart's id must be letters, digits and hyphens, is \"" + id + "\"");
    }
  }
}
