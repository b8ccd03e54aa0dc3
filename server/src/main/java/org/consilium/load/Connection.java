package org.consilium.load;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection to a server on this machine that is kept for many requests, one after the other, and
 * opened again if the server ends it. It knows as little of HTTP/1.1 as such servers need, so that
 * the client takes little of the processor for which the measured server competes. For one thread.
 */
final class Connection implements Closeable {
  private static final int TIMEOUT_MILLISECONDS = 120_000;
  private static final int UNTIL_THE_END = -1;

  /** The whole answer to a request. */
  record Answer(int status, String body) {}

  private final int port;
  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private final byte[] buffer = new byte[1 << 16];
  private final StringBuilder line = new StringBuilder();
  private int start;
  private int end;
  private long contentLength;
  private boolean chunked;
  private boolean ended;

  private Connection(int port) throws IOException {
    this.port = port;
    open();
  }

  /**
   * @throws IOException if nobody listens there
   */
  static Connection to(int port) throws IOException {
    return new Connection(port);
  }

  private void open() throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLISECONDS);
    in = socket.getInputStream();
    out = socket.getOutputStream();
    start = 0;
    end = 0;
    ended = false;
  }

  private void write(Call call) throws IOException {
    if (ended) {
      socket.close();
      open();
    }
    out.write(call.bytes());
  }

  /**
   * Sends a request, reads the answer to its end and forgets it.
   *
   * @return whether it is the expected one
   */
  boolean send(Call call) throws IOException {
    write(call);
    int status = readHead();
    return call.accepts(status, readBody(OutputStream.nullOutputStream()));
  }

  /** Sends a request and keeps the answer. */
  Answer ask(Call call) throws IOException {
    write(call);
    return answer();
  }

  private Answer answer() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int status = read(body);
    return new Answer(status, body.toString(StandardCharsets.UTF_8));
  }

  /** Where a request is written that is answered while it is written. */
  OutputStream out() {
    return out;
  }

  /**
   * Reads the answer to it.
   *
   * @param body where the body goes
   * @return the status
   */
  int read(OutputStream body) throws IOException {
    int status = readHead();
    readBody(body);
    return status;
  }

  private int readHead() throws IOException {
    String first = readLine();
    String[] words = first.split(" ", 3);
    if (words.length < 2) {
      throw new IOException("no answer in HTTP: " + first);
    }
    contentLength = UNTIL_THE_END;
    chunked = false;
    for (String header = readLine(); !header.isEmpty(); header = readLine()) {
      int colon = header.indexOf(':');
      String value = header.substring(colon + 1).trim();
      switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> contentLength = Long.parseLong(value);
        case "connection" -> ended = value.equalsIgnoreCase("close");
        case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
        default -> {
          continue;
        }
      }
    }
    return Integer.parseInt(words[1]);
  }

  /** Reads a body into a stream and tells its length in bytes. */
  private long readBody(OutputStream body) throws IOException {
    if (!chunked) {
      if (contentLength == UNTIL_THE_END) {
        throw new IOException("the answer does not tell its length");
      }
      copy(contentLength, body);
      return contentLength;
    }
    long length = 0;
    while (true) {
      String size = readLine();
      int semicolon = size.indexOf(';');
      long chunk = Long.parseLong(semicolon < 0 ? size : size.substring(0, semicolon), 16);
      copy(chunk, body);
      readLine();
      if (chunk == 0) {
        return length;
      }
      length += chunk;
    }
  }

  private void copy(long count, OutputStream body) throws IOException {
    long left = count;
    while (left > 0) {
      if (start == end) {
        fill();
      }
      int part = (int) Math.min(left, end - start);
      body.write(buffer, start, part);
      start += part;
      left -= part;
    }
  }

  private String readLine() throws IOException {
    line.setLength(0);
    while (true) {
      if (start == end) {
        fill();
      }
      char next = (char) buffer[start++];
      if (next == '\n') {
        return line.toString();
      }
      if (next != '\r') {
        line.append(next);
      }
    }
  }

  private void fill() throws IOException {
    start = 0;
    end = Math.max(0, in.read(buffer));
    if (end == 0) {
      throw new EOFException("the server has ended the connection");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
