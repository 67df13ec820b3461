/**
 * The HTTP API over a PostgreSQL and a Redis, embedded or your own. Its latency is that of its own
 * queries, hashes and cache; nothing waits on purpose. Start at {@link
 * dev.pulse.sandbox.api.SandboxApi}.
 */
@NullMarked
package dev.pulse.sandbox.api;

import org.jspecify.annotations.NullMarked;
