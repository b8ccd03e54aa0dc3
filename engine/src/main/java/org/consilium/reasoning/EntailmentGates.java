package org.consilium.reasoning;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.consilium.reasoning.Component.Variable;
import org.consilium.reasoning.NormalForm.Clause;

/**
 * Builds the gates that decide whether the facts of a case entail a clause.
 *
 * <p>A clause falls into <em>parts</em>, one for each component. The components are independent, so
 * the facts entail a clause exactly when they entail one of its parts. A part is entailed unless
 * some combination of states violates every condition of the part, is allowed by the axioms, and is
 * possible by the facts. Within one combination the features are independent, so that a test per
 * feature is exact.
 *
 * <p>Such combinations are the ways through the diagram of the component. What lies above the first
 * feature of a part ({@link #arriving}) and below the last ({@link #possible}) does not depend on
 * the part, so its gates serve all parts; only the levels between are walked for each part.
 */
final class EntailmentGates {
  private final CellSpace space;
  private final FactInputs inputs;
  private final AndInverterGraph graph;
  private final List<Component> components;
  private final int[] componentOf;
  private final Map<Integer, Map<Integer, Integer>> possibleFrom = new HashMap<>();
  private final Map<Integer, List<Map<Integer, Integer>>> arrivals = new HashMap<>();
  private final Map<SortedMap<Integer, Literal>, Integer> partEdges = new HashMap<>();
  private final List<Map<Integer, Map<Integer, BitSet>>> statesByChild = new ArrayList<>();

  EntailmentGates(
      CellSpace space, FactInputs inputs, AndInverterGraph graph, List<Component> components) {
    this.space = space;
    this.inputs = inputs;
    this.graph = graph;
    this.components = components;
    this.componentOf = new int[space.count()];
    for (int i = 0; i < components.size(); i++) {
      for (Variable variable : components.get(i).variables()) {
        componentOf[variable.feature()] = i;
      }
      statesByChild.add(new HashMap<>());
    }
  }

  /** Whether no case can have the facts. */
  int contradiction() {
    List<Integer> contradictions = new ArrayList<>();
    for (int position = 0; position < space.count(); position++) {
      contradictions.add(
          AndInverterGraph.not(
              space.cells(position).feature().isFunctional()
                  ? roomIn(position, space.cells(position).all())
                  : membersPossible(position, new BitSet(), List.of())));
    }
    for (int i = 0; i < components.size(); i++) {
      contradictions.add(AndInverterGraph.not(possible(i, components.get(i).root())));
    }
    return graph.or(contradictions);
  }

  /** Whether the facts entail all clauses. */
  int entailed(List<Clause> clauses) {
    List<Integer> edges = new ArrayList<>();
    for (Clause clause : clauses) {
      Map<Integer, SortedMap<Integer, Literal>> parts = new TreeMap<>();
      for (Literal literal : clause.literals().values()) {
        parts
            .computeIfAbsent(componentOf[literal.feature()], key -> new TreeMap<>())
            .put(literal.feature(), literal);
      }
      List<Integer> partsEntailed = new ArrayList<>();
      parts.forEach((component, part) -> partsEntailed.add(entailed(component, part)));
      edges.add(graph.or(partsEntailed));
    }
    return graph.and(edges);
  }

  private int entailed(int component, SortedMap<Integer, Literal> part) {
    Integer known = partEdges.get(part);
    if (known == null) {
      List<Variable> variables = components.get(component).variables();
      int first = 0;
      while (!part.containsKey(variables.get(first).feature())) {
        first++;
      }
      int level = first;
      List<Integer> ways = new ArrayList<>();
      if (part.size() == 1 && part.values().iterator().next() instanceof Literal.InCells in) {
        Literal.minus(space.cells(in.feature()).all(), in.cells()).stream()
            .forEach(cell -> ways.add(cellPossible(component, level, cell)));
      } else {
        int last = lastLevel(variables, part);
        Map<Long, Integer> below = new HashMap<>();
        arriving(component, level)
            .forEach(
                (node, above) ->
                    ways.add(
                        graph.and(above, violated(component, node, level, last, part, below))));
      }
      known = AndInverterGraph.not(graph.or(ways));
      partEdges.put(part, known);
    }
    return known;
  }

  private static int lastLevel(List<Variable> variables, SortedMap<Integer, Literal> part) {
    int last = variables.size() - 1;
    while (!part.containsKey(variables.get(last).feature())) {
      last--;
    }
    return last;
  }

  /**
   * The nodes at which the ways from the root arrive when all levels above the given one are
   * passed, each with whether some way to it is possible. A node may lie below the level, if the
   * axioms do not look at the levels between.
   */
  private Map<Integer, Integer> arriving(int component, int level) {
    List<Map<Integer, Integer>> known =
        arrivals.computeIfAbsent(
            component,
            key ->
                new ArrayList<>(
                    List.of(Map.of(components.get(component).root(), AndInverterGraph.TRUE))));
    ConstraintDiagram diagram = components.get(component).diagram();
    while (known.size() <= level) {
      int passed = known.size() - 1;
      Variable variable = components.get(component).variables().get(passed);
      Map<Integer, List<Integer>> ways = new TreeMap<>();
      known
          .get(passed)
          .forEach(
              (node, above) -> {
                if (diagram.level(node) > passed) {
                  ways.computeIfAbsent(node, key -> new ArrayList<>()).add(above);
                } else {
                  statesByChild(component, node)
                      .forEach(
                          (child, states) ->
                              ways.computeIfAbsent(child, key -> new ArrayList<>())
                                  .add(graph.and(above, statePossible(variable, states))));
                }
              });
      Map<Integer, Integer> next = new TreeMap<>();
      ways.forEach((node, edges) -> next.put(node, graph.or(edges)));
      known.add(next);
    }
    return known.get(level);
  }

  /**
   * Whether some combination in which a feature lies in one cell is allowed and possible: what is
   * left of the cell when the facts about all other features of the component are taken into
   * account.
   */
  private int cellPossible(int component, int level, int cell) {
    ConstraintDiagram diagram = components.get(component).diagram();
    Map<Integer, List<Integer>> aboveByBelow = new TreeMap<>();
    arriving(component, level)
        .forEach(
            (node, above) -> {
              int child = diagram.level(node) > level ? node : diagram.child(node, cell);
              aboveByBelow
                  .computeIfAbsent(possible(component, child), key -> new ArrayList<>())
                  .add(above);
            });
    List<Integer> ways = new ArrayList<>();
    aboveByBelow.forEach((below, above) -> ways.add(graph.and(graph.or(above), below)));
    BitSet one = new BitSet();
    one.set(cell);
    int feature = components.get(component).variables().get(level).feature();
    return graph.and(roomIn(feature, one), graph.or(ways));
  }

  /** Whether some combination below a node is allowed and possible. */
  private int possible(int component, int node) {
    if (node == ConstraintDiagram.FORBIDDEN) {
      return AndInverterGraph.FALSE;
    }
    if (node == ConstraintDiagram.ALLOWED) {
      return AndInverterGraph.TRUE;
    }
    Map<Integer, Integer> known = possibleFrom.computeIfAbsent(component, key -> new HashMap<>());
    Integer earlier = known.get(node);
    if (earlier != null) {
      return earlier;
    }
    int level = components.get(component).diagram().level(node);
    Variable variable = components.get(component).variables().get(level);
    Map<Integer, BitSet> statesByEdge = new TreeMap<>();
    statesByChild(component, node)
        .forEach(
            (child, states) ->
                statesByEdge
                    .computeIfAbsent(possible(component, child), key -> new BitSet())
                    .or(states));
    List<Integer> ways = new ArrayList<>();
    statesByEdge.forEach(
        (edge, states) -> ways.add(graph.and(statePossible(variable, states), edge)));
    int result = graph.or(ways);
    known.put(node, result);
    return result;
  }

  /**
   * Whether some combination from a level on is allowed, possible and violates the part.
   *
   * @param last the last level of which the part speaks
   */
  private int violated(
      int component,
      int node,
      int level,
      int last,
      SortedMap<Integer, Literal> part,
      Map<Long, Integer> known) {
    if (node == ConstraintDiagram.FORBIDDEN) {
      return AndInverterGraph.FALSE;
    }
    if (level > last) {
      return possible(component, node);
    }
    long key = ((long) node << 32) | level;
    Integer earlier = known.get(key);
    if (earlier != null) {
      return earlier;
    }
    Variable variable = components.get(component).variables().get(level);
    ConstraintDiagram diagram = components.get(component).diagram();
    Literal literal = part.get(variable.feature());
    Map<Integer, BitSet> statesByEdge = new TreeMap<>();
    if (diagram.level(node) > level) {
      BitSet all = new BitSet();
      all.set(0, variable.states());
      statesByEdge.put(violated(component, node, level + 1, last, part, known), all);
    } else {
      statesByChild(component, node)
          .forEach(
              (child, states) ->
                  statesByEdge
                      .computeIfAbsent(
                          violated(component, child, level + 1, last, part, known),
                          edge -> new BitSet())
                      .or(states));
    }
    List<Integer> ways = new ArrayList<>();
    statesByEdge.forEach(
        (edge, states) ->
            ways.add(
                graph.and(
                    literal == null
                        ? statePossible(variable, states)
                        : stateViolates(variable, states, literal),
                    edge)));
    int result = graph.or(ways);
    known.put(key, result);
    return result;
  }

  /** The states of a node's variable by where they lead, those that are not allowed left out. */
  private Map<Integer, BitSet> statesByChild(int component, int node) {
    Map<Integer, BitSet> known = statesByChild.get(component).get(node);
    if (known == null) {
      ConstraintDiagram diagram = components.get(component).diagram();
      known = new TreeMap<>();
      for (int state = 0; state < diagram.stateCount(diagram.level(node)); state++) {
        int child = diagram.child(node, state);
        if (child != ConstraintDiagram.FORBIDDEN) {
          known.computeIfAbsent(child, key -> new BitSet()).set(state);
        }
      }
      statesByChild.get(component).put(node, known);
    }
    return known;
  }

  /**
   * Whether one of the states is possible. That some state is possible at all goes without saying:
   * if not, the facts are a contradiction, and no other answer counts.
   */
  private int statePossible(Variable variable, BitSet states) {
    if (states.cardinality() == variable.states()) {
      return AndInverterGraph.TRUE;
    }
    if (space.cells(variable.feature()).feature().isFunctional()) {
      return roomIn(variable.feature(), states);
    }
    List<Integer> ways = new ArrayList<>();
    states.stream()
        .forEach(
            state ->
                ways.add(
                    membersPossible(
                        variable.feature(),
                        forbidden(variable, state),
                        required(variable, state))));
    return graph.or(ways);
  }

  private int stateViolates(Variable variable, BitSet states, Literal literal) {
    if (literal instanceof Literal.InCells in) {
      return roomIn(variable.feature(), Literal.minus(states, in.cells()));
    }
    List<Integer> ways = new ArrayList<>();
    states.stream()
        .forEach(
            state -> {
              BitSet forbidden = forbidden(variable, state);
              List<BitSet> required = required(variable, state);
              int possible = membersPossible(variable.feature(), forbidden, required);
              int entailed =
                  membersEntail(variable.feature(), forbidden, required, (Literal.Members) literal);
              ways.add(graph.and(possible, AndInverterGraph.not(entailed)));
            });
    return graph.or(ways);
  }

  private static BitSet forbidden(Variable variable, int state) {
    BitSet cells = new BitSet();
    for (int atom = 0; atom < variable.atoms().size(); atom++) {
      if ((state >> atom & 1) == 0) {
        cells.or(variable.atoms().get(atom));
      }
    }
    return cells;
  }

  private static List<BitSet> required(Variable variable, int state) {
    List<BitSet> sets = new ArrayList<>();
    for (int atom = 0; atom < variable.atoms().size(); atom++) {
      if ((state >> atom & 1) == 1) {
        sets.add(variable.atoms().get(atom));
      }
    }
    return sets;
  }

  /** Whether a value may lie in one of the cells. */
  private int roomIn(int feature, BitSet cells) {
    List<Integer> edges = new ArrayList<>();
    cells.stream()
        .forEach(
            cell -> edges.add(AndInverterGraph.not(graph.input(inputs.cellInput(feature, cell)))));
    return graph.or(edges);
  }

  /** Whether the values of a many-valued feature can avoid one set and meet others. */
  private int membersPossible(int feature, BitSet forbidden, List<BitSet> required) {
    List<Integer> edges = new ArrayList<>();
    for (BitSet set : required) {
      edges.add(roomIn(feature, Literal.minus(set, forbidden)));
    }
    for (BitSet set : inputs.memberSets(feature)) {
      int stated = graph.input(inputs.memberInput(feature, set));
      edges.add(
          graph.or(AndInverterGraph.not(stated), roomIn(feature, Literal.minus(set, forbidden))));
    }
    return graph.and(edges);
  }

  /**
   * Whether a condition on a many-valued feature holds in every way its values can avoid one set
   * and meet others: some set that must be met lies in {@code some} but for absent cells, or one of
   * {@code none} lies in {@code some} but for absent cells.
   */
  private int membersEntail(
      int feature, BitSet forbidden, List<BitSet> required, Literal.Members literal) {
    List<Integer> ways = new ArrayList<>();
    for (BitSet set : inputs.memberSets(feature)) {
      if (set.intersects(literal.some())) {
        ways.add(
            graph.and(
                graph.input(inputs.memberInput(feature, set)),
                emptyBut(feature, set, literal.some(), forbidden)));
      }
    }
    for (BitSet set : required) {
      ways.add(emptyBut(feature, set, literal.some(), forbidden));
    }
    for (BitSet set : literal.none()) {
      ways.add(emptyBut(feature, set, literal.some(), forbidden));
    }
    return graph.or(ways);
  }

  private int emptyBut(int feature, BitSet set, BitSet some, BitSet forbidden) {
    List<Integer> edges = new ArrayList<>();
    Literal.minus(Literal.minus(set, some), forbidden).stream()
        .forEach(cell -> edges.add(graph.input(inputs.cellInput(feature, cell))));
    return graph.and(edges);
  }
}
