package dev.pulse.generator.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Set;

/**
 * Which hosts may be loaded: loopback and private addresses, and those that were named. Holds for
 * the target as for every redirect.
 *
 * @param allowedHosts names or addresses as typed in URLs, lower case
 */
public record TargetPolicy(Set<String> allowedHosts) {
  /** Copies the set. */
  public TargetPolicy {
    allowedHosts = Set.copyOf(allowedHosts);
  }

  /**
   * Whether a host may be loaded.
   *
   * @param host as in the URL, lower case
   * @param address one that it resolved to
   */
  public boolean allows(String host, InetAddress address) {
    return allowedHosts.contains(host)
        || address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || isUniqueLocal(address);
  }

  /** fc00::/7, which the JDK does not count as site local. */
  private static boolean isUniqueLocal(InetAddress address) {
    return address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
  }
}
