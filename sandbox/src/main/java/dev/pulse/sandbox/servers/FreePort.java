package dev.pulse.sandbox.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports on 127.0.0.1 that nobody listens on. Another process may take one before it is used. */
public final class FreePort {
  private static final int LAST_PORT = 65_535;

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private FreePort() {}

  /** Any free port, as the kernel chooses. */
  public static int any() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(LOOPBACK))) {
      return socket.getLocalPort();
    }
  }

  /**
   * The first free port from a preferred one on.
   *
   * @param preferred 1 to 65535
   * @param host address to be listened on
   * @throws IOException if there is none up to 65535
   */
  public static int from(int preferred, String host) throws IOException {
    for (int port = preferred; port <= LAST_PORT; port++) {
      if (isFree(port, host)) {
        return port;
      }
    }
    throw new IOException("no port from " + preferred + " on is free on " + host);
  }

  private static boolean isFree(int port, String host) throws IOException {
    InetAddress address = InetAddress.getByName(host);
    try (ServerSocket socket = new ServerSocket(port, 1, address)) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
