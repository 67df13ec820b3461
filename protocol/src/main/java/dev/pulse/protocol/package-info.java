/**
 * Everything that crosses Kafka: topics, keys, the sample batch, histograms, figures.
 *
 * <p>Start at {@link dev.pulse.protocol.SampleBatchEncoder}: what it writes is the store of record,
 * and everything else in this project is computed from it. The contract itself is {@code
 * pulse.proto}; its generated classes live in {@code dev.pulse.protocol.v1}.
 */
@NullMarked
package dev.pulse.protocol;

import org.jspecify.annotations.NullMarked;
