package org.consilium.knowledge;

/**
 * A place in a knowledge file.
 *
 * @param file path relative to the knowledge folder, or empty
 * @param line line counted from 1, or 0 if unknown
 */
public record SourceLocation(String file, long line) {
  public static final SourceLocation UNKNOWN = new SourceLocation("", 0);

  @Override
  public String toString() {
    return line > 0 ? file + ":" + line : file;
  }
}
