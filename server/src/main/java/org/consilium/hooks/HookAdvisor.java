package org.consilium.hooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.consilium.explanation.NextQuestion.Question;
import org.consilium.fhir.FhirBundleReader;
import org.consilium.fhir.FhirCase;
import org.consilium.fhir.FhirSelection;
import org.consilium.hooks.HookException.Kind;
import org.consilium.hooks.OrderAssessment.Verdict;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Recommendation;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientProblem;
import org.consilium.recommendation.Advice;
import org.consilium.recommendation.Recommender;
import org.consilium.recommendation.SafetyFinding;
import org.consilium.recommendation.TherapyLineage;

/**
 * Answers calls of CDS Hooks with one version of the knowledge. Nothing of a call is kept; the same
 * call gets the same bytes. Safe to share between threads.
 */
public final class HookAdvisor {
  private final KnowledgeBase knowledge;
  private final Recommender recommender;
  private final FhirBundleReader reader;
  private final List<HookService> services;
  private final OrderedTherapies ordered;
  private final TherapyLineage lineage;

  /**
   * @param recommender who advises, with its knowledge
   * @param reader reads records, with the same knowledge
   */
  public HookAdvisor(Recommender recommender, FhirBundleReader reader) {
    this.knowledge = recommender.knowledge();
    this.recommender = recommender;
    this.reader = reader;
    this.services = HookService.of(knowledge, reader);
    this.ordered = new OrderedTherapies(knowledge);
    this.lineage = new TherapyLineage(knowledge);
  }

  /** All services. */
  public List<HookService> services() {
    return services;
  }

  public Optional<HookService> service(String id) {
    return services.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /** What clients are told of the services. */
  public ObjectNode discovery() {
    return HookService.discovery(services);
  }

  /**
   * Answers a call.
   *
   * @param body the call in UTF-8
   * @param address where clients reach this server, without a slash at the end
   * @param mostCards most cards of the answer
   * @param today the day at which the patient is looked at, unless the call names one
   * @throws HookException if it is no call of this service, lacks data, or mixes patients
   * @throws PatientException if it is too large
   */
  public ObjectNode answer(
      HookService service, byte[] body, String address, int mostCards, LocalDate today)
      throws HookException, PatientException {
    HookRequest request = HookRequest.of(parse(body), service);
    LocalDate day = request.day().orElse(today);
    SuppliedRecord record = SuppliedRecord.of(request, day);
    KnowledgeWords words =
        new KnowledgeWords(
            knowledge, knowledge.vocabulary(service.cancer()).orElseThrow(), address);
    HookResponse response = new HookResponse(request, knowledge, day);
    FhirSelection selection =
        new FhirSelection(
            Optional.of(service.cancer()),
            SuppliedRecord.patient(request),
            Optional.of(response.day()));
    Set<String> cancers = reader.cancers(Map.of("record", record.bundle()), selection);
    if (!cancers.contains(service.cancer())) {
      boolean certain =
          !request.prefetch().get(PrefetchTemplates.CONDITIONS).state().isIncomplete();
      return response.json(certain ? List.of() : List.of(NoAdvice.cancerNotSeen(words, service)));
    }
    try {
      FhirCase fhir = reader.read(record.bundle(), selection);
      Advice advice = recommender.advise(fhir.patient());
      response.account(fhir);
      return response.json(cards(service, request, record, fhir, advice, words, mostCards));
    } catch (PatientException e) {
      return response.json(List.of(NoAdvice.of(e, words, service)));
    }
  }

  private static JsonNode parse(byte[] body) throws HookException, PatientException {
    try {
      return FhirBundleReader.parse(body);
    } catch (PatientException e) {
      PatientProblem problem = e.problems().get(0);
      if (problem.code() == PatientProblem.Code.FHIR_TOO_LARGE) {
        throw e;
      }
      throw new HookException(Kind.MALFORMED, "", problem.message());
    }
  }

  private List<Card> cards(
      HookService service,
      HookRequest request,
      SuppliedRecord record,
      FhirCase fhir,
      Advice advice,
      KnowledgeWords words,
      int mostCards)
      throws PatientException {
    RecommendationCard recommendations = new RecommendationCard(words, fhir.patient());
    List<Card> cards =
        new ArrayList<>(orders(service, request, fhir, advice, words, recommendations));
    RecommendationGroup.of(advice).forEach(each -> cards.add(recommendations.of(each)));
    var open = MissingCard.undetermined(advice);
    List<Card> missing = new ArrayList<>();
    if (!open.isEmpty() || !record.incomplete().isEmpty()) {
      List<Question> questions =
          recommender.explainer().explain(fhir.patient()).nextQuestions(this::weight);
      missing.add(
          new MissingCard(words, service)
              .of(open, questions, record.incomplete(), fhir.notUnderstood().size()));
    }
    return CardChoice.of(cards, missing, mostCards, words, service);
  }

  /** The cards about the selected orders, the gravest first. */
  private List<Card> orders(
      HookService service,
      HookRequest request,
      FhirCase fhir,
      Advice advice,
      KnowledgeWords words,
      RecommendationCard recommendations)
      throws PatientException {
    List<OrderAssessment> assessed = new ArrayList<>();
    for (String selection : request.selections()) {
      for (Supply.Entry order : request.draftOrders()) {
        if (order.reference().equals(selection)) {
          assessed.add(assess(order, fhir, advice, words));
        }
      }
    }
    OrderCard card = new OrderCard(words, recommendations, service);
    List<Card> cards = new ArrayList<>();
    assessed.stream()
        .filter(each -> each.verdict() != Verdict.NOTHING_KNOWN)
        .sorted(Comparator.comparing(OrderAssessment::verdict))
        .forEach(each -> cards.add(card.of(each)));
    List<OrderAssessment> unknown =
        assessed.stream().filter(each -> each.verdict() == Verdict.NOTHING_KNOWN).toList();
    if (!unknown.isEmpty()) {
      cards.add(card.ofUnknown(unknown));
    }
    return cards;
  }

  private OrderAssessment assess(
      Supply.Entry order, FhirCase fhir, Advice advice, KnowledgeWords words)
      throws PatientException {
    Set<String> therapies = new TreeSet<>(ordered.of(order.resource()));
    // A class to which another therapy of the order belongs says nothing more.
    therapies.removeIf(
        each ->
            therapies.stream()
                .anyMatch(other -> !other.equals(each) && lineage.classes(other).contains(each)));
    List<SafetyFinding> safety =
        therapies.isEmpty()
            ? List.of()
            : recommender.safety(fhir.patient(), List.copyOf(therapies));
    String name =
        therapies.isEmpty()
            ? OrderedTherapies.name(order.resource())
            : Markdown.enumerate(therapies.stream().map(words::therapy).toList());
    return OrderAssessment.of(order, name, therapies, advice, safety, lineage);
  }

  private double weight(String iri) {
    return knowledge
        .recommendation(iri)
        .filter(RecommendationGroup::isAdvice)
        .map(HookAdvisor::weight)
        .orElse(0.0);
  }

  private static double weight(Recommendation recommendation) {
    return switch (recommendation.strength()) {
      case STRONG -> 3;
      case WEAK -> 2;
      case UNGRADED -> 1;
    };
  }
}
