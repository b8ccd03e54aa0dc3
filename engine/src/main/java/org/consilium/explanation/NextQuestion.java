package org.consilium.explanation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.consilium.explanation.States.State;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.ValueClass;
import org.consilium.patient.FeatureValue;
import org.consilium.patient.PatientCase;
import org.consilium.reasoning.CodedCase;
import org.consilium.reasoning.CompiledCancer;
import org.consilium.reasoning.FeatureCells;
import org.consilium.reasoning.Workspace;

/**
 * What to ask next: for each open feature, how many open populations its answer would decide, as
 * the mean over its possible answers, each taken as equally likely, weighted by importance. A
 * many-valued feature is asked value by value.
 */
public final class NextQuestion {
  /**
   * A question and its worth.
   *
   * @param feature what to ask for
   * @param value the value to ask about, for a many-valued feature
   * @param worth expected weight of the populations that the answer decides; above 0
   */
  public record Question(Feature feature, Optional<ValueClass> value, double worth) {}

  private NextQuestion() {}

  private record Ask(Feature feature, Optional<ValueClass> value, List<State> answers) {}

  /**
   * The questions that decide anything, the best first.
   *
   * @param weight importance of a population by its IRI; 0 leaves it out
   */
  static List<Question> rank(
      CompiledCancer cancer,
      PatientCase patient,
      CodedCase coded,
      ToDoubleFunction<String> weight) {
    List<String> populations = cancer.compiledPopulations();
    Workspace workspace = cancer.workspace();
    workspace.stateEverywhere(coded);
    workspace.run();
    double[] weights = new double[populations.size()];
    for (int i = 0; i < weights.length; i++) {
      boolean open = (~workspace.entailed(i) & ~workspace.refuted(i) & 1) == 1;
      weights[i] = open ? weight.applyAsDouble(populations.get(i)) : 0;
    }
    List<Ask> asks = asks(cancer, patient);
    List<State> all = asks.stream().flatMap(ask -> ask.answers().stream()).toList();
    double[] decided = new double[all.size()];
    boolean[] consistent = new boolean[all.size()];
    for (int start = 0; start < all.size(); start += Long.SIZE) {
      int lanes = Math.min(Long.SIZE, all.size() - start);
      workspace.stateEverywhere(coded);
      for (int lane = 0; lane < lanes; lane++) {
        all.get(start + lane).assume(workspace, lane);
      }
      workspace.run();
      long impossible = workspace.contradictory();
      for (int lane = 0; lane < lanes; lane++) {
        consistent[start + lane] = (impossible >>> lane & 1) == 0;
      }
      for (int i = 0; i < weights.length; i++) {
        if (weights[i] > 0) {
          long determined = workspace.entailed(i) | workspace.refuted(i);
          for (int lane = 0; lane < lanes; lane++) {
            if ((determined >>> lane & 1) == 1) {
              decided[start + lane] += weights[i];
            }
          }
        }
      }
    }
    List<Question> questions = new ArrayList<>();
    int next = 0;
    for (Ask ask : asks) {
      double sum = 0;
      int possible = 0;
      for (int i = 0; i < ask.answers().size(); i++, next++) {
        if (consistent[next]) {
          sum += decided[next];
          possible++;
        }
      }
      if (possible > 1 && sum > 0) {
        questions.add(new Question(ask.feature(), ask.value(), sum / possible));
      }
    }
    questions.sort(
        Comparator.comparingDouble((Question question) -> -question.worth())
            .thenComparing(Question::feature)
            .thenComparing(question -> question.value().map(ValueClass::code).orElse("")));
    return questions;
  }

  private static List<Ask> asks(CompiledCancer cancer, PatientCase patient) {
    List<Ask> asks = new ArrayList<>();
    for (Feature feature : cancer.vocabulary().features()) {
      int position = cancer.space().position(feature);
      FeatureCells cells = cancer.space().cells(position);
      FeatureValue fact = patient.facts().get(feature);
      if (feature.isFunctional()) {
        BitSet possible = fact == null ? cells.all() : cells.possible(fact);
        List<State> answers = new ArrayList<>();
        possible.stream()
            .forEach(
                cell -> {
                  BitSet single = new BitSet();
                  single.set(cell);
                  answers.add(new State(position, Optional.of(single), List.of(), new BitSet()));
                });
        if (answers.size() > 1) {
          asks.add(new Ask(feature, Optional.empty(), answers));
        }
      } else {
        for (ValueClass value : feature.taxonomy().coded()) {
          BitSet set = cells.of(value);
          asks.add(
              new Ask(
                  feature,
                  Optional.of(value),
                  List.of(
                      new State(position, Optional.empty(), List.of(set), new BitSet()),
                      new State(position, Optional.empty(), List.of(), set))));
        }
      }
    }
    return asks;
  }
}
