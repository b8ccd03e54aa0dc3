package org.consilium.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theMedianIsInTheMiddleWhateverTheOrder() {
    Spread odd = Spread.of(9, 1, 4);
    assertEquals(4, odd.median());
    assertEquals(1, odd.least());
    assertEquals(9, odd.most());
    assertEquals(2.5, Spread.of(4, 1, 3, 2).median());
  }

  @Test
  void ratiosAreTakenRoundByRound() {
    assertEquals(List.of(2.0, 0.5), Spread.of(4, 5).over(Spread.of(2, 10)).values());
    assertThrows(IllegalArgumentException.class, () -> Spread.of(1).over(Spread.of(1, 2)));
    assertThrows(IllegalArgumentException.class, () -> Spread.of());
  }

  @Test
  void aGoalIsReachedByTheMedianOfTheRatios() {
    Spread own = Spread.of(4, 6, 9);
    Spread reference = Spread.of(10, 10, 10);
    Finding finding = Finding.ratio("R1", "", "", own, reference, Goal.atLeast(0.5));
    assertEquals(0.6, finding.result().median());
    assertEquals(Optional.of(true), finding.reached());
    assertTrue(Goal.atMost(0.6).isReachedBy(0.6));
    assertFalse(Goal.atMost(0.5).isReachedBy(0.6));
    assertFalse(Goal.atLeast(0.7).isReachedBy(0.6));
    assertEquals(
        Optional.empty(), Finding.ratio("R2", "", "", own, reference, Optional.empty()).reached());
  }

  @Test
  void aGoalIsWrittenAsItIsSaid() {
    assertEquals("<= 1.2", Goal.atMost(1.2).toString());
    assertEquals("<= 3", Goal.atMost(3).toString());
    assertEquals(">= 30,000", Goal.atLeast(30_000).toString());
  }
}
