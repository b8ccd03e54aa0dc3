package org.consilium.server;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.NodeFactory;
import org.consilium.analysis.PublishedGraphs;
import org.consilium.fhir.FhirBundleReader;
import org.consilium.knowledge.DecisionQuestion;
import org.consilium.knowledge.Guideline;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.NearestNames;
import org.consilium.knowledge.Study;
import org.consilium.knowledge.Therapy;
import org.consilium.patient.PatientJsonReader;
import org.consilium.publication.GraphDump;
import org.consilium.query.QueryCatalogue;
import org.consilium.reasoning.CompiledKnowledge;
import org.consilium.reasoning.CompiledReasoner;
import org.consilium.reasoning.Reasoner;
import org.consilium.recommendation.AdviceWriter;
import org.consilium.recommendation.Recommender;

/**
 * One version of the knowledge, ready to answer: an immutable snapshot that is shared by all
 * requests.
 */
public final class ServedKnowledge {
  private static final int LONGEST_ID = 200;

  private final KnowledgeBase knowledge;
  private final Reasoner reasoner;
  private final Recommender recommender;
  private final AdviceWriter writer;
  private final PatientJsonReader patients;
  private final Supplier<FhirBundleReader> bundles;
  private final Map<String, Guideline> guidelines;
  private final Map<String, DecisionQuestion> questions;
  private final Map<String, Study> studies;
  private final Map<String, Therapy> therapies;
  private final Supplier<QueryCatalogue> queries;
  private final Supplier<PublishedDataset> dataset =
      Suppliers.memoize(() -> PublishedDataset.of(graphs()));
  private final Supplier<List<GraphDump.Content>> dumps = Suppliers.memoize(this::makeDumps);

  /**
   * Knowledge with the packaged library of queries, which is read when first asked for.
   *
   * @param reasoner decides which recommendations apply; made from the same knowledge
   */
  public ServedKnowledge(KnowledgeBase knowledge, Reasoner reasoner) {
    this(knowledge, reasoner, Suppliers.memoize(ServedKnowledge::packagedQueries));
  }

  /** Knowledge with its own library of queries. */
  public ServedKnowledge(KnowledgeBase knowledge, Reasoner reasoner, QueryCatalogue queries) {
    this(knowledge, reasoner, Suppliers.ofInstance(queries));
  }

  private ServedKnowledge(
      KnowledgeBase knowledge, Reasoner reasoner, Supplier<QueryCatalogue> queries) {
    this.knowledge = knowledge;
    this.reasoner = reasoner;
    this.queries = queries;
    this.recommender = new Recommender(knowledge, reasoner);
    this.writer = new AdviceWriter(knowledge);
    this.patients = new PatientJsonReader(knowledge);
    this.bundles = Suppliers.memoize(() -> FhirBundleReader.of(knowledge));
    this.guidelines = byId(knowledge.guidelines(), Guideline::id);
    this.questions = byId(knowledge.questions(), DecisionQuestion::id);
    this.studies = byId(knowledge.studies(), Study::id);
    this.therapies = byId(knowledge.therapies(), Therapy::id);
  }

  private static QueryCatalogue packagedQueries() {
    try {
      return QueryCatalogue.packaged();
    } catch (IOException e) {
      throw new UncheckedIOException("the packaged queries cannot be read", e);
    }
  }

  private static <T> Map<String, T> byId(Collection<T> all, Function<T, String> id) {
    Map<String, T> result = new LinkedHashMap<>();
    all.forEach(one -> result.put(id.apply(one), one));
    return Collections.unmodifiableMap(result);
  }

  /** What it says. */
  public KnowledgeBase knowledge() {
    return knowledge;
  }

  /** What batches are decided with, or empty if HermiT is needed for some population. */
  Optional<CompiledKnowledge> compiledWhole() {
    return reasoner instanceof CompiledReasoner own
            && own.compiled().cancers().stream().allMatch(each -> each.fallback().isEmpty())
        ? Optional.of(own.compiled())
        : Optional.empty();
  }

  Reasoner reasoner() {
    return reasoner;
  }

  QueryCatalogue queries() {
    return queries.get();
  }

  Recommender recommender() {
    return recommender;
  }

  AdviceWriter writer() {
    return writer;
  }

  PatientJsonReader patients() {
    return patients;
  }

  /**
   * Reads patients in FHIR.
   *
   * @throws Refusal if this version has not all features that the tables for FHIR name
   */
  FhirBundleReader bundles() {
    try {
      return bundles.get();
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          ErrorCode.FHIR_NOT_OF_VERSION,
          "version " + knowledge.version() + " has not all features that FHIR is read into");
    }
  }

  /** Its graphs as compressed files; made when first asked for. */
  List<GraphDump.Content> dumps() {
    return dumps.get();
  }

  private List<GraphDump.Content> makeDumps() {
    List<GraphDump.Content> made = new ArrayList<>();
    for (GraphDump.Part part : GraphDump.Part.values()) {
      String name =
          part == GraphDump.Part.ASSERTED ? PublishedGraphs.ASSERTED : PublishedGraphs.INFERRED;
      Graph graph = dataset().dataset().getGraph(NodeFactory.createURI(name));
      for (GraphDump.Format format : GraphDump.Format.values()) {
        made.add(GraphDump.of(part, format, graph));
      }
    }
    return List.copyOf(made);
  }

  /** What SPARQL queries are answered from; made when first asked for. */
  PublishedDataset dataset() {
    return dataset.get();
  }

  private PublishedGraphs graphs() {
    try {
      return PublishedGraphs.packaged(knowledge)
          .orElseGet(() -> PublishedGraphs.of(knowledge, compiled()));
    } catch (IOException e) {
      throw new UncheckedIOException("the packaged graphs cannot be read", e);
    }
  }

  private CompiledKnowledge compiled() {
    return reasoner instanceof CompiledReasoner ready
        ? ready.compiled()
        : CompiledKnowledge.of(knowledge);
  }

  /** The guidelines by identifier, in the order of the knowledge base; the same for the others. */
  Map<String, Guideline> guidelines() {
    return guidelines;
  }

  Map<String, DecisionQuestion> questions() {
    return questions;
  }

  Map<String, Study> studies() {
    return studies;
  }

  Map<String, Therapy> therapies() {
    return therapies;
  }

  /**
   * One of several things by its identifier.
   *
   * @param kind what it is, for the message
   * @throws Refusal that names the nearest identifiers if there is none
   */
  static <T> T find(String kind, Map<String, T> all, String id) {
    T found = all.get(id);
    if (found != null) {
      return found;
    }
    throw unknown(kind, all.keySet(), id);
  }

  static Refusal unknown(String kind, Collection<String> ids, String id) {
    return new Refusal(
        ErrorCode.NOT_FOUND, "there is no " + kind + " with this identifier" + nearest(ids, id));
  }

  /** The end of a message on an identifier that is unknown. */
  static String nearest(Collection<String> ids, String id) {
    List<String> nearest = id.length() > LONGEST_ID ? List.of() : NearestNames.of(id, ids, 3);
    return nearest.isEmpty() ? "" : "; nearest: " + String.join(", ", nearest);
  }
}
