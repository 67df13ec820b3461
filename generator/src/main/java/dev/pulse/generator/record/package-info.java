/**
 * Samples from the event loops into columns, without allocation: the hot path's last step.
 *
 * <p>Start at {@link dev.pulse.generator.record.SampleRecorder}. One recorder belongs to one event
 * loop and is written by its thread only; full buffers leave through a {@link
 * dev.pulse.generator.record.Handover} and come back empty.
 */
@NullMarked
package dev.pulse.generator.record;

import org.jspecify.annotations.NullMarked;
