/**
 * Parts of pulse in JVMs of their own: started, awaited, watched, and never left over. Start at
 * {@link dev.pulse.launcher.process.ChildProcess} for the parent's side and at {@link
 * dev.pulse.launcher.process.ParentLink} for the child's.
 */
@NullMarked
package dev.pulse.launcher.process;

import org.jspecify.annotations.NullMarked;
