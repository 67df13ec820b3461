/**
 * A load test, checked and resolved: what is sent, how often, by how many, and what must hold.
 *
 * <p>Start at {@link dev.pulse.scenario.LoadTest}; {@link dev.pulse.scenario.Executor} decides what
 * runs when, as pure functions of elapsed time. Files become load tests in {@code
 * dev.pulse.scenario.file}.
 */
@NullMarked
package dev.pulse.scenario;

import org.jspecify.annotations.NullMarked;
