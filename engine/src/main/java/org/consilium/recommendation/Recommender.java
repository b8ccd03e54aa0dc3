package org.consilium.recommendation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.consilium.explanation.CaseExplanation;
import org.consilium.explanation.Explainer;
import org.consilium.explanation.NextQuestion.Question;
import org.consilium.explanation.Words;
import org.consilium.knowledge.Criteria;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.Recommendation.Strength;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientProblem;
import org.consilium.reasoning.Applicability;
import org.consilium.reasoning.CompiledKnowledge;
import org.consilium.reasoning.CompiledReasoner;
import org.consilium.reasoning.Judgement;
import org.consilium.reasoning.Reasoner;
import org.consilium.recommendation.RecommendationAdvice.Explanation;

/** Answers which recommendations apply to a case and why. Safe to share between threads. */
public final class Recommender {
  private static final int MAXIMUM_QUESTIONS = 10;

  private final KnowledgeBase knowledge;
  private final Reasoner reasoner;

  private final Explainer explainer;
  private final ConflictIndex conflicts;
  private final SafetyAssessment safety;

  /**
   * @param knowledge what is known
   * @param reasoner who decides applicability; explanations come from the compiled form, which
   *     agrees with every reasoner
   */
  public Recommender(KnowledgeBase knowledge, Reasoner reasoner) {
    this.knowledge = knowledge;
    this.reasoner = reasoner;
    this.explainer =
        new Explainer(
            reasoner instanceof CompiledReasoner own
                ? own.compiled()
                : CompiledKnowledge.of(knowledge));
    this.conflicts = new ConflictIndex(knowledge);
    this.safety = new SafetyAssessment(knowledge, reasoner);
  }

  public KnowledgeBase knowledge() {
    return knowledge;
  }

  public Explainer explainer() {
    return explainer;
  }

  /**
   * The advice for a case.
   *
   * @throws PatientException if the facts contradict each other or the ontology
   */
  public Advice advise(PatientCase patient) throws PatientException {
    return advise(patient, false);
  }

  /**
   * The advice for a case.
   *
   * @param explain whether to add deciding facts, changes, all missing sets and next questions
   * @throws PatientException if the facts contradict each other or the ontology
   */
  public Advice advise(PatientCase patient, boolean explain) throws PatientException {
    Judgement judgement = reasoner.judge(patient);
    if (judgement.contradictory()) {
      throw contradiction(patient);
    }
    CaseExplanation explanation = explainer.explain(patient);
    Set<String> applicable =
        knowledge.recommendations(patient.cancer()).stream()
            .map(Recommendation::iri)
            .filter(iri -> judgement.of(iri) == Applicability.APPLIES)
            .collect(Collectors.toSet());
    SafetyAssessment.OfCase safetyOfCase = safety.of(patient, judgement);
    List<RecommendationAdvice> advice = new ArrayList<>();
    for (Recommendation recommendation : knowledge.recommendations(patient.cancer())) {
      advice.add(
          advise(
              recommendation, patient, judgement, safetyOfCase, applicable, explanation, explain));
    }
    advice.sort(order());
    List<Question> questions =
        explain
            ? explanation.nextQuestions(this::weight).stream().limit(MAXIMUM_QUESTIONS).toList()
            : List.of();
    return new Advice(
        patient, knowledge.version(), knowledge.hash(), List.copyOf(advice), questions);
  }

  /**
   * What the safety rules say of therapies for a case, whoever recommends them.
   *
   * @param therapies IRIs of therapies that are given together
   * @return the gravest first
   * @throws PatientException if the facts contradict each other or the ontology
   */
  public List<SafetyFinding> safety(PatientCase patient, List<String> therapies)
      throws PatientException {
    Judgement judgement = reasoner.judge(patient);
    if (judgement.contradictory()) {
      throw contradiction(patient);
    }
    return safety.of(patient, judgement).findings(therapies);
  }

  private RecommendationAdvice advise(
      Recommendation recommendation,
      PatientCase patient,
      Judgement judgement,
      SafetyAssessment.OfCase safetyOfCase,
      Set<String> applicable,
      CaseExplanation explanation,
      boolean explain) {
    String iri = recommendation.iri();
    Applicability applicability = judgement.of(iri);
    boolean applies = applicability == Applicability.APPLIES;
    boolean isCompiled = explanation.canExplain(iri);
    List<List<Feature>> missing = List.of();
    if (applicability == Applicability.UNDETERMINED) {
      missing = isCompiled ? explanation.missing(iri) : openFeatures(recommendation, patient);
    }
    return new RecommendationAdvice(
        recommendation,
        applicability,
        explanation.reasons(recommendation.population()),
        missing,
        applies ? conflicts.of(iri).stream().filter(applicable::contains).toList() : List.of(),
        applies
            ? recommendation.yieldsTo().stream().filter(applicable::contains).sorted().toList()
            : List.of(),
        applicability == Applicability.DOES_NOT_APPLY
            ? List.of()
            : safetyOfCase.findings(recommendation),
        explain && isCompiled
            ? Optional.of(explain(explanation, iri, applicability))
            : Optional.empty());
  }

  private static Explanation explain(
      CaseExplanation explanation, String iri, Applicability applicability) {
    return applicability.isDetermined()
        ? new Explanation(
            explanation.decidingFacts(iri), explanation.changes(iri, applicability), List.of())
        : new Explanation(List.of(), List.of(), explanation.allMissing(iri));
  }

  /** For a population that was not compiled: all it speaks of that is not known, as one set. */
  private static List<List<Feature>> openFeatures(
      Recommendation recommendation, PatientCase patient) {
    List<Feature> open =
        Criteria.features(recommendation.population().criterion()).stream()
            .filter(feature -> !patient.facts().containsKey(feature))
            .toList();
    return open.isEmpty() ? List.of() : List.of(open);
  }

  private double weight(String iri) {
    return knowledge
        .recommendation(iri)
        .map(r -> r.strength() == Strength.STRONG ? 3.0 : r.strength() == Strength.WEAK ? 2.0 : 1.0)
        .orElse(0.0);
  }

  private Comparator<RecommendationAdvice> order() {
    Function<RecommendationAdvice, String> question =
        advice ->
            knowledge.question(advice.recommendation().question()).map(q -> q.label()).orElse("");
    return Comparator.<RecommendationAdvice>comparingInt(a -> rank(a.applicability()))
        .thenComparing(a -> a.recommendation().strength())
        .thenComparing(question)
        .thenComparing(a -> a.recommendation().id());
  }

  private static int rank(Applicability applicability) {
    return switch (applicability) {
      case APPLIES -> 0;
      case UNDETERMINED -> 1;
      case DOES_NOT_APPLY -> 2;
    };
  }

  private PatientException contradiction(PatientCase patient) {
    List<Feature> features = explainer.explain(patient).contradiction();
    String facts =
        features.stream()
            .map(feature -> Words.of(feature, patient.facts().get(feature)))
            .collect(Collectors.joining("; "));
    String pointers =
        features.stream().map(f -> "/facts/" + f.key()).collect(Collectors.joining(", "));
    return new PatientException(
        List.of(
            new PatientProblem(
                PatientProblem.Code.CONTRADICTORY_FACTS,
                features.isEmpty() ? "/facts" : "/facts/" + features.get(0).key(),
                "these facts cannot all be true: " + facts + " (" + pointers + ")",
                "Correct one of them, or write null for what is not certain.")));
  }
}
