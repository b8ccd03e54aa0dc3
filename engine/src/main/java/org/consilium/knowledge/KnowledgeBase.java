package org.consilium.knowledge;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.consilium.coding.CodeMappings;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLOntology;

/**
 * An immutable snapshot of everything that was read from a set of knowledge files: vocabularies,
 * guidelines, recommendations, evidence, therapies and safety rules, identified by a version and a
 * content hash.
 */
public final class KnowledgeBase {
  private static KnowledgeBase shipped;

  private final KnowledgeFiles files;
  private final KnowledgeContent content;
  private final Supplier<KnowledgeOrigin> origin;
  private final Map<String, Recommendation> byId = new LinkedHashMap<>();

  /**
   * @param files what it was read from
   * @param origin asked once, and only when the RDF or OWL is needed
   */
  KnowledgeBase(KnowledgeFiles files, KnowledgeContent content, Supplier<KnowledgeOrigin> origin) {
    this.files = files;
    this.content = content;
    this.origin = Suppliers.memoize(origin);
    content.recommendations().values().forEach(r -> byId.put(r.id(), r));
  }

  /**
   * Loads knowledge files.
   *
   * @throws KnowledgeException if there is any error in them, with all problems found
   */
  public static KnowledgeBase load(KnowledgeFiles files) throws KnowledgeException {
    return KnowledgeLoader.load(files).orThrow();
  }

  /**
   * The knowledge that is shipped with this library, which the build has proved to be sound; read
   * once in a process.
   *
   * @throws KnowledgeException if the packaged files were damaged
   */
  public static KnowledgeBase shipped() throws IOException, KnowledgeException {
    synchronized (KnowledgeBase.class) {
      if (shipped == null) {
        KnowledgeFiles packaged = KnowledgeFiles.packaged();
        Optional<KnowledgeBase> prepared = PreparedKnowledge.packaged(packaged);
        shipped = prepared.isPresent() ? prepared.get() : load(packaged);
      }
      return shipped;
    }
  }

  /** The name of the version: that of the ontology, or the one it was published with. */
  public String version() {
    return content.version();
  }

  /** The same knowledge under the name that it was published with. */
  public KnowledgeBase withVersion(String name) {
    return new KnowledgeBase(files, content.withVersion(name), origin);
  }

  /** SHA-256 of the content in canonical form, 64 hexadecimal digits. */
  public String hash() {
    return content.hash();
  }

  public KnowledgeFiles files() {
    return files;
  }

  /** All triples with their places. */
  public KnowledgeGraph graph() {
    return origin.get().graph();
  }

  /** JSON codes of the cancers. */
  public Set<String> cancers() {
    return content.vocabularies().keySet();
  }

  /** The vocabulary of a cancer by its JSON code. */
  public Optional<Vocabulary> vocabulary(String cancer) {
    return Optional.ofNullable(content.vocabularies().get(cancer));
  }

  /**
   * The OWL ontology that a reasoner is given for cases with a cancer: the shared vocabularies and
   * that of the cancer, with all definitions expanded. Not to be changed.
   *
   * @throws IllegalArgumentException if the cancer is unknown
   */
  public OWLOntology module(String cancer) {
    OWLOntology module = origin.get().modules().get(cancer);
    if (module == null) {
      throw new IllegalArgumentException("unknown cancer " + cancer);
    }
    return module;
  }

  /** Axioms of a cancer's vocabulary that the feature fragment has no place for. */
  public List<OutsideAxiom> outsideAxioms(String cancer) {
    return content.outside().getOrDefault(cancer, List.of());
  }

  /** The axioms that were written as Manchester literals. */
  public Set<OWLAxiom> definitions() {
    return origin.get().definitions();
  }

  public Collection<Guideline> guidelines() {
    return content.guidelines().values();
  }

  public Optional<Guideline> guideline(String iri) {
    return Optional.ofNullable(content.guidelines().get(iri));
  }

  public Collection<DecisionQuestion> questions() {
    return content.questions().values();
  }

  public Optional<DecisionQuestion> question(String iri) {
    return Optional.ofNullable(content.questions().get(iri));
  }

  public Collection<Therapy> therapies() {
    return content.therapies().values();
  }

  public Optional<Therapy> therapy(String iri) {
    return Optional.ofNullable(content.therapies().get(iri));
  }

  /** The English label of a therapy, or its identifier if it is not described. */
  public String therapyLabel(String iri) {
    return therapy(iri).map(Therapy::label).orElse(Namespaces.localName(iri));
  }

  public Collection<Study> studies() {
    return content.studies().values();
  }

  public Optional<Study> study(String iri) {
    return Optional.ofNullable(content.studies().get(iri));
  }

  /** All recommendations, ordered by IRI. */
  public Collection<Recommendation> recommendations() {
    return content.recommendations().values();
  }

  /** The recommendations for a cancer, ordered by IRI. */
  public List<Recommendation> recommendations(String cancer) {
    return content.recommendations().values().stream()
        .filter(r -> r.cancer().equals(cancer))
        .toList();
  }

  public Optional<Recommendation> recommendation(String iri) {
    return Optional.ofNullable(content.recommendations().get(iri));
  }

  /** A recommendation by its identifier, the last part of its IRI. */
  public Optional<Recommendation> recommendationById(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The safety rules that can be decided for cases with a cancer, ordered by IRI. */
  public Collection<SafetyRule> safetyRules(String cancer) {
    return content.safetyRules().getOrDefault(cancer, Map.of()).values();
  }

  /**
   * How codes of other terminologies stand to the terms of this knowledge: the tables in {@code
   * ontology/mappings/}, and the codes that therapies state.
   */
  public CodeMappings mappings() {
    return content.mappings();
  }

  KnowledgeContent content() {
    return content;
  }

  KnowledgeOrigin origin() {
    return origin.get();
  }
}
