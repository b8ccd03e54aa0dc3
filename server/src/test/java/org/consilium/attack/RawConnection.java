package org.consilium.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection on which bytes are sent as they are. */
final class RawConnection implements AutoCloseable {
  private static final int PATIENCE_MILLISECONDS = 60_000;

  private final Socket socket;

  RawConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLISECONDS);
  }

  /** Sends the bytes of a text in ISO 8859-1. */
  RawConnection send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawConnection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Everything until the server closes the connection. */
  String readToEnd() throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8_192];
    try {
      int count = in.read(buffer);
      while (count >= 0) {
        read.write(buffer, 0, count);
        count = in.read(buffer);
      }
    } catch (java.net.SocketException e) {
      // The server closed while something was still unread; what had come counts.
      return read.toString(StandardCharsets.ISO_8859_1);
    }
    return read.toString(StandardCharsets.ISO_8859_1);
  }

  /** One byte, or -1 at the end. */
  int read() throws IOException {
    return socket.getInputStream().read();
  }

  Socket socket() {
    return socket;
  }

  /** Closes it with what is unread thrown away. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
