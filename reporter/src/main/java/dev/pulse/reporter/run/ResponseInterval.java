package dev.pulse.reporter.run;

import dev.pulse.protocol.LatencyHistogram;

/**
 * What one interval adds to the judged figures.
 *
 * @param interval its number
 * @param samples samples that ended in it
 * @param executed samples carried to an end of their own
 * @param errors those that count towards the error rate
 * @param response their response times
 */
public record ResponseInterval(
    long interval, long samples, long executed, long errors, LatencyHistogram response) {}
