/**
 * The load generator: a load test in, every request's sample in Kafka out.
 *
 * <p>Start at {@link dev.pulse.generator.Agent}. The packages follow the data: {@code preflight} →
 * {@code vu} (who sends when, on {@code pacing}'s time) → {@code http} → {@code record} → {@code
 * publish}, with {@code health} looking on.
 */
@NullMarked
package dev.pulse.generator;

import org.jspecify.annotations.NullMarked;
