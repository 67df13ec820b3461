/**
 * Samples from columns into Kafka, off the event loops.
 *
 * <p>Start at {@link dev.pulse.generator.publish.SamplePublisher}; what became of every batch
 * stands in the {@link dev.pulse.generator.publish.Ledger}.
 */
@NullMarked
package dev.pulse.generator.publish;

import org.jspecify.annotations.NullMarked;
