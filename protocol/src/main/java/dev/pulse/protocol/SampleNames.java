package dev.pulse.protocol;

import java.util.List;

/**
 * The dictionaries that index columns point into. The encoder cuts them down to what a batch uses.
 *
 * @param requests by {@code requestIndex}
 * @param stages by {@code stageIndex}
 * @param scenarios by {@code scenarioIndex}
 * @param tenants by {@code tenantIndex - 1}
 * @param errors by {@code errorIndex - 1}
 */
public record SampleNames(
    List<String> requests,
    List<String> stages,
    List<String> scenarios,
    List<String> tenants,
    List<String> errors) {}
