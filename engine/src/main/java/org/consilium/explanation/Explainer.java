package org.consilium.explanation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.consilium.knowledge.Criteria;
import org.consilium.knowledge.Criterion;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.Population;
import org.consilium.patient.PatientCase;
import org.consilium.reasoning.CompiledCancer;
import org.consilium.reasoning.CompiledKnowledge;

/**
 * Explains answers: why they hold, what is missing, what would change them, what to ask next. Every
 * explanation is exact; it says of the compiled knowledge what is true, within stated bounds.
 */
public final class Explainer {
  /** A criterion of a population with its number in the compiled form. */
  record Prepared(int number, String text, List<Feature> features) {}

  private final CompiledKnowledge compiled;
  private final Map<Population, List<Prepared>> prepared =
      Collections.synchronizedMap(new IdentityHashMap<>());

  public Explainer(CompiledKnowledge compiled) {
    this.compiled = compiled;
  }

  /** Prepares all explanations for one case; one run of the circuit. */
  public CaseExplanation explain(PatientCase patient) {
    return new CaseExplanation(this, compiled.cancer(patient.cancer()), patient);
  }

  /** The criteria of a population in words. */
  List<Prepared> prepare(CompiledCancer cancer, Population population) {
    return prepared.computeIfAbsent(
        population,
        key -> {
          List<Prepared> criteria = new ArrayList<>();
          for (Criterion criterion : Criteria.conjuncts(key.criterion())) {
            int number = cancer.number(criterion);
            if (number >= 0) {
              criteria.add(
                  new Prepared(
                      number, Words.of(criterion), List.copyOf(Criteria.features(criterion))));
            }
          }
          return List.copyOf(criteria);
        });
  }
}
