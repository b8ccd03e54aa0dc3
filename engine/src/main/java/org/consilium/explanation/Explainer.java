package org.consilium.explanation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.consilium.explanation.NextQuestion.Question;
import org.consilium.knowledge.Criteria;
import org.consilium.knowledge.Criterion;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.Population;
import org.consilium.patient.PatientCase;
import org.consilium.reasoning.Applicability;
import org.consilium.reasoning.CodedCase;
import org.consilium.reasoning.CompiledCancer;
import org.consilium.reasoning.CompiledKnowledge;
import org.consilium.reasoning.Workspace;

/**
 * Explains answers: why they hold, what is missing, what would change them, what to ask next. Every
 * explanation is exact; it says of the compiled knowledge what is true, within stated bounds.
 */
public final class Explainer {
  /**
   * A criterion of a population and how the case stands to it.
   *
   * @param text the criterion in words
   * @param features what it speaks of
   * @param applicability whether the facts entail it, refute it, or neither
   * @param facts the known features that decide it, fewest possible; for an open criterion those it
   *     speaks of
   */
  public record Reason(
      String text, List<Feature> features, Applicability applicability, List<Feature> facts) {}

  private final CompiledKnowledge compiled;
  private final Map<Population, List<Prepared>> prepared =
      Collections.synchronizedMap(new IdentityHashMap<>());

  public Explainer(CompiledKnowledge compiled) {
    this.compiled = compiled;
  }

  /**
   * A smallest set of known features whose facts decide a population as all facts do.
   *
   * @param iri a compiled population that is determined
   */
  public List<Feature> decidingFacts(PatientCase patient, String iri) {
    CompiledCancer cancer = compiled.cancer(patient.cancer());
    return SufficientFacts.deciding(cancer, patient, cancer.code(patient), number(cancer, iri));
  }

  /** A smallest set of known features whose facts contradict each other or the ontology. */
  public List<Feature> contradiction(PatientCase patient) {
    return SufficientFacts.contradictory(compiled.cancer(patient.cancer()), patient);
  }

  /**
   * All smallest sets of open features that decide a population whatever their values are; empty
   * only if they were too many to be found within {@link MissingFacts#MAXIMUM_COMBINATIONS}.
   *
   * @param iri a compiled population that is undetermined
   */
  public List<List<Feature>> missing(PatientCase patient, String iri) {
    CompiledCancer cancer = compiled.cancer(patient.cancer());
    try {
      return MissingFacts.smallest(cancer, patient, number(cancer, iri));
    } catch (MissingFacts.TooManyCombinationsException e) {
      return List.of();
    }
  }

  /** All sets of open features that decide a population and of which nothing can be left out. */
  public List<List<Feature>> allMissing(PatientCase patient, String iri) {
    CompiledCancer cancer = compiled.cancer(patient.cancer());
    try {
      return MissingFacts.minimal(cancer, patient, number(cancer, iri));
    } catch (MissingFacts.TooManyCombinationsException e) {
      return List.of();
    }
  }

  /**
   * The nearest changes of known facts that would turn the answer into its opposite, each a map
   * from feature to what it would have to be.
   *
   * @param iri a compiled population that is determined
   */
  public List<Map<Feature, String>> changes(PatientCase patient, String iri, Applicability answer) {
    CompiledCancer cancer = compiled.cancer(patient.cancer());
    return ChangedFacts.nearest(cancer, patient, cancer.code(patient), number(cancer, iri), answer);
  }

  /**
   * The questions whose answers decide most, the best first.
   *
   * @param weight importance of a population by its IRI; 0 leaves it out
   */
  public List<Question> nextQuestions(PatientCase patient, ToDoubleFunction<String> weight) {
    return NextQuestion.rank(compiled.cancer(patient.cancer()), patient, weight);
  }

  /** Prepares the reasons of all populations of a case; one run of the circuit. */
  public Reasons reasons(PatientCase patient) {
    CompiledCancer cancer = compiled.cancer(patient.cancer());
    Workspace workspace = cancer.workspaceWithCriteria();
    CodedCase coded = cancer.code(patient);
    workspace.stateEverywhere(coded);
    workspace.run();
    return new Reasons(cancer, patient, coded, workspace);
  }

  /** The criteria of a population with their numbers in the compiled form, in words. */
  private List<Prepared> prepare(CompiledCancer cancer, Population population) {
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

  private record Prepared(int number, String text, List<Feature> features) {}

  /** The reasons of one case. */
  public final class Reasons {
    private final CompiledCancer cancer;
    private final PatientCase patient;
    private final CodedCase coded;
    private final Workspace workspace;
    private final Map<Integer, Reason> known = new HashMap<>();

    private Reasons(
        CompiledCancer cancer, PatientCase patient, CodedCase coded, Workspace workspace) {
      this.cancer = cancer;
      this.patient = patient;
      this.coded = coded;
      this.workspace = workspace;
    }

    /** How the case stands to each criterion of a population, in the order of the criteria. */
    public List<Reason> of(Population population) {
      List<Reason> reasons = new ArrayList<>();
      for (Prepared criterion : prepare(cancer, population)) {
        reasons.add(known.computeIfAbsent(criterion.number(), key -> reason(criterion)));
      }
      return reasons;
    }

    private Reason reason(Prepared criterion) {
      Applicability applicability = workspace.applicability(criterion.number(), 0);
      List<Feature> facts =
          applicability.isDetermined()
              ? SufficientFacts.deciding(cancer, patient, coded, criterion.number())
              : criterion.features().stream().filter(patient.facts()::containsKey).toList();
      return new Reason(criterion.text(), criterion.features(), applicability, facts);
    }
  }

  private static int number(CompiledCancer cancer, String iri) {
    int number = cancer.number(iri);
    if (number < 0) {
      throw new IllegalArgumentException("no compiled population " + iri);
    }
    return number;
  }
}
