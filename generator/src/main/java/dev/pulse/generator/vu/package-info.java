/**
 * Virtual users: who is active when, and what each does next.
 *
 * <p>Start at {@link dev.pulse.generator.vu.LoadEngine}; one {@link
 * dev.pulse.generator.vu.LoadLoop} per event loop turns the VUs whose number falls to it, each a
 * {@link dev.pulse.generator.vu.VirtualUser}. No VU ever leaves its event loop.
 */
@NullMarked
package dev.pulse.generator.vu;

import org.jspecify.annotations.NullMarked;
