/**
 * One run as its topics tell it: plan, heartbeats, figures, and whether the numbers add up.
 *
 * <p>Start at {@link dev.pulse.reporter.run.RunData}: every consumer (live page, progress line,
 * summary, verdict, report) takes its figures from there, so that one figure is one figure. {@link
 * dev.pulse.reporter.run.RunReader} fills it from Kafka once, {@link
 * dev.pulse.reporter.run.RunFollower} keeps it current.
 */
@NullMarked
package dev.pulse.reporter.run;

import org.jspecify.annotations.NullMarked;
