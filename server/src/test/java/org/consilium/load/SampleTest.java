package org.consilium.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SampleTest {
  @Test
  void ninetyNineOfAHundredTimesAreWithinTheirQuantile() {
    Sample sample =
        Sample.of(LongStream.rangeClosed(1, 100).map(i -> (101 - i) * 1_000_000).toArray());
    assertEquals(99, sample.quantile(0.99));
    assertEquals(50, sample.quantile(0.5));
    assertEquals(100, sample.quantile(1));
    assertEquals(1, sample.quantile(0.001));
  }

  @Test
  void aUnionHasTheTimesOfAllItsParts() {
    Sample union = Sample.union(List.of(Sample.of(5, 1), Sample.of(), Sample.of(3)));
    assertEquals(3, union.size());
    assertEquals(3e-6, union.quantile(0.5));
  }

  @Test
  void ofNothingNoTimeIsMadeUp() {
    assertTrue(Double.isNaN(Sample.of().quantile(0.5)));
  }
}
