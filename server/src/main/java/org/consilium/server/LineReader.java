package org.consilium.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.consilium.patient.PatientJsonReader;

/**
 * Lines of bytes; blank ones are passed over. Of a line that is longer than a patient description
 * may be, just enough is kept for the reader to refuse it.
 */
final class LineReader {
  private static final int LONGEST = PatientJsonReader.MAXIMUM_BYTES + 1;

  private final InputStream in;
  private final byte[] chunk = new byte[1 << 16];
  private int start;
  private int end;
  private byte[] line = new byte[1 << 12];
  private int length;
  private long number;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** Goes to the next line that is not blank; false at the end. */
  boolean next() throws IOException {
    do {
      length = 0;
      boolean complete = false;
      while (!complete) {
        if (start == end) {
          start = 0;
          end = Math.max(0, in.read(chunk));
          if (end == 0) {
            if (length == 0) {
              return false;
            }
            break;
          }
        }
        int newline = start;
        while (newline < end && chunk[newline] != '\n') {
          newline++;
        }
        keep(newline - start);
        complete = newline < end;
        start = complete ? newline + 1 : end;
      }
      number++;
    } while (isBlank());
    return true;
  }

  private void keep(int count) {
    int kept = Math.min(count, LONGEST - length);
    if (length + kept > line.length) {
      line = Arrays.copyOf(line, Math.max(2 * line.length, length + kept));
    }
    System.arraycopy(chunk, start, line, length, kept);
    length += kept;
  }

  private boolean isBlank() {
    for (int i = 0; i < length; i++) {
      if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  /** The line. */
  byte[] bytes() {
    return Arrays.copyOf(line, length);
  }

  /** Its number, from 1; blank lines count. */
  long number() {
    return number;
  }
}
