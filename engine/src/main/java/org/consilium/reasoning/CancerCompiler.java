package org.consilium.reasoning;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.consilium.knowledge.CaseAxiom;
import org.consilium.knowledge.Criteria;
import org.consilium.knowledge.Criterion;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.OutsideAxiom;
import org.consilium.knowledge.Population;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.SafetyRule;
import org.consilium.knowledge.Vocabulary;
import org.consilium.reasoning.NormalForm.Clause;
import org.consilium.reasoning.NormalForm.TooLargeException;
import org.consilium.reasoning.PreparedGates.Gates;

/**
 * Compiles the populations of one cancer under its axioms into one circuit, in five steps: cells of
 * the features; axioms as clauses; components with their diagrams; populations and their negations
 * as clauses; gates.
 */
final class CancerCompiler {
  private CancerCompiler() {}

  static CompiledCancer compile(KnowledgeBase knowledge, String cancer) {
    Map<String, Population> populations = new TreeMap<>();
    for (Recommendation recommendation : knowledge.recommendations(cancer)) {
      populations.put(recommendation.iri(), recommendation.population());
    }
    for (SafetyRule rule : knowledge.safetyRules(cancer)) {
      populations.put(rule.iri(), rule.population());
    }
    return compile(
        knowledge.vocabulary(cancer).orElseThrow(), knowledge.outsideAxioms(cancer), populations);
  }

  /**
   * Compiles populations over a vocabulary.
   *
   * @param vocabulary features and axioms
   * @param outsideAxioms axioms that cannot be compiled; if there are any, nothing is
   * @param populations the populations by IRI
   */
  static CompiledCancer compile(
      Vocabulary vocabulary,
      List<OutsideAxiom> outsideAxioms,
      Map<String, Population> populations) {
    Map<String, String> fallback = new TreeMap<>();
    Map<String, Criterion> criteria = new TreeMap<>();
    populations.forEach(
        (iri, population) -> {
          Optional<Criterion.Outside> outside = Criteria.outside(population.criterion());
          if (outside.isPresent()) {
            fallback.put(iri, outside.get().reason());
          } else {
            criteria.put(iri, population.criterion());
          }
        });
    Optional<String> obstacle =
        outsideAxioms.stream()
            .map(axiom -> "an axiom of the ontology is outside the fragment: " + axiom.reason())
            .findFirst()
            .or(() -> tooManyCells(vocabulary));
    if (obstacle.isPresent()) {
      criteria.keySet().forEach(iri -> fallback.put(iri, obstacle.get()));
      return CompiledCancer.nothing(vocabulary, fallback);
    }
    List<Criterion> told = new ArrayList<>(criteria.values());
    for (CaseAxiom axiom : vocabulary.axioms()) {
      told.add(axiom.condition());
      told.add(axiom.conclusion());
    }
    CellSpace space = new CellSpace(vocabulary, told);
    NormalForm normalForm = new NormalForm(space);
    List<Component> components;
    try {
      List<Clause> axioms = axiomClauses(vocabulary.axioms(), normalForm);
      if (axioms.stream().anyMatch(clause -> clause.literals().isEmpty())) {
        criteria.keySet().forEach(iri -> fallback.put(iri, "the axioms exclude every case"));
        return CompiledCancer.nothing(vocabulary, fallback);
      }
      components = Component.of(space, axioms);
    } catch (TooLargeException e) {
      criteria.keySet().forEach(iri -> fallback.put(iri, "the axioms: " + e.getMessage()));
      return CompiledCancer.nothing(vocabulary, fallback);
    }
    Map<String, CompiledPopulation> compiled = new LinkedHashMap<>();
    criteria.forEach(
        (iri, criterion) -> {
          try {
            compiled.put(
                iri,
                new CompiledPopulation(
                    iri,
                    normalForm.clauses(criterion, true),
                    normalForm.clauses(criterion, false)));
          } catch (TooLargeException e) {
            fallback.put(iri, e.getMessage());
          }
        });
    Map<Criterion, CompiledPopulation> conjuncts = new LinkedHashMap<>();
    for (String iri : compiled.keySet()) {
      for (Criterion conjunct : Criteria.conjuncts(criteria.get(iri))) {
        conjuncts.computeIfAbsent(
            conjunct,
            key ->
                new CompiledPopulation(
                    "", normalForm.clauses(key, true), normalForm.clauses(key, false)));
      }
    }
    return emit(vocabulary, space, components, List.copyOf(compiled.values()), conjuncts, fallback);
  }

  private static Optional<String> tooManyCells(Vocabulary vocabulary) {
    return vocabulary.features().stream()
        .filter(f -> f.kind().isCoded() && f.taxonomy().hasTooManyCells())
        .map(f -> "the values of " + f.key() + " are not disjoint enough to be compiled")
        .findFirst();
  }

  private static List<Clause> axiomClauses(Collection<CaseAxiom> axioms, NormalForm normalForm) {
    List<Clause> clauses = new ArrayList<>();
    for (CaseAxiom axiom : axioms) {
      Criterion implication =
          new Criterion.AnyOf(List.of(new Criterion.Not(axiom.condition()), axiom.conclusion()));
      for (Clause clause : normalForm.clauses(implication, true)) {
        clauses.add(clause);
      }
    }
    return clauses;
  }

  private static CompiledCancer emit(
      Vocabulary vocabulary,
      CellSpace space,
      List<Component> components,
      List<CompiledPopulation> populations,
      Map<Criterion, CompiledPopulation> conjuncts,
      Map<String, String> fallback) {
    List<CompiledPopulation> decisions = new ArrayList<>(populations);
    decisions.addAll(conjuncts.values());
    FactInputs inputs = new FactInputs(space, namedSets(components, decisions));
    String key = PreparedGates.key(space, inputs, components, decisions);
    Gates gates =
        PreparedGates.find(key).orElseGet(() -> make(space, inputs, components, decisions));
    Map<Criterion, Integer> criterionNumbers = new HashMap<>();
    for (Criterion conjunct : conjuncts.keySet()) {
      criterionNumbers.put(conjunct, populations.size() + criterionNumbers.size());
    }
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < populations.size(); i++) {
      numbers.put(populations.get(i).iri(), i);
    }
    return new CompiledCancer(
        vocabulary,
        space,
        components,
        inputs,
        key,
        gates,
        populations,
        List.copyOf(conjuncts.values()),
        criterionNumbers,
        numbers,
        fallback);
  }

  private static Gates make(
      CellSpace space,
      FactInputs inputs,
      List<Component> components,
      List<CompiledPopulation> decisions) {
    AndInverterGraph graph = new AndInverterGraph(inputs.count());
    EntailmentGates gates = new EntailmentGates(space, inputs, graph, components);
    int[] outputs = new int[1 + 2 * decisions.size()];
    outputs[0] = gates.contradiction();
    for (int i = 0; i < decisions.size(); i++) {
      outputs[1 + 2 * i] = gates.entailed(decisions.get(i).clauses());
      outputs[2 + 2 * i] = gates.entailed(decisions.get(i).negatedClauses());
    }
    return new Gates(graph, outputs);
  }

  /** The sets of cells that conditions on many-valued features speak of. */
  private static Map<Integer, Set<BitSet>> namedSets(
      List<Component> components, List<CompiledPopulation> populations) {
    Map<Integer, Set<BitSet>> named = new HashMap<>();
    for (Component component : components) {
      component
          .variables()
          .forEach(
              variable ->
                  named
                      .computeIfAbsent(variable.feature(), key -> new LinkedHashSet<>())
                      .addAll(variable.atoms()));
    }
    for (CompiledPopulation population : populations) {
      for (List<Clause> clauses : List.of(population.clauses(), population.negatedClauses())) {
        for (Clause clause : clauses) {
          for (Literal literal : clause.literals().values()) {
            if (literal instanceof Literal.Members members) {
              Set<BitSet> sets =
                  named.computeIfAbsent(literal.feature(), key -> new LinkedHashSet<>());
              if (!members.some().isEmpty()) {
                sets.add(members.some());
              }
              sets.addAll(members.none());
            }
          }
        }
      }
    }
    return named;
  }

  /** Features that a set of clauses speaks of. */
  static Set<Feature> features(CellSpace space, List<Clause> clauses) {
    Set<Feature> features = new LinkedHashSet<>();
    for (Clause clause : clauses) {
      clause.literals().keySet().forEach(f -> features.add(space.cells(f).feature()));
    }
    return features;
  }
}
