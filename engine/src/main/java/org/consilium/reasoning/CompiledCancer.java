package org.consilium.reasoning;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.consilium.knowledge.Criterion;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Population;
import org.consilium.knowledge.Vocabulary;
import org.consilium.patient.PatientCase;
import org.consilium.reasoning.Component.Variable;
import org.consilium.reasoning.PreparedGates.Gates;

/**
 * The populations of one cancer as a circuit over facts. Immutable and safe to share; each thread
 * brings its own {@link Workspace}.
 */
public final class CompiledCancer {
  private final Vocabulary vocabulary;
  private final CellSpace space;
  private final List<Component> components;
  private final FactInputs inputs;
  private final String gatesKey;
  private final Gates gates;
  private final Circuit circuit;
  private final Circuit everything;
  private final FactDictionary dictionary;
  private final List<CompiledPopulation> populations;
  private final List<CompiledPopulation> criteria;
  private final Map<Criterion, Integer> criterionNumbers;
  private final Map<String, Integer> numbers;
  private final Map<String, String> fallback;
  private final Map<Integer, Circuit> cones = new ConcurrentHashMap<>();
  private final Map<Integer, Set<Feature>> spoken = new ConcurrentHashMap<>();
  private final Map<Integer, Set<Feature>> relevant = new ConcurrentHashMap<>();
  private final Map<Pair, List<BitSet>> groups = new ConcurrentHashMap<>();

  private record Pair(int population, int feature) {}

  private final Queue<BatchReasoner> idle = new ConcurrentLinkedQueue<>();

  CompiledCancer(
      Vocabulary vocabulary,
      CellSpace space,
      List<Component> components,
      FactInputs inputs,
      String gatesKey,
      Gates gates,
      List<CompiledPopulation> populations,
      List<CompiledPopulation> criteria,
      Map<Criterion, Integer> criterionNumbers,
      Map<String, Integer> numbers,
      Map<String, String> fallback) {
    this.vocabulary = vocabulary;
    this.space = space;
    this.components = components;
    this.inputs = inputs;
    this.gatesKey = gatesKey;
    this.gates = gates;
    this.circuit = gates.circuit(populations.size());
    this.everything = gates.circuit(populations.size() + criteria.size());
    this.dictionary = new FactDictionary(space, inputs);
    this.populations = List.copyOf(populations);
    this.criteria = List.copyOf(criteria);
    this.criterionNumbers = Map.copyOf(criterionNumbers);
    this.numbers = Map.copyOf(numbers);
    this.fallback = Collections.unmodifiableMap(new TreeMap<>(fallback));
  }

  /**
   * Compiles populations of your own over the vocabulary of a cancer.
   *
   * @param populations the populations by IRI
   * @throws IllegalArgumentException if the cancer is unknown
   */
  public static CompiledCancer compile(
      KnowledgeBase knowledge, String cancer, Map<String, Population> populations) {
    Vocabulary vocabulary =
        knowledge
            .vocabulary(cancer)
            .orElseThrow(() -> new IllegalArgumentException("unknown cancer " + cancer));
    return CancerCompiler.compile(vocabulary, knowledge.outsideAxioms(cancer), populations);
  }

  /** A cancer of which nothing could be compiled. */
  static CompiledCancer nothing(Vocabulary vocabulary, Map<String, String> fallback) {
    CellSpace space = new CellSpace(vocabulary, List.of());
    FactInputs inputs = new FactInputs(space, Map.of());
    return new CompiledCancer(
        vocabulary,
        space,
        List.of(),
        inputs,
        "",
        new Gates(new AndInverterGraph(inputs.count()), new int[] {AndInverterGraph.FALSE}),
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        fallback);
  }

  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The cells of the features. */
  public CellSpace space() {
    return space;
  }

  FactInputs inputs() {
    return inputs;
  }

  /** The numbers of the facts that can be stated of a case. */
  public FactDictionary dictionary() {
    return dictionary;
  }

  /** Identifies what the gates were made of. */
  String gatesKey() {
    return gatesKey;
  }

  Gates gates() {
    return gates;
  }

  Circuit circuit() {
    return circuit;
  }

  List<Component> components() {
    return components;
  }

  List<CompiledPopulation> populations() {
    return populations;
  }

  /** IRIs of the populations that were not compiled, with the reason. */
  public Map<String, String> fallback() {
    return fallback;
  }

  /** IRIs of the compiled populations in the order of their numbers. */
  public List<String> compiledPopulations() {
    return populations.stream().map(CompiledPopulation::iri).toList();
  }

  /** The numbers of the compiled populations by IRI. */
  Map<String, Integer> numbers() {
    return numbers;
  }

  /** The number of a compiled population, or -1. */
  public int number(String iri) {
    return numbers.getOrDefault(iri, -1);
  }

  /**
   * The number of a criterion that some population demands, or -1. Criteria are decided like
   * populations, and numbered after them.
   */
  public int number(Criterion criterion) {
    return criterionNumbers.getOrDefault(criterion, -1);
  }

  private CompiledPopulation decision(int number) {
    return number < populations.size()
        ? populations.get(number)
        : criteria.get(number - populations.size());
  }

  /** Number of gates, a measure of size. */
  public int gateCount() {
    return circuit.gateCount();
  }

  /** Memory of one workspace in bytes. */
  public long workspaceBytes() {
    return 8L * circuit.words();
  }

  /** Codes the facts of a case, once for all that is asked about it. */
  public CodedCase code(PatientCase patient) {
    return new CodedCase(space, inputs, patient);
  }

  /** Decides the compiled populations for one case; safe to call from several threads. */
  public Judgement judge(PatientCase patient) {
    BatchReasoner batch = borrow();
    batch.decide(patient);
    Judgement judgement =
        (batch.contradictory() & 1) == 1
            ? Judgement.CONTRADICTION
            : new Judgement(false, new CompiledAnswers(this, batch, 0));
    giveBack(batch);
    return judgement;
  }

  /** Working memory that no thread uses, for one thread until it gives it back. */
  private BatchReasoner borrow() {
    BatchReasoner reasoner = idle.poll();
    return reasoner == null ? new BatchReasoner(this) : reasoner;
  }

  private void giveBack(BatchReasoner reasoner) {
    idle.add(reasoner);
  }

  /** Fresh working memory for one thread. */
  public Workspace workspace() {
    return new Workspace(this, circuit);
  }

  /** Fresh working memory that decides the criteria of the populations, too. */
  public Workspace workspaceWithCriteria() {
    return new Workspace(this, everything);
  }

  /** Working memory for the part of the circuit that decides one population and contradiction. */
  public Workspace workspace(int population) {
    return new Workspace(this, cone(population));
  }

  /** Outputs: contradiction, entailed, entailed not. */
  Circuit cone(int population) {
    return cones.computeIfAbsent(population, gates::cone);
  }

  /** The features that a population speaks of itself. */
  public Set<Feature> spokenFeatures(int population) {
    return spoken.computeIfAbsent(population, this::findSpokenFeatures);
  }

  private Set<Feature> findSpokenFeatures(int population) {
    Set<Feature> found = new TreeSet<>();
    found.addAll(CancerCompiler.features(space, decision(population).clauses()));
    found.addAll(CancerCompiler.features(space, decision(population).negatedClauses()));
    return Collections.unmodifiableSet(found);
  }

  /**
   * Groups of cells of a feature that neither a population nor the axioms can tell apart.
   *
   * @param feature position of a feature with at most one value
   */
  public List<BitSet> cellGroups(int population, int feature) {
    return groups.computeIfAbsent(
        new Pair(population, feature), pair -> findCellGroups(population, feature));
  }

  private List<BitSet> findCellGroups(int population, int feature) {
    Map<List<Object>, BitSet> bySignature = new LinkedHashMap<>();
    CompiledPopulation compiled = decision(population);
    for (int cell = 0; cell < space.cells(feature).count(); cell++) {
      List<Object> signature = new ArrayList<>();
      for (var clauses : List.of(compiled.clauses(), compiled.negatedClauses())) {
        for (var clause : clauses) {
          if (clause.literals().get(feature) instanceof Literal.InCells in) {
            signature.add(in.cells().get(cell));
          }
        }
      }
      for (Component component : components) {
        signature.addAll(component.successors(feature, cell));
      }
      bySignature.computeIfAbsent(signature, key -> new BitSet()).set(cell);
    }
    return List.copyOf(bySignature.values());
  }

  /**
   * The features that can matter to a population: those it speaks of, and those that axioms tie to
   * them.
   */
  public Set<Feature> relevantFeatures(int population) {
    return relevant.computeIfAbsent(population, this::findRelevantFeatures);
  }

  private Set<Feature> findRelevantFeatures(int population) {
    Set<Feature> found = new TreeSet<>(spokenFeatures(population));
    for (Component component : components) {
      List<Feature> members =
          component.variables().stream().map(v -> space.cells(v.feature()).feature()).toList();
      if (members.stream().anyMatch(spokenFeatures(population)::contains)) {
        found.addAll(members);
      }
    }
    return Collections.unmodifiableSet(found);
  }

  /** The atoms of a many-valued feature that a population or the axioms can tell apart. */
  public Set<BitSet> atoms(int population, int feature) {
    Set<BitSet> atoms = new LinkedHashSet<>();
    CompiledPopulation compiled = decision(population);
    for (var clauses : List.of(compiled.clauses(), compiled.negatedClauses())) {
      for (var clause : clauses) {
        if (clause.literals().get(feature) instanceof Literal.Members members) {
          if (!members.some().isEmpty()) {
            atoms.add(members.some());
          }
          atoms.addAll(members.none());
        }
      }
    }
    for (Component component : components) {
      for (Variable variable : component.variables()) {
        if (variable.feature() == feature) {
          atoms.addAll(variable.atoms());
        }
      }
    }
    return atoms;
  }
}
