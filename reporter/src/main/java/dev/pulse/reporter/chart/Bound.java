package dev.pulse.reporter.chart;

/**
 * A horizontal line that the values are held against.
 *
 * @param value in the unit of the left axis
 * @param label such as {@code acceptance 500 ms}
 * @param severity how bad it is to be above
 */
public record Bound(double value, String label, Severity severity) {

  /** What being above the line means. */
  public enum Severity {
    /** Not ideal. */
    IDEAL("ideal"),
    /** No longer a pass. */
    ACCEPTANCE("acceptance"),
    /** A fail. */
    FAILURE("failure");

    private final String style;

    Severity(String style) {
      this.style = style;
    }

    String style() {
      return style;
    }
  }
}
