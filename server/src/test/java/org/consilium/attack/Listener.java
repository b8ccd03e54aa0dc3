package org.consilium.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Another server on this machine, which no request may ever lead to; it counts connections. */
final class Listener implements AutoCloseable {
  private final ServerSocket socket;
  private final AtomicInteger hits = new AtomicInteger();

  Listener() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread accepting = new Thread(this::accept, "listener");
    accepting.setDaemon(true);
    accepting.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        socket.accept().close();
        hits.incrementAndGet();
      } catch (IOException e) {
        return; // Closed at the end of the tests.
      }
    }
  }

  /** An address on it. */
  String address(String path) {
    return "http://127.0.0.1:" + socket.getLocalPort() + path;
  }

  /** Connections so far. */
  int hits() {
    return hits.get();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
