package dev.pulse.reporter.chart;

/**
 * The style sheet of all charts. Colours have a contrast of at least 4.5 : 1 for text and 3 : 1 for
 * lines on their background, in light and in dark, and stay apart for people who see colours
 * differently; lines differ by width and dashes as well. Plain rules without variables, because
 * converters to PDF do not know those. Paper is always light.
 */
public final class ChartStyle {
  private static final Palette LIGHT =
      new Palette(
          "#ffffff", "#1f2933", "#52606d", "#e4e7eb", "#9aa5b1", "#e3ecfa", "#f1f3f5", "#1d5fbf",
          "#0f7c72", "#b45309", "#b3215f", "#c02f1d", "#66727f", "#2f855a", "#c02f1d");
  private static final Palette DARK =
      new Palette(
          "#14191f", "#e6eaef", "#a3afbb", "#2b333c", "#5a6672", "#1d3557", "#20272f", "#74b0ff",
          "#4fd1c1", "#f6ad55", "#ff7eb6", "#ff8a75", "#a3afbb", "#68d391", "#ff8a75");

  private ChartStyle() {}

  private record Palette(
      String surface,
      String ink,
      String muted,
      String grid,
      String axis,
      String sustained,
      String ramp,
      String main,
      String low,
      String middle,
      String high,
      String error,
      String load,
      String good,
      String bad) {}

  /** Rules for every element a chart is made of, each below {@code .chart}. */
  public static String css() {
    return SHAPES
        + colours(LIGHT)
        + "@media screen and (prefers-color-scheme: dark){\n"
        + colours(DARK)
        + "}\n";
  }

  private static final String SHAPES =
      """
      .chart text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,\
      sans-serif;font-size:12px;font-variant-numeric:tabular-nums}
      .chart .title{font-size:15px;font-weight:600}
      .chart .small{font-size:11px}
      .chart .middle-of{text-anchor:middle}
      .chart .end-of{text-anchor:end}
      .chart path{fill:none}
      .chart .grid,.chart .axis,.chart .stage-edge{stroke-width:1}
      .chart .stage-edge{stroke-dasharray:2 3}
      .chart .line{stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
      .chart .line.low{stroke-width:1.5}
      .chart .line.middle{stroke-dasharray:7 4}
      .chart .line.high{stroke-width:2.5}
      .chart .line.load{stroke-width:1.5;stroke-dasharray:2 4}
      .chart .dot{stroke-width:6;stroke-linecap:round}
      .chart .area{opacity:.18}
      .chart .span{opacity:.14}
      .chart .event{stroke-width:1.5;stroke-dasharray:1 3;stroke-linecap:round}
      .chart .bound{stroke-width:1.5}
      .chart .bound.acceptance{stroke-dasharray:9 3}
      .chart .bound.ideal{stroke-dasharray:3 3}
      .chart.narrow .line{stroke-width:1.3}
      .chart.narrow .title{font-size:14px}
      """;

  private static String colours(Palette p) {
    return rule(".surface", "fill", p.surface)
        + rule("text", "fill", p.ink)
        + rule(".muted", "fill", p.muted)
        + rule(".grid", "stroke", p.grid)
        + rule(".axis,.chart .stage-edge", "stroke", p.axis)
        + rule(".sustained", "fill", p.sustained)
        + rule(".ramp", "fill", p.ramp)
        + line("main", p.main)
        + line("low", p.low)
        + line("middle", p.middle)
        + line("high", p.high)
        + line("error", p.error)
        + line("load", p.load)
        + rule(".span", "fill", p.bad)
        + rule(".event", "stroke", p.ink)
        + rule(".bound.ideal", "stroke", p.good)
        + rule(".bound.acceptance,.chart .bound.failure", "stroke", p.bad);
  }

  private static String line(String look, String colour) {
    return rule(".line." + look + ",.chart .dot." + look, "stroke", colour)
        + rule(".area." + look, "fill", colour);
  }

  private static String rule(String selector, String property, String value) {
    return ".chart " + selector + "{" + property + ":" + value + "}\n";
  }
}
