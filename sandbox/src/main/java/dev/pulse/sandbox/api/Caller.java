package dev.pulse.sandbox.api;

/**
 * Who asks, as the signed token says. No request names its tenant in any other way.
 *
 * @param userId key of the user
 * @param tenantId key of the user's tenant, the only one this caller may see
 */
record Caller(int userId, int tenantId) {}
