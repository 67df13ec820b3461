/**
 * A real Kafka broker inside this JVM, for a laptop run and for tests. Start at {@link
 * dev.pulse.broker.EmbeddedBroker}.
 */
@NullMarked
package dev.pulse.broker;

import org.jspecify.annotations.NullMarked;
