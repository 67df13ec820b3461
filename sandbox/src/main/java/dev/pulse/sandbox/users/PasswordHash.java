package dev.pulse.sandbox.users;

import at.favre.lib.crypto.bcrypt.BCrypt;

/**
 * Passwords as bcrypt keeps them.
 *
 * <p>The cost is the binary logarithm of the rounds: 6 takes about 4 ms of CPU a login where the 12
 * that one would choose in production takes 250, and 500 users who log in during a ramp would then
 * measure nothing but bcrypt on a laptop.
 */
public final class PasswordHash {
  /** Cost of a hash where nobody says otherwise. */
  public static final int DEFAULT_COST = 6;

  /** Of no password: checked for unknown users so that they take as long as known ones. */
  private final String nobody;

  private final int cost;

  /**
   * Hashes with one cost.
   *
   * @param cost 4 to 31, each step doubles the time
   */
  public PasswordHash(int cost) {
    this.cost = cost;
    this.nobody = of("");
  }

  /** A salted hash, different at each call. */
  public String of(String password) {
    return BCrypt.withDefaults().hashToString(cost, password.toCharArray());
  }

  /** Whether the password is the one hashed. */
  public boolean matches(String password, String hash) {
    return BCrypt.verifyer().verify(password.toCharArray(), hash.toCharArray()).verified;
  }

  /** Takes as long as a real check, so an unknown user can't be told from a wrong password. */
  public void pretend(String password) {
    matches(password, nobody);
  }
}
