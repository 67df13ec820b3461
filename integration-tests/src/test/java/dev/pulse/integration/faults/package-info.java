/**
 * Real processes killed and stalled in the middle of a run. Each test ends in the accounting of
 * {@code pulse verify} and in the verdict of the run; what they show stands in {@code
 * docs/reliability.md}. Start at {@link dev.pulse.integration.faults.BrokerFaultTest}.
 */
@NullMarked
package dev.pulse.integration.faults;

import org.jspecify.annotations.NullMarked;
