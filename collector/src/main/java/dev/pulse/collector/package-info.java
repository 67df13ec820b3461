/**
 * Resources of the system under test: each {@link dev.pulse.collector.Source} is read every few
 * seconds on a thread of its own, and what it says goes to {@code pulse.resources} for every run
 * that is under way. A source that is down leaves a marked gap; the run goes on.
 */
@NullMarked
package dev.pulse.collector;

import org.jspecify.annotations.NullMarked;
