/**
 * Runs as things that take up room: moved between clusters as one file, measured, removed.
 *
 * <p>Start at {@link dev.pulse.reporter.archive.RunArchive}, which writes the file, and {@link
 * dev.pulse.reporter.archive.RunRestore}, which brings it back; {@link
 * dev.pulse.reporter.archive.RunRemoval} makes room.
 */
@NullMarked
package dev.pulse.reporter.archive;

import org.jspecify.annotations.NullMarked;
