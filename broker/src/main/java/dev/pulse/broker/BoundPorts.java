package dev.pulse.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/**
 * Two listening sockets on 127.0.0.1, bound before the broker is configured. Unlike a search for
 * free port numbers this leaves no moment in which another process can take them.
 */
final class BoundPorts implements AutoCloseable {

  /** 127.0.0.1 as written: the JDK's own idea of loopback can be ::1. */
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final ServerSocketChannel clients;
  private final ServerSocketChannel controller;

  private BoundPorts(ServerSocketChannel clients, ServerSocketChannel controller) {
    this.clients = clients;
    this.controller = controller;
  }

  /**
   * Binds both.
   *
   * @param clientPort 0 to 65535, 0 for any free one
   * @throws BrokerException if {@code clientPort} is taken
   */
  static BoundPorts bind(int clientPort) {
    ServerSocketChannel clients = listen(clientPort);
    try {
      return new BoundPorts(clients, listen(0));
    } catch (BrokerException e) {
      close(clients);
      throw e;
    }
  }

  int clientPort() {
    return clients.socket().getLocalPort();
  }

  int controllerPort() {
    return controller.socket().getLocalPort();
  }

  InetSocketAddress controllerAddress() {
    return new InetSocketAddress(controller.socket().getInetAddress(), controllerPort());
  }

  /**
   * The socket bound to a port; from now on its taker closes it.
   *
   * @throws IOException if {@code port} is neither of the two
   */
  ServerSocketChannel take(int port) throws IOException {
    if (port == clientPort()) {
      return clients;
    }
    if (port == controllerPort()) {
      return controller;
    }
    throw new IOException("port " + port + " is not one of the broker's own");
  }

  @Override
  public void close() {
    close(clients);
    close(controller);
  }

  private static ServerSocketChannel listen(int port) {
    ServerSocketChannel channel = open();
    try {
      channel.configureBlocking(false);
      return channel.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
    } catch (IOException e) {
      close(channel);
      throw new BrokerException(
          "Kafka cannot listen on 127.0.0.1:"
              + port
              + " ("
              + e.getMessage()
              + "): stop what uses the port, or choose another",
          e);
    }
  }

  private static ServerSocketChannel open() {
    try {
      return ServerSocketChannel.open();
    } catch (IOException e) {
      throw new BrokerException("Kafka cannot open a socket: " + e.getMessage(), e);
    }
  }

  private static void close(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new BrokerException("Kafka cannot close a socket: " + e.getMessage(), e);
    }
  }
}
