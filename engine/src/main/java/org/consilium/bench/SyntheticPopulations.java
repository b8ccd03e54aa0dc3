package org.consilium.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.consilium.knowledge.Criterion;
import org.consilium.knowledge.Criterion.ValueExpression;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.Population;
import org.consilium.knowledge.ValueClass;
import org.consilium.knowledge.Vocabulary;
import org.consilium.reasoning.CaseExpressions;

/**
 * Random eligible populations over a vocabulary: two to six conditions of which some are
 * alternatives and some negated, on features of which few are asked for often and many seldom, as
 * in guidelines. The same seed gives the same populations.
 */
public final class SyntheticPopulations {
  private static final String PREFIX = "urn:consilium:synthetic-recommendation:";
  private static final int THRESHOLDS = 5;

  private final Random random;
  private final List<Feature> features;
  private final CaseExpressions expressions = new CaseExpressions();

  public SyntheticPopulations(Vocabulary vocabulary, long seed) {
    this.random = new Random(seed);
    this.features = new ArrayList<>(vocabulary.features());
    Collections.shuffle(features, random);
  }

  /** Makes populations, by IRI. */
  public Map<String, Population> make(int count) {
    Map<String, Population> populations = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      Criterion criterion = criterion();
      String subject = PREFIX + String.format("%05d", i);
      populations.put(subject, new Population(subject, expressions.of(criterion), criterion, ""));
    }
    return populations;
  }

  private Criterion criterion() {
    List<Criterion> parts = new ArrayList<>();
    int count = 2 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      switch (random.nextInt(8)) {
        case 0 -> parts.add(new Criterion.AnyOf(List.of(condition(), condition())));
        case 1 ->
            parts.add(
                new Criterion.AnyOf(
                    List.of(condition(), new Criterion.AllOf(List.of(condition(), condition())))));
        case 2 -> parts.add(new Criterion.Not(condition()));
        default -> parts.add(condition());
      }
    }
    return new Criterion.AllOf(parts);
  }

  /** A condition on one feature; the first features of the shuffled list are asked for most. */
  private Criterion condition() {
    double skewed = Math.pow(random.nextDouble(), 2);
    Feature feature = features.get((int) (skewed * features.size()));
    return switch (feature.kind()) {
      case BOOLEAN -> new Criterion.Truth(feature, random.nextInt(3) > 0);
      case INTEGER, DECIMAL -> new Criterion.Numeric(feature, range(feature));
      case CODE, CODES -> new Criterion.Coded(feature, values(feature));
    };
  }

  private ValueExpression values(Feature feature) {
    ValueExpression first = value(feature);
    return switch (random.nextInt(6)) {
      case 0 -> new ValueExpression.Either(List.of(first, value(feature)));
      case 1 -> new ValueExpression.Both(List.of(first, new ValueExpression.Other(value(feature))));
      default -> first;
    };
  }

  private ValueExpression value(Feature feature) {
    List<ValueClass> coded = feature.taxonomy().coded();
    return new ValueExpression.Of(coded.get(random.nextInt(coded.size())));
  }

  private NumberRange range(Feature feature) {
    BigDecimal threshold = threshold(feature, 1 + random.nextInt(THRESHOLDS));
    NumberRange range =
        switch (random.nextInt(5)) {
          case 0 -> NumberRange.above(threshold);
          case 1 -> NumberRange.atLeast(threshold);
          case 2 -> NumberRange.below(threshold);
          case 3 -> NumberRange.atMost(threshold);
          default ->
              NumberRange.atLeast(threshold)
                  .intersect(NumberRange.below(threshold(feature, THRESHOLDS + 1)));
        };
    return range.intersect(feature.range()).isEmpty(feature.kind() == FeatureKind.INTEGER)
        ? NumberRange.atLeast(threshold)
        : range;
  }

  /** One of few thresholds, so that populations share them. */
  private static BigDecimal threshold(Feature feature, int number) {
    BigDecimal low = feature.range().low() == null ? BigDecimal.ZERO : feature.range().low();
    BigDecimal high =
        feature.range().high() == null ? BigDecimal.valueOf(60) : feature.range().high();
    BigDecimal step = high.subtract(low).multiply(BigDecimal.valueOf(number)).movePointLeft(1);
    BigDecimal threshold = low.add(step);
    return feature.kind() == FeatureKind.INTEGER
        ? threshold.setScale(0, RoundingMode.HALF_UP)
        : threshold;
  }
}
