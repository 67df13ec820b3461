package dev.pulse.scenario;

/**
 * Keeps a value of a JSON answer as a variable of the VU.
 *
 * @param variable its name in templates
 * @param slot its index in {@link LoadTest#variables}
 * @param pointer where it stands; a string is taken as it is, anything else as JSON
 */
public record Extraction(String variable, int slot, JsonPointer pointer) {}
