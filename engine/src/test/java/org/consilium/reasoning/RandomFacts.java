package org.consilium.reasoning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.consilium.knowledge.Criteria;
import org.consilium.knowledge.Criterion;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.Population;
import org.consilium.knowledge.ValueClass;
import org.consilium.knowledge.Vocabulary;

/** Facts in the JSON of patient descriptions: exact, coarse, negative, partial and impossible. */
final class RandomFacts {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private RandomFacts() {}

  /** What is known of a feature with one code: a code, some possible ones, excluded ones, both. */
  static JsonNode code(Random random, List<String> codes) {
    int style = random.nextInt(6);
    if (style < 3) {
      return JSON.textNode(pick(random, codes));
    }
    ObjectNode value = JSON.objectNode();
    if (style != 4) {
      value.set("anyOf", some(random, codes, 1 + random.nextInt(3)));
    }
    if (style != 3) {
      value.set("not", some(random, codes, 1 + random.nextInt(2)));
    }
    return value;
  }

  /** What is known of a feature with many codes: a complete list, or what is present and absent. */
  static JsonNode codes(Random random, List<String> codes) {
    if (random.nextInt(3) == 0) {
      return some(random, codes, random.nextInt(4));
    }
    ObjectNode value = JSON.objectNode();
    value.set("present", some(random, codes, random.nextInt(3)));
    value.set("absent", some(random, codes, random.nextInt(3)));
    if (random.nextBoolean()) {
      value.set("unknown", some(random, codes, random.nextInt(2)));
      value.put("complete", random.nextBoolean());
    }
    return value;
  }

  /**
   * What is known of a number: itself, a range, some possible numbers, excluded ones.
   *
   * @param cuts where it matters; numbers at, just below and just above are tried
   * @param possible whether a number may be stated
   */
  static Optional<JsonNode> number(
      Random random, boolean integer, Collection<BigDecimal> cuts, Predicate<BigDecimal> possible) {
    BigDecimal step = integer ? BigDecimal.ONE : new BigDecimal("0.001");
    TreeSet<BigDecimal> candidates = new TreeSet<>();
    for (BigDecimal cut : cuts) {
      candidates.add(cut);
      candidates.add(cut.subtract(step));
      candidates.add(cut.add(step));
    }
    List<BigDecimal> numbers =
        candidates.stream()
            .filter(possible)
            .filter(n -> !integer || n.stripTrailingZeros().scale() <= 0)
            .toList();
    if (numbers.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal first = pick(random, numbers);
    BigDecimal second = pick(random, numbers);
    ObjectNode value = JSON.objectNode();
    switch (random.nextInt(6)) {
      case 0 -> value.put(random.nextBoolean() ? "atLeast" : "above", first);
      case 1 -> value.put(random.nextBoolean() ? "atMost" : "below", first);
      case 2 -> {
        value.put("atLeast", first.min(second));
        value.put("atMost", first.max(second));
      }
      case 3 -> {
        ArrayNode any = value.putArray("anyOf");
        any.add(first);
        any.add(second);
      }
      case 4 -> value.put("not", first);
      default -> {
        return Optional.of(JSON.numberNode(first));
      }
    }
    return Optional.of(value);
  }

  /**
   * A patient of any vocabulary.
   *
   * @param populations where numbers matter
   * @param known share of features of which something is known
   */
  static ObjectNode patient(
      Random random, Vocabulary vocabulary, Collection<Population> populations, double known) {
    ObjectNode facts = JSON.objectNode();
    for (Feature feature : vocabulary.features()) {
      if (random.nextDouble() >= known) {
        continue;
      }
      if (feature.kind() == FeatureKind.BOOLEAN) {
        facts.put(feature.key(), random.nextBoolean());
      } else if (feature.kind().isNumber()) {
        number(
                random,
                feature.kind() == FeatureKind.INTEGER,
                thresholds(feature, vocabulary, populations),
                feature.range()::contains)
            .ifPresent(value -> facts.set(feature.key(), value));
      } else {
        List<String> codes = feature.taxonomy().coded().stream().map(ValueClass::code).toList();
        facts.set(
            feature.key(), feature.isFunctional() ? code(random, codes) : codes(random, codes));
      }
    }
    ObjectNode patient = JSON.objectNode();
    patient.put("cancer", vocabulary.cancer());
    patient.set("facts", facts);
    return patient;
  }

  private static Collection<BigDecimal> thresholds(
      Feature feature, Vocabulary vocabulary, Collection<Population> populations) {
    TreeSet<BigDecimal> cuts = new TreeSet<>();
    List<Criterion> criteria = new ArrayList<>();
    populations.forEach(population -> criteria.add(population.criterion()));
    vocabulary
        .axioms()
        .forEach(
            axiom -> {
              criteria.add(axiom.condition());
              criteria.add(axiom.conclusion());
            });
    for (Criterion criterion : criteria) {
      Criteria.visit(
          criterion,
          part -> {
            if (part instanceof Criterion.Numeric numeric && numeric.feature().equals(feature)) {
              if (numeric.range().low() != null) {
                cuts.add(numeric.range().low());
              }
              if (numeric.range().high() != null) {
                cuts.add(numeric.range().high());
              }
            }
          });
    }
    if (cuts.isEmpty()) {
      cuts.add(BigDecimal.ONE);
    }
    return cuts;
  }

  private static ArrayNode some(Random random, List<String> codes, int count) {
    ArrayNode array = JSON.arrayNode();
    for (int i = 0; i < count; i++) {
      array.add(pick(random, codes));
    }
    return array;
  }

  private static <T> T pick(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
