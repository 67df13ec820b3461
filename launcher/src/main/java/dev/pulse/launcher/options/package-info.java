/**
 * Options that both the commands for people and the generator's process understand: {@link
 * dev.pulse.launcher.options.ScenarioOptions}.
 */
@NullMarked
package dev.pulse.launcher.options;

import org.jspecify.annotations.NullMarked;
