package org.consilium.reasoning;

/**
 * The answer for one case of a batch. It is a view on memory that the next case overwrites: read it
 * at once, or copy it.
 */
public final class BatchAnswer {
  private final int populations;
  private final int words;
  private final long[] applies;
  private final long[] undetermined;
  private int lane;
  private boolean contradictory;

  /**
   * @param populations number of populations
   * @param applies for each lane, one bit for each population, in {@code words} words
   * @param undetermined likewise
   */
  BatchAnswer(int populations, int words, long[] applies, long[] undetermined) {
    this.populations = populations;
    this.words = words;
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
    int word = lane * words + (population >>> 6);
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
    for (int word = 0; word < words; word++) {
      count += Long.bitCount(bits[lane * words + word]);
    }
    return count;
  }

  private int next(long[] bits, int from) {
    if (from >= populations) {
      return -1;
    }
    int word = from >>> 6;
    long rest = bits[lane * words + word] & (-1L << from);
    while (rest == 0) {
      if (++word == words) {
        return -1;
      }
      rest = bits[lane * words + word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(rest);
  }
}
