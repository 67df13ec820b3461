/**
 * What the generator sees of itself, so that a run which it could not hold says so.
 *
 * <p>Start at {@link dev.pulse.generator.health.SelfWatch}, which turns the counters of the event
 * loops and of the process into a heartbeat.
 */
@NullMarked
package dev.pulse.generator.health;

import org.jspecify.annotations.NullMarked;
