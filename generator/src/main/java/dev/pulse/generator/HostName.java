package dev.pulse.generator;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Name of this machine, for people. */
final class HostName {
  private HostName() {}

  static String get() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
