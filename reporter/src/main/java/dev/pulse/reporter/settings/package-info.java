/**
 * YAML files that people write to say how runs are judged: read node by node, so that whatever is
 * refused is named with its file and line.
 *
 * <p>Start at {@link dev.pulse.reporter.settings.SettingsFile}.
 */
@NullMarked
package dev.pulse.reporter.settings;

import org.jspecify.annotations.NullMarked;
