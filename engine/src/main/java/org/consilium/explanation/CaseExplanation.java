package org.consilium.explanation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.consilium.explanation.NextQuestion.Question;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.Population;
import org.consilium.patient.PatientCase;
import org.consilium.reasoning.Applicability;
import org.consilium.reasoning.CodedCase;
import org.consilium.reasoning.CompiledCancer;
import org.consilium.reasoning.Workspace;

/** The explanations of one case. Not to be shared between threads. */
public final class CaseExplanation {
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

  private final Explainer explainer;
  private final CompiledCancer cancer;
  private final PatientCase patient;
  private final CodedCase coded;
  private final Workspace workspace;
  private final SingleFacts singles;
  private final Map<Integer, Reason> reasons = new HashMap<>();

  CaseExplanation(Explainer explainer, CompiledCancer cancer, PatientCase patient) {
    this.explainer = explainer;
    this.cancer = cancer;
    this.patient = patient;
    this.coded = cancer.code(patient);
    this.workspace = cancer.workspaceWithCriteria();
    workspace.stateEverywhere(coded);
    workspace.run();
    this.singles = new SingleFacts(cancer, patient, coded);
  }

  /**
   * How the case stands to each criterion of a population, in the order of the criteria; nothing if
   * the population is not compiled.
   */
  public List<Reason> reasons(Population population) {
    List<Reason> result = new ArrayList<>();
    for (Explainer.Prepared criterion : explainer.prepare(cancer, population)) {
      result.add(reasons.computeIfAbsent(criterion.number(), number -> reason(criterion)));
    }
    return result;
  }

  private Reason reason(Explainer.Prepared criterion) {
    Applicability applicability = workspace.applicability(criterion.number(), 0);
    List<Feature> facts =
        applicability.isDetermined()
            ? deciding(criterion.number(), applicability)
            : criterion.features().stream().filter(patient.facts()::containsKey).toList();
    return new Reason(criterion.text(), criterion.features(), applicability, facts);
  }

  /**
   * A smallest set of known features whose facts decide a population as all facts do.
   *
   * @param iri a compiled population that is determined
   */
  public List<Feature> decidingFacts(String iri) {
    int number = number(iri);
    return deciding(number, workspace.applicability(number, 0));
  }

  private List<Feature> deciding(int decision, Applicability answer) {
    return singles
        .deciding(decision, answer)
        .orElseGet(() -> SufficientFacts.deciding(cancer, patient, coded, decision));
  }

  /** A smallest set of known features whose facts contradict each other or the ontology. */
  public List<Feature> contradiction() {
    return SufficientFacts.contradictory(cancer, patient);
  }

  /**
   * All smallest sets of open features that decide a population whatever their values are; empty
   * only if they were too many to be found within {@link MissingFacts#MAXIMUM_COMBINATIONS}.
   *
   * @param iri a compiled population that is undetermined
   */
  public List<List<Feature>> missing(String iri) {
    return missing(iri, false);
  }

  /** All sets of open features that decide a population and of which nothing can be left out. */
  public List<List<Feature>> allMissing(String iri) {
    return missing(iri, true);
  }

  private List<List<Feature>> missing(String iri, boolean all) {
    try {
      return new MissingFacts(cancer, patient, coded, number(iri)).search(all);
    } catch (MissingFacts.TooManyCombinationsException e) {
      return List.of();
    }
  }

  /**
   * The nearest changes of known facts that would turn the answer into its opposite or, where open
   * facts forbid that, leave it undetermined; none if more than {@link
   * ChangedFacts#MAXIMUM_CHANGES} facts would have to change.
   *
   * @param iri a compiled population that is determined
   */
  public List<Change> changes(String iri, Applicability answer) {
    return ChangedFacts.nearest(cancer, patient, coded, number(iri), answer);
  }

  /**
   * The questions whose answers decide most, the best first.
   *
   * @param weight importance of a population by its IRI; 0 leaves it out
   */
  public List<Question> nextQuestions(ToDoubleFunction<String> weight) {
    return NextQuestion.rank(cancer, patient, coded, weight);
  }

  /** Whether a population is compiled, so that it can be explained. */
  public boolean canExplain(String iri) {
    return cancer.number(iri) >= 0;
  }

  private int number(String iri) {
    int number = cancer.number(iri);
    if (number < 0) {
      throw new IllegalArgumentException("no compiled population " + iri);
    }
    return number;
  }
}
