/**
 * The stack in containers, as far as it can be tested where no image can be had: what
 * docker-compose reads, and the dashboards' queries on a real InfluxDB. Start at {@link
 * dev.pulse.integration.stack.ComposeFileTest}.
 */
@NullMarked
package dev.pulse.integration.stack;

import org.jspecify.annotations.NullMarked;
