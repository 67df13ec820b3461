package dev.pulse.sandbox.servers;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Passwords that live as long as a server: other users of this machine must not get in. */
final class Passwords {
  private static final int BYTES = 16;

  private Passwords() {}

  static String fresh() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
