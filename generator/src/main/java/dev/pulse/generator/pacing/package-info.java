/**
 * Time on an event loop: the run clock and the wheel of timers that think time and time-outs use.
 *
 * <p>Start at {@link dev.pulse.generator.pacing.TimerWheel}; it is driven from outside, so tests
 * need no clock.
 */
@NullMarked
package dev.pulse.generator.pacing;

import org.jspecify.annotations.NullMarked;
