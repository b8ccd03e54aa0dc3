package org.consilium.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that sends what is answered so far before it waits for more, so that a client that waits
 * for answers gets them.
 */
final class FlushingInput extends FilterInputStream {
  private final LineWriter out;

  FlushingInput(InputStream in, LineWriter out) {
    super(in);
    this.out = out;
  }

  @Override
  public int read() throws IOException {
    flush();
    return super.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    flush();
    return super.read(buffer, offset, length);
  }

  private void flush() throws IOException {
    if (in.available() == 0) {
      out.flush();
    }
  }
}
