package org.consilium.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * What the rounds of a measurement gave.
 *
 * @param values one for each round, in their order
 */
public record Spread(List<Double> values) {
  /**
   * @throws IllegalArgumentException if there is none
   */
  public Spread {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
  }

  static Spread of(double... values) {
    List<Double> list = new ArrayList<>();
    for (double value : values) {
      list.add(value);
    }
    return new Spread(list);
  }

  /**
   * What comes of two measurements round by round.
   *
   * @throws IllegalArgumentException if they have not the same number of rounds
   */
  Spread with(Spread other, DoubleBinaryOperator operator) {
    if (values.size() != other.values.size()) {
      throw new IllegalArgumentException("different numbers of rounds");
    }
    List<Double> result = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      result.add(operator.applyAsDouble(values.get(i), other.values.get(i)));
    }
    return new Spread(result);
  }

  /** This, divided by another measurement round by round. */
  Spread over(Spread other) {
    return with(other, (own, reference) -> own / reference);
  }

  /** The middle value, or the mean of the two in the middle. */
  public double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  public double least() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  public double most() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}
