package org.consilium.reasoning;

/** A square of 64 by 64 bits. */
final class BitSquare {
  private BitSquare() {}

  /**
   * Exchanges rows and columns in place: blocks of 32 by 32 bits change places, then within them
   * blocks of 16, and so on (H. S. Warren, Hacker's Delight, section 7-3).
   *
   * @param rows 64 rows; bit <em>i</em> of a row is column <em>i</em>
   */
  static void transpose(long[] rows) {
    long mask = 0x00000000FFFFFFFFL;
    for (int size = 32; size != 0; size >>>= 1) {
      for (int row = 0; row < 64; row = ((row | size) + 1) & ~size) {
        long change = ((rows[row] >>> size) ^ rows[row | size]) & mask;
        rows[row] ^= change << size;
        rows[row | size] ^= change;
      }
      mask ^= mask << (size >>> 1);
    }
  }
}
