package dev.pulse.collector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that takes every connection, says the same few words to each, and then nothing. */
final class SilentServer implements AutoCloseable {
  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final byte[] words;

  SilentServer(byte[] words) throws IOException {
    this.words = words.clone();
    var thread = new Thread(this::accept, "silent-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (!door.isClosed()) {
        var socket = door.accept();
        open.add(socket);
        socket.getOutputStream().write(words);
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  int port() {
    return door.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
