/**
 * The sample path in one thread, on a seeded clock and over a seeded, faulty log; {@code
 * docs/simulation.md} says what of it is real. Start at {@link dev.pulse.simulation.Simulation}.
 */
@NullMarked
package dev.pulse.simulation;

import org.jspecify.annotations.NullMarked;
