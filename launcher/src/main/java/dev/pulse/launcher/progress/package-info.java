/**
 * What a person sees while a run goes on. Start at {@link
 * dev.pulse.launcher.progress.ProgressView}; the texts are pure functions in {@link
 * dev.pulse.launcher.progress.ProgressLine} and {@link dev.pulse.launcher.progress.RunHeader}.
 */
@NullMarked
package dev.pulse.launcher.progress;

import org.jspecify.annotations.NullMarked;
