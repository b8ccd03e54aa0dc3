package org.consilium.reasoning;

import java.util.Arrays;

/**
 * Cases of one cancer as numbers of the {@link FactDictionary}, one after the other in one buffer.
 * The buffer grows when it must and is reused after {@link #clear}, so that filling it again
 * allocates nothing. Not for several threads.
 */
public final class CodedCases {
  private int[] facts = new int[4096];
  private int[] ends = new int[64];
  private int filled;
  private int count;

  /** Adds a fact to the case that is being coded. */
  public void add(int fact) {
    if (filled == facts.length) {
      facts = Arrays.copyOf(facts, 2 * filled);
    }
    facts[filled++] = fact;
  }

  /** Ends the case that is being coded; the next fact belongs to the next case. */
  public void endCase() {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = filled;
  }

  /** Forgets the facts of the case that is being coded. */
  public void dropCase() {
    filled = start(count);
  }

  /** Forgets all cases. */
  public void clear() {
    filled = 0;
    count = 0;
  }

  /** How many cases have been ended. */
  public int count() {
    return count;
  }

  /** How many facts all cases have. */
  public int factCount() {
    return filled;
  }

  /** The buffer, valid until a fact is added. */
  int[] facts() {
    return facts;
  }

  /** Where the facts of a case begin in the buffer. */
  int start(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }

  /** Where the facts of a case end in the buffer. */
  int end(int number) {
    return ends[number];
  }
}
