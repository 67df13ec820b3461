package dev.pulse.reporter.chart;

/**
 * A mark on an axis.
 *
 * @param value where
 * @param label for people
 */
record Tick(double value, String label) {}
