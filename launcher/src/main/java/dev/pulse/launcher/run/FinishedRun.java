package dev.pulse.launcher.run;

import java.util.Optional;

/**
 * How a run ended.
 *
 * @param run run id
 * @param stopped whether a person or a signal ended it
 * @param failure what broke it off, in words; empty where nothing did
 */
public record FinishedRun(String run, boolean stopped, Optional<String> failure) {}
