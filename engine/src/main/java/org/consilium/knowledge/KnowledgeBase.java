package org.consilium.knowledge;

import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
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

  private final String version;
  private final String hash;
  private final KnowledgeFiles files;
  private final KnowledgeGraph graph;
  private final Map<String, Vocabulary> vocabularies;
  private final Map<String, OWLOntology> modules;
  private final Map<String, List<OutsideAxiom>> outside;
  private final Set<OWLAxiom> definitions;
  private final Map<String, Guideline> guidelines;
  private final Map<String, DecisionQuestion> questions;
  private final Map<String, Therapy> therapies;
  private final Map<String, Study> studies;
  private final Map<String, Recommendation> recommendations;
  private final Map<String, Recommendation> byId = new LinkedHashMap<>();
  private final Map<String, Map<String, SafetyRule>> safetyRules;
  private final CodeMappings mappings;

  KnowledgeBase(
      String version,
      String hash,
      KnowledgeFiles files,
      KnowledgeGraph graph,
      Map<String, Vocabulary> vocabularies,
      Map<String, OWLOntology> modules,
      Map<String, List<OutsideAxiom>> outside,
      Set<OWLAxiom> definitions,
      Map<String, Guideline> guidelines,
      Map<String, DecisionQuestion> questions,
      Map<String, Therapy> therapies,
      Map<String, Study> studies,
      Map<String, Recommendation> recommendations,
      Map<String, Map<String, SafetyRule>> safetyRules,
      CodeMappings mappings) {
    this.version = version;
    this.hash = hash;
    this.files = files;
    this.graph = graph;
    this.vocabularies = Collections.unmodifiableMap(vocabularies);
    this.modules = Collections.unmodifiableMap(modules);
    this.outside = Collections.unmodifiableMap(outside);
    this.definitions = Set.copyOf(definitions);
    this.guidelines = Collections.unmodifiableMap(guidelines);
    this.questions = Collections.unmodifiableMap(questions);
    this.therapies = Collections.unmodifiableMap(therapies);
    this.studies = Collections.unmodifiableMap(studies);
    this.recommendations = Collections.unmodifiableMap(recommendations);
    this.safetyRules = Collections.unmodifiableMap(safetyRules);
    this.mappings = mappings;
    recommendations.values().forEach(r -> byId.put(r.id(), r));
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
        shipped = load(KnowledgeFiles.packaged());
      }
      return shipped;
    }
  }

  /** The version of the knowledge model. */
  public String version() {
    return version;
  }

  /** SHA-256 of the content in canonical form, 64 hexadecimal digits. */
  public String hash() {
    return hash;
  }

  public KnowledgeFiles files() {
    return files;
  }

  /** All triples with their places. */
  public KnowledgeGraph graph() {
    return graph;
  }

  /** JSON codes of the cancers. */
  public Set<String> cancers() {
    return vocabularies.keySet();
  }

  /** The vocabulary of a cancer by its JSON code. */
  public Optional<Vocabulary> vocabulary(String cancer) {
    return Optional.ofNullable(vocabularies.get(cancer));
  }

  /**
   * The OWL ontology that a reasoner is given for cases with a cancer: the shared vocabularies and
   * that of the cancer, with all definitions expanded. Not to be changed.
   *
   * @throws IllegalArgumentException if the cancer is unknown
   */
  public OWLOntology module(String cancer) {
    OWLOntology module = modules.get(cancer);
    if (module == null) {
      throw new IllegalArgumentException("unknown cancer " + cancer);
    }
    return module;
  }

  /** Axioms of a cancer's vocabulary that the feature fragment has no place for. */
  public List<OutsideAxiom> outsideAxioms(String cancer) {
    return outside.getOrDefault(cancer, List.of());
  }

  /** The axioms that were written as Manchester literals. */
  public Set<OWLAxiom> definitions() {
    return definitions;
  }

  public Collection<Guideline> guidelines() {
    return guidelines.values();
  }

  public Optional<Guideline> guideline(String iri) {
    return Optional.ofNullable(guidelines.get(iri));
  }

  public Collection<DecisionQuestion> questions() {
    return questions.values();
  }

  public Optional<DecisionQuestion> question(String iri) {
    return Optional.ofNullable(questions.get(iri));
  }

  public Collection<Therapy> therapies() {
    return therapies.values();
  }

  public Optional<Therapy> therapy(String iri) {
    return Optional.ofNullable(therapies.get(iri));
  }

  public Collection<Study> studies() {
    return studies.values();
  }

  public Optional<Study> study(String iri) {
    return Optional.ofNullable(studies.get(iri));
  }

  /** All recommendations, ordered by IRI. */
  public Collection<Recommendation> recommendations() {
    return recommendations.values();
  }

  /** The recommendations for a cancer, ordered by IRI. */
  public List<Recommendation> recommendations(String cancer) {
    return recommendations.values().stream().filter(r -> r.cancer().equals(cancer)).toList();
  }

  public Optional<Recommendation> recommendation(String iri) {
    return Optional.ofNullable(recommendations.get(iri));
  }

  /** A recommendation by its identifier, the last part of its IRI. */
  public Optional<Recommendation> recommendationById(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The safety rules that can be decided for cases with a cancer, ordered by IRI. */
  public Collection<SafetyRule> safetyRules(String cancer) {
    return safetyRules.getOrDefault(cancer, Map.of()).values();
  }

  /**
   * How codes of other terminologies stand to the terms of this knowledge: the tables in {@code
   * ontology/mappings/}, and the codes that therapies state.
   */
  public CodeMappings mappings() {
    return mappings;
  }
}
