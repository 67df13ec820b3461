/**
 * What surrounds the process: terminal, environment, data folder, exit code. Start at {@link
 * dev.pulse.launcher.host.Surroundings}.
 */
@NullMarked
package dev.pulse.launcher.host;

import org.jspecify.annotations.NullMarked;
