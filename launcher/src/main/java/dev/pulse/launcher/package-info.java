/**
 * The {@code pulse} command: the only place that composes the other modules. Start at {@link
 * dev.pulse.launcher.Pulse}; the commands are in {@code cli}, the parts that run in JVMs of their
 * own in {@code roles}, how those are started and watched in {@code stack} and {@code process}, and
 * a run from its plan to its verdict in {@code run}.
 */
@NullMarked
package dev.pulse.launcher;

import org.jspecify.annotations.NullMarked;
