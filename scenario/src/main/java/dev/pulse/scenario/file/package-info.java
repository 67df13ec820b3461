/**
 * Scenario files: YAML to a checked, resolved {@link dev.pulse.scenario.LoadTest}, or every mistake
 * with its line.
 *
 * <p>Start at {@link dev.pulse.scenario.file.ScenarioFile}; {@code LoadTestReader} has the language
 * from the top down. The reference for users is {@code docs/scenarios.md}, the schema for editors
 * {@code scenarios/scenario.schema.json}.
 */
@NullMarked
package dev.pulse.scenario.file;

import org.jspecify.annotations.NullMarked;
