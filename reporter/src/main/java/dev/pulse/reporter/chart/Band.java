package dev.pulse.reporter.chart;

import java.util.List;

/**
 * A stage, drawn as a ribbon above the plot.
 *
 * @param from start, in the unit of the horizontal axis
 * @param to end
 * @param label stage name
 * @param sustained whether the load is held, which is what is judged
 * @param row ribbon, from 0; stages of different scenarios overlap and take different ones
 */
public record Band(double from, double to, String label, boolean sustained, int row) {
  /** Ribbons that bands need. */
  static int rows(List<Band> bands) {
    return bands.stream().mapToInt(band -> band.row() + 1).max().orElse(0);
  }
}
