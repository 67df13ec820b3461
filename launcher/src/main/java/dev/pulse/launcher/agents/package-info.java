/**
 * Many generators for one run. A launcher finds agents by what they say on {@code pulse.agents},
 * gives each its share and follows them as one: start at {@link
 * dev.pulse.launcher.agents.RemoteGenerators}. The other side, a {@code pulse agent} that waits for
 * work: {@link dev.pulse.launcher.agents.AgentService}.
 */
@NullMarked
package dev.pulse.launcher.agents;

import org.jspecify.annotations.NullMarked;
