/**
 * The parts of pulse as processes: hidden commands that a run starts, and that may be started by
 * hand to run the same parts apart. Start at {@link dev.pulse.launcher.roles.RoleLife}.
 */
@NullMarked
package dev.pulse.launcher.roles;

import org.jspecify.annotations.NullMarked;
