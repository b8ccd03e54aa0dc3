package org.consilium.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Processor time and allocation of the current thread, which other work on the machine disturbs
 * less than the time on the wall.
 */
final class Clock {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Clock() {}

  /** Nanoseconds of processor time. */
  static long now() {
    return THREADS.getCurrentThreadCpuTime();
  }

  static double secondsSince(long start) {
    return (now() - start) / 1e9;
  }

  /** Bytes allocated so far. */
  static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /** A quantile of values, 0 if there are none. */
  static double quantile(List<Double> values, double share) {
    if (values.isEmpty()) {
      return 0;
    }
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
  }
}
