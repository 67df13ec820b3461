package dev.pulse.sandbox.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The account PostgreSQL runs under. It refuses to run as root, so root has to start it as somebody
 * else, without giving away its own home directory.
 */
enum ServerAccount {
  /** An ordinary user: nothing to do. */
  OWN("", false),

  /** A user namespace with no id mapped: the same user to the kernel, nobody to PostgreSQL. */
  NAMESPACE("unshare -U", false),

  /**
   * User nobody. Containers often forbid user namespaces but not this. The capability lets it reach
   * a data directory below a home that is closed to others.
   */
  NOBODY(
      "setpriv --securebits=+no_setuid_fixup --reuid=65534 --regid=65534 --clear-groups"
          + " --inh-caps=+dac_override --ambient-caps=+dac_override",
      true);

  private static final int ROOT = 0;
  private static final String NOBODY_ID = "65534";

  private final String prefix;
  private final boolean ownsData;

  ServerAccount(String prefix, boolean ownsData) {
    this.prefix = prefix;
    this.ownsData = ownsData;
  }

  /**
   * The first account that works here.
   *
   * @param directory one that this process has made, to learn who it is
   * @throws IOException for root where neither way works
   */
  static ServerAccount choose(Path directory) throws IOException {
    if (!Integer.valueOf(ROOT).equals(Files.getAttribute(directory, "unix:uid"))) {
      return OWN;
    }
    for (ServerAccount account : List.of(NAMESPACE, NOBODY)) {
      if (account.isUsable()) {
        return account;
      }
    }
    throw new IOException(
        "PostgreSQL does not run as root, and here neither unshare nor setpriv can start it as"
            + " somebody else: run as an ordinary user");
  }

  private boolean isUsable() {
    try {
      return command("true").run().succeeded();
    } catch (IOException notInstalled) {
      return false;
    }
  }

  Command command(String... words) {
    Command command = Command.of(words);
    return prefix.isEmpty() ? command : command.startedBy(List.of(prefix.split(" ")));
  }

  /** Makes a directory or file this account's own where it has to be. */
  void own(Path path) throws IOException {
    if (ownsData) {
      Files.setOwner(
          path,
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(NOBODY_ID));
    }
  }
}
