package org.consilium.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Collects lines and sends them in large pieces. */
final class LineWriter {
  private static final int PIECE = 1 << 16;

  private final OutputStream out;
  private byte[] buffer = new byte[2 * PIECE];
  private int length;
  private boolean sent = true;
  private long answered;
  private long refused;

  LineWriter(OutputStream out) {
    this.out = out;
  }

  LineWriter put(byte[] bytes) {
    if (length + bytes.length > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + bytes.length));
    }
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    return this;
  }

  LineWriter put(char ascii) {
    if (length == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * length);
    }
    buffer[length++] = (byte) ascii;
    return this;
  }

  /** Ends the line of an answer. */
  void endAnswer() throws IOException {
    answered++;
    end();
  }

  void refusal(ObjectNode error) throws IOException {
    refused++;
    put(error.toString().getBytes(StandardCharsets.UTF_8)).end();
  }

  private void end() throws IOException {
    put('\n');
    sent = false;
    if (length >= PIECE) {
      send();
    }
  }

  private void send() throws IOException {
    out.write(buffer, 0, length);
    length = 0;
  }

  /** Sends all lines that are complete. */
  void flush() throws IOException {
    if (!sent) {
      send();
      out.flush();
      sent = true;
    }
  }

  long answered() {
    return answered;
  }

  long refused() {
    return refused;
  }
}
