/**
 * The parts of a run as children of this process, and Kafka for commands on stored runs. Start at
 * {@link dev.pulse.launcher.stack.Parts}.
 */
@NullMarked
package dev.pulse.launcher.stack;

import org.jspecify.annotations.NullMarked;
