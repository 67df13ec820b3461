package dev.pulse.sandbox.api;

import dev.pulse.sandbox.users.PasswordHash;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the API runs on. Its text form shows no secret.
 *
 * @param jdbcUrl PostgreSQL, with user and password in the URL
 * @param redisUri Redis, with the password in the URI if it wants one
 * @param host address to listen on; only 127.0.0.1 keeps others out
 * @param preferredPort 1 to 65535; the next free one is taken where this one is not
 * @param poolSize database connections, 1 to 50
 * @param bcryptCost 4 to 31, see {@link PasswordHash}
 * @param secret signs the tokens, at least 16 characters
 * @param poolWait longest wait for a database connection, at least 250 ms; then the answer is 503
 * @param flaws what it does badly
 */
public record ApiConfig(
    String jdbcUrl,
    String redisUri,
    String host,
    int preferredPort,
    int poolSize,
    int bcryptCost,
    String secret,
    Duration poolWait,
    Set<Flaw> flaws) {
  /** Where the product's scenarios look for the API. */
  public static final int DEFAULT_PORT = 8000;

  /** Enough for two cores: more connections would only queue inside PostgreSQL. */
  public static final int DEFAULT_POOL_SIZE = 10;

  /** A caller is told soon that the pool is exhausted, as a real API would do. */
  public static final Duration DEFAULT_POOL_WAIT = Duration.ofSeconds(2);

  /** The pool takes no shorter wait. */
  public static final Duration SHORTEST_POOL_WAIT = Duration.ofMillis(250);

  /** The variable that holds the JDBC URL of a PostgreSQL which runs elsewhere. */
  public static final String JDBC_URL_VARIABLE = "PULSE_SANDBOX_JDBC_URL";

  /** The variable that may hold the secret. */
  public static final String SECRET_VARIABLE = "PULSE_SANDBOX_SECRET";

  private static final int MIN_SECRET_LENGTH = 16;
  private static final int SECRET_BYTES = 32;
  private static final String LOOPBACK = "127.0.0.1";

  /** Rejects what can't work, naming the value. */
  public ApiConfig {
    requireWithin("preferredPort", preferredPort, 1, 65_535);
    requireWithin("poolSize", poolSize, 1, 50);
    requireWithin("bcryptCost", bcryptCost, 4, 31);
    if (poolWait.compareTo(SHORTEST_POOL_WAIT) < 0) {
      throw new IllegalArgumentException(
          "poolWait must be at least " + SHORTEST_POOL_WAIT + ", is " + poolWait);
    }
    flaws = Set.copyOf(flaws);
    if (secret.length() < MIN_SECRET_LENGTH) {
      throw new IllegalArgumentException(
          SECRET_VARIABLE + " must have at least " + MIN_SECRET_LENGTH + " characters");
    }
  }

  private static void requireWithin(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", is " + value);
    }
  }

  /**
   * For servers that run elsewhere: {@code PULSE_SANDBOX_JDBC_URL} and {@code
   * PULSE_SANDBOX_REDIS_URI} are needed; {@code _HOST}, {@code _PORT}, {@code _POOL_SIZE}, {@code
   * _BCRYPT_COST} and {@code _SECRET} have defaults.
   *
   * @throws IllegalArgumentException naming the variable that is missing or wrong
   */
  public static ApiConfig fromEnvironment(Map<String, String> environment) {
    return new ApiConfig(
        required(environment, JDBC_URL_VARIABLE),
        required(environment, "PULSE_SANDBOX_REDIS_URI"),
        environment.getOrDefault("PULSE_SANDBOX_HOST", LOOPBACK),
        number(environment, "PULSE_SANDBOX_PORT", DEFAULT_PORT),
        number(environment, "PULSE_SANDBOX_POOL_SIZE", DEFAULT_POOL_SIZE),
        number(environment, "PULSE_SANDBOX_BCRYPT_COST", PasswordHash.DEFAULT_COST),
        secretFrom(environment),
        DEFAULT_POOL_WAIT,
        Set.of());
  }

  /** The same with another port. */
  public ApiConfig preferring(int port) {
    return new ApiConfig(
        jdbcUrl, redisUri, host, port, poolSize, bcryptCost, secret, poolWait, flaws);
  }

  /** The secret of the environment, or a fresh random one. */
  public static String secretFrom(Map<String, String> environment) {
    String given = environment.getOrDefault(SECRET_VARIABLE, "");
    if (!given.isEmpty()) {
      return given;
    }
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(name + " must be set");
    }
    return value;
  }

  private static int number(Map<String, String> environment, String name, int otherwise) {
    String value = environment.getOrDefault(name, Integer.toString(otherwise));
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a number, is \"" + value + "\"", e);
    }
  }

  /** Without database URL, Redis URI and secret, which all hold passwords. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "ApiConfig[host=%s, preferredPort=%d, poolSize=%d, bcryptCost=%d]",
        host,
        preferredPort,
        poolSize,
        bcryptCost);
  }
}
