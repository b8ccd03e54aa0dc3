package org.consilium.reasoning;

/** Squares of 64 by 64 bits. */
final class BitSquare {
  private BitSquare() {}

  /**
   * Exchanges rows and columns in place: blocks of 32 by 32 bits change places, then within them
   * blocks of 16, and so on (H. S. Warren, Hacker's Delight, section 7-3).
   *
   * @param rows holds the 64 rows; bit <em>i</em> of a row is column <em>i</em>
   * @param first where they begin
   */
  static void transpose(long[] rows, int first) {
    long mask = 0x00000000FFFFFFFFL;
    for (int size = 32; size != 0; size >>>= 1) {
      for (int block = first; block < first + 64; block += 2 * size) {
        for (int row = block; row < block + size; row++) {
          long change = ((rows[row] >>> size) ^ rows[row + size]) & mask;
          rows[row] ^= change << size;
          rows[row + size] ^= change;
        }
      }
      mask ^= mask << (size >>> 1);
    }
  }
}
