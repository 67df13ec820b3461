package dev.pulse.reporter.chart;

/**
 * Something that happened at a moment of a run, such as a scaling.
 *
 * @param at in the unit of the horizontal axis
 * @param label what it was
 */
public record Mark(double at, String label) {}
