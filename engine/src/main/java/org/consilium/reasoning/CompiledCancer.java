package org.consilium.reasoning;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Population;
import org.consilium.knowledge.Vocabulary;
import org.consilium.patient.PatientCase;
import org.consilium.reasoning.Component.Variable;

/**
 * The populations of one cancer as a circuit over facts. Immutable and safe to share; each thread
 * brings its own {@link Workspace}.
 */
public final class CompiledCancer {
  private final Vocabulary vocabulary;
  private final CellSpace space;
  private final List<Component> components;
  private final FactInputs inputs;
  private final AndInverterGraph graph;
  private final int[] outputs;
  private final Circuit circuit;
  private final FactDictionary dictionary;
  private final List<CompiledPopulation> populations;
  private final Map<String, Integer> numbers;
  private final Map<String, String> fallback;
  private final Map<Integer, Circuit> cones = new ConcurrentHashMap<>();
  private final Queue<BatchReasoner> idle = new ConcurrentLinkedQueue<>();

  CompiledCancer(
      Vocabulary vocabulary,
      CellSpace space,
      List<Component> components,
      FactInputs inputs,
      AndInverterGraph graph,
      int[] outputs,
      List<CompiledPopulation> populations,
      Map<String, Integer> numbers,
      Map<String, String> fallback) {
    this.vocabulary = vocabulary;
    this.space = space;
    this.components = components;
    this.inputs = inputs;
    this.graph = graph;
    this.outputs = outputs.clone();
    this.circuit = graph.circuit(outputs);
    this.dictionary = new FactDictionary(space, inputs);
    this.populations = List.copyOf(populations);
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
        new AndInverterGraph(inputs.count()),
        new int[] {AndInverterGraph.FALSE},
        List.of(),
        Map.of(),
        fallback);
  }

  public Vocabulary vocabulary() {
    return vocabulary;
  }

  CellSpace space() {
    return space;
  }

  FactInputs inputs() {
    return inputs;
  }

  /** The numbers of the facts that can be stated of a case. */
  public FactDictionary dictionary() {
    return dictionary;
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
  int number(String iri) {
    return numbers.getOrDefault(iri, -1);
  }

  /** Number of gates, a measure of size. */
  public int gateCount() {
    return circuit.gateCount();
  }

  /** Memory of one workspace in bytes. */
  public long workspaceBytes() {
    return 8L * circuit.words();
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
  Workspace workspace() {
    return new Workspace(this, circuit);
  }

  /** Working memory for the part of the circuit that decides one population and contradiction. */
  Workspace workspace(int population) {
    return new Workspace(this, cone(population));
  }

  /** Outputs: contradiction, entailed, entailed not. */
  Circuit cone(int population) {
    return cones.computeIfAbsent(
        population,
        number ->
            graph.circuit(
                new int[] {outputs[0], outputs[1 + 2 * number], outputs[2 + 2 * number]}));
  }

  /**
   * The features that can matter to a population: those it speaks of, and those that axioms tie to
   * them.
   */
  Set<Feature> relevantFeatures(int population) {
    Set<Feature> spoken = new TreeSet<>();
    spoken.addAll(CancerCompiler.features(space, populations.get(population).clauses()));
    spoken.addAll(CancerCompiler.features(space, populations.get(population).negatedClauses()));
    Set<Feature> relevant = new TreeSet<>(spoken);
    for (Component component : components) {
      List<Feature> members =
          component.variables().stream().map(v -> space.cells(v.feature()).feature()).toList();
      if (members.stream().anyMatch(spoken::contains)) {
        relevant.addAll(members);
      }
    }
    return relevant;
  }

  /** The atoms of a many-valued feature that a population or the axioms can tell apart. */
  Set<BitSet> atoms(int population, int feature) {
    Set<BitSet> atoms = new java.util.LinkedHashSet<>();
    CompiledPopulation compiled = populations.get(population);
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
