package dev.pulse.launcher.run;

import dev.pulse.scenario.LoadTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A run that is about to be.
 *
 * @param test resolved
 * @param file it came from, as typed
 * @param generatorArguments options that the generator needs to read the file to the same result;
 *     no secrets
 * @param generatorVariables environment of the generator; may hold secrets
 * @param group shared by the runs of one command
 */
public record PlannedRun(
    LoadTest test,
    Path file,
    List<String> generatorArguments,
    Map<String, String> generatorVariables,
    String group) {}
