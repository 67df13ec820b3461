package dev.pulse.sandbox;

import dev.pulse.sandbox.api.ApiConfig;
import dev.pulse.sandbox.servers.EmbeddedServers;
import dev.pulse.sandbox.users.PasswordHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a sandbox is started with.
 *
 * @param dataDirectory all its data, fresh at every start; one running sandbox each
 * @param cacheDirectory unpacked server programs, about 70 MB, shared by all sandboxes of a user
 * @param preferredPort 1 to 65535; the next free one is taken where this one is not
 * @param poolSize database connections, 1 to 50
 * @param bcryptCost 4 to 31, see {@link PasswordHash}
 * @param fault what is built in to be found, if anything
 */
public record SandboxConfig(
    Path dataDirectory,
    Path cacheDirectory,
    int preferredPort,
    int poolSize,
    int bcryptCost,
    Optional<Fault> fault) {
  private static final int SMALL_POOL_SIZE = 2;

  /** Less than an empty Redis needs for itself, so it takes no key at all. */
  private static final long SMALL_CACHE_BYTES = 512 << 10;

  /** Port 8000, ten connections, cheap hashes. */
  public static SandboxConfig in(Path dataDirectory, Path cacheDirectory) {
    return new SandboxConfig(
        dataDirectory,
        cacheDirectory,
        ApiConfig.DEFAULT_PORT,
        ApiConfig.DEFAULT_POOL_SIZE,
        PasswordHash.DEFAULT_COST,
        Optional.empty());
  }

  /** The same with another port. */
  public SandboxConfig preferring(int port) {
    return new SandboxConfig(dataDirectory, cacheDirectory, port, poolSize, bcryptCost, fault);
  }

  /** The same with a fault, or without. */
  public SandboxConfig with(Optional<Fault> built) {
    boolean isPoolSmall = built.equals(Optional.of(Fault.SMALL_POOL));
    return new SandboxConfig(
        dataDirectory,
        cacheDirectory,
        preferredPort,
        isPoolSmall ? SMALL_POOL_SIZE : poolSize,
        bcryptCost,
        built);
  }

  /** Longest wait for a database connection. */
  Duration poolWait() {
    return fault.equals(Optional.of(Fault.SMALL_POOL))
        ? ApiConfig.SHORTEST_POOL_WAIT
        : ApiConfig.DEFAULT_POOL_WAIT;
  }

  /** Memory of Redis. */
  long cacheBytes() {
    return fault.equals(Optional.of(Fault.COLD_CACHE))
        ? SMALL_CACHE_BYTES
        : EmbeddedServers.DEFAULT_CACHE_BYTES;
  }
}
