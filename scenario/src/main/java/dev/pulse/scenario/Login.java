package dev.pulse.scenario;

import java.util.Optional;

/**
 * The request that each VU sends before its first iteration.
 *
 * @param requestIndex into the load test's requests, always 0
 * @param authorization {@code Authorization} header of every other request; it stands in their
 *     headers already and is here for people
 */
public record Login(int requestIndex, Optional<Template> authorization) {}
