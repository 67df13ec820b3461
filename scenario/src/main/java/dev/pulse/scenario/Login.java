package dev.pulse.scenario;

/**
 * The request that each VU sends before its first iteration. What it extracts, such as a token, is
 * filled into the headers of every request after it.
 *
 * @param requestIndex into the load test's requests, always 0
 */
public record Login(int requestIndex) {}
