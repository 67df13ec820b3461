/**
 * One run from its plan to its end, as the launcher sees it: over the control topic and through the
 * aggregates, never by talking to a generator. Start at {@link dev.pulse.launcher.run.LoadRun}.
 */
@NullMarked
package dev.pulse.launcher.run;

import org.jspecify.annotations.NullMarked;
