/**
 * The commands, their options and what they print. Start at {@link
 * dev.pulse.launcher.cli.RootCommand}.
 */
@NullMarked
package dev.pulse.launcher.cli;

import org.jspecify.annotations.NullMarked;
