/**
 * A stand-in for the AlphaPulse API over a real PostgreSQL and a real Redis. Start at {@link
 * dev.pulse.sandbox.Sandbox}.
 */
@NullMarked
package dev.pulse.sandbox;

import org.jspecify.annotations.NullMarked;
