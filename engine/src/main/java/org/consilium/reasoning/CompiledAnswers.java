package org.consilium.reasoning;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The answers for the compiled populations of a cancer, by IRI and ordered by it; immutable. */
final class CompiledAnswers extends AbstractMap<String, Applicability> {
  private final List<CompiledPopulation> populations;
  private final Map<String, Integer> numbers;
  private final Applicability[] answers;

  /**
   * @param batch holds the answers
   * @param lane the case
   */
  CompiledAnswers(CompiledCancer cancer, BatchReasoner batch, int lane) {
    this.populations = cancer.populations();
    this.numbers = cancer.numbers();
    this.answers = new Applicability[populations.size()];
    for (int population = 0; population < answers.length; population++) {
      answers[population] = batch.applicability(population, lane);
    }
  }

  @Override
  public Applicability get(Object iri) {
    Integer number = numbers.get(iri);
    return number == null ? null : answers[number];
  }

  @Override
  public boolean containsKey(Object iri) {
    return numbers.containsKey(iri);
  }

  @Override
  public int size() {
    return answers.length;
  }

  @Override
  public Set<Entry<String, Applicability>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<String, Applicability>> iterator() {
        return IntStream.range(0, answers.length)
            .mapToObj(number -> Map.entry(populations.get(number).iri(), answers[number]))
            .iterator();
      }

      @Override
      public int size() {
        return answers.length;
      }
    };
  }
}
