/**
 * The live page: a run in a browser while it goes on. Start at {@link
 * dev.pulse.launcher.live.LivePage}. Every figure comes from {@link
 * dev.pulse.reporter.run.RunData}, so it is the one that the summary and the report show.
 */
@NullMarked
package dev.pulse.launcher.live;

import org.jspecify.annotations.NullMarked;
