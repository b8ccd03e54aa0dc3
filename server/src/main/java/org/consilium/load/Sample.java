package org.consilium.load;

import java.util.Arrays;
import java.util.List;

/** Measured times, in nanoseconds. */
final class Sample {
  private final long[] sorted;

  private Sample(long[] sorted) {
    this.sorted = sorted;
  }

  static Sample of(long... nanoseconds) {
    long[] sorted = nanoseconds.clone();
    Arrays.sort(sorted);
    return new Sample(sorted);
  }

  /** All times of several samples. */
  static Sample union(List<Sample> samples) {
    return of(samples.stream().flatMapToLong(sample -> Arrays.stream(sample.sorted)).toArray());
  }

  int size() {
    return sorted.length;
  }

  /**
   * The smallest time that at least a share of all does not exceed, in milliseconds; {@code NaN} if
   * nothing was measured.
   *
   * @param share above 0, at most 1: 0.5 for the median
   */
  double quantile(double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(1, Math.min(rank, sorted.length)) - 1] / 1e6;
  }
}
