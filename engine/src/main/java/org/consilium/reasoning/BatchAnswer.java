package org.consilium.reasoning;

/**
 * The answer for one case of a batch. It is a view on memory that the next case overwrites: read it
 * at once, or copy it.
 */
public final class BatchAnswer {
  private final int populations;
  private final long[] applies;
  private final long[] undetermined;
  private int lane;
  private boolean contradictory;

  /**
   * @param populations number of populations
   * @param applies squares of bits: for each 64 populations 64 words, one for each lane
   * @param undetermined likewise
   */
  BatchAnswer(int populations, long[] applies, long[] undetermined) {
    this.populations = populations;
    this.applies = applies;
    this.undetermined = undetermined;
  }

  void moveTo(int newLane, boolean contradiction) {
    this.lane = newLane;
    this.contradictory = contradiction;
  }

  /** Whether no case can have the facts; then no population applies and none is undetermined. */
  public boolean contradictory() {
    return contradictory;
  }

  /** The answer for a population, by its number in {@link CompiledCancer#compiledPopulations}. */
  public Applicability of(int population) {
    if (contradictory) {
      throw new IllegalStateException("the facts are contradictory");
    }
    int word = (population & -Long.SIZE) + lane;
    if ((applies[word] >>> population & 1) == 1) {
      return Applicability.APPLIES;
    }
    return (undetermined[word] >>> population & 1) == 1
        ? Applicability.UNDETERMINED
        : Applicability.DOES_NOT_APPLY;
  }

  /** The first population from a number on that applies, or -1. */
  public int nextApplying(int from) {
    return next(applies, from);
  }

  /** The first population from a number on that is undetermined, or -1. */
  public int nextUndetermined(int from) {
    return next(undetermined, from);
  }

  /** How many populations apply. */
  public int applyingCount() {
    return count(applies);
  }

  /** How many populations are undetermined. */
  public int undeterminedCount() {
    return count(undetermined);
  }

  private int count(long[] bits) {
    int count = 0;
    for (int word = lane; word < bits.length; word += Long.SIZE) {
      count += Long.bitCount(bits[word]);
    }
    return count;
  }

  private int next(long[] bits, int from) {
    if (from >= populations) {
      return -1;
    }
    int word = (from & -Long.SIZE) + lane;
    long rest = bits[word] & (-1L << from);
    while (rest == 0) {
      word += Long.SIZE;
      if (word >= bits.length) {
        return -1;
      }
      rest = bits[word];
    }
    return (word & -Long.SIZE) + Long.numberOfTrailingZeros(rest);
  }
}
