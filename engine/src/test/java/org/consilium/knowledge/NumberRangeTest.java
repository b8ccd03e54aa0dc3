package org.consilium.knowledge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class NumberRangeTest {
  private static BigDecimal number(String text) {
    return new BigDecimal(text);
  }

  @Test
  void boundsBelongOnlyWhereTheyAreInclusive() {
    assertTrue(NumberRange.atLeast(number("10")).contains(number("10.0")));
    assertFalse(NumberRange.above(number("10")).contains(number("10.00")));
    assertTrue(NumberRange.below(number("10")).contains(number("9.999999999999999999")));
  }

  @Test
  void anOpenIntervalBetweenNeighboursHoldsNoInteger() {
    NumberRange between = NumberRange.above(number("3")).intersect(NumberRange.below(number("4")));
    assertTrue(between.isEmpty(true));
    assertFalse(between.isEmpty(false));
  }

  @Test
  void trailingZerosDoNotMatter() {
    assertEquals(NumberRange.exactly(number("10")), NumberRange.exactly(number("10.00")));
  }

  @Test
  void aPointWithoutItsBoundsIsEmpty() {
    assertTrue(
        NumberRange.atLeast(number("5")).intersect(NumberRange.below(number("5"))).isEmpty(false));
  }

  @Test
  void aRangeCoversWhatLiesInside() {
    NumberRange tenToTwenty =
        NumberRange.atLeast(number("10")).intersect(NumberRange.atMost(number("20")));
    assertTrue(NumberRange.atLeast(number("10")).covers(tenToTwenty, false));
    assertFalse(NumberRange.above(number("10")).covers(tenToTwenty, false));
    assertTrue(NumberRange.ALL.covers(tenToTwenty, false));
  }
}
