package org.consilium.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.consilium.reasoning.NormalForm.Clause;

/**
 * Features that axioms tie together, with the combinations of their states that the axioms allow.
 * Components share no feature and are independent of each other.
 *
 * <p>The states of a feature with at most one value are its cells. Of a many-valued feature the
 * axioms see only whether it has a value in certain sets of cells, the <em>atoms</em>; its states
 * are the combinations of atoms that hold.
 */
final class Component {
  /** More atoms of one many-valued feature than this are not compiled. */
  static final int MAXIMUM_ATOMS = 8;

  /**
   * A feature of the component.
   *
   * @param feature its position
   * @param atoms the atoms of a many-valued feature, else empty
   * @param states number of states
   */
  record Variable(int feature, List<BitSet> atoms, int states) {}

  private final List<Variable> variables;
  private final ConstraintDiagram diagram;
  private final int root;

  private Component(List<Variable> variables, ConstraintDiagram diagram, int root) {
    this.variables = List.copyOf(variables);
    this.diagram = diagram;
    this.root = root;
  }

  /** From the top of the diagram down. */
  List<Variable> variables() {
    return variables;
  }

  ConstraintDiagram diagram() {
    return diagram;
  }

  int root() {
    return root;
  }

  /** Where the diagram goes from each node that asks for the feature, if it is in a cell. */
  List<Integer> successors(int feature, int cell) {
    List<Integer> targets = new ArrayList<>();
    for (int level = 0; level < variables.size(); level++) {
      if (variables.get(level).feature() == feature) {
        diagram.nodesAt(root, level).forEach(node -> targets.add(diagram.child(node, cell)));
      }
    }
    return targets;
  }

  /** Splits the features of a space into components along the clauses of the axioms. */
  static List<Component> of(CellSpace space, Collection<Clause> axioms) {
    int[] group = new int[space.count()];
    for (int i = 0; i < group.length; i++) {
      group[i] = i;
    }
    for (Clause clause : axioms) {
      if (clause.literals().isEmpty()) {
        throw new IllegalArgumentException("an axiom excludes every case");
      }
      int first = find(group, clause.literals().firstKey());
      for (int feature : clause.literals().keySet()) {
        group[find(group, feature)] = first;
      }
    }
    Map<Integer, Set<Integer>> members = new TreeMap<>();
    for (int i = 0; i < group.length; i++) {
      members.computeIfAbsent(find(group, i), key -> new TreeSet<>()).add(i);
    }
    List<Component> components = new ArrayList<>();
    for (Set<Integer> features : members.values()) {
      List<Clause> tied =
          axioms.stream().filter(c -> features.contains(c.literals().firstKey())).toList();
      components.add(build(space, features, tied));
    }
    return components;
  }

  private static int find(int[] group, int feature) {
    int root = feature;
    while (group[root] != root) {
      root = group[root];
    }
    return root;
  }

  private static Component build(CellSpace space, Set<Integer> features, List<Clause> clauses) {
    List<Variable> variables = new ArrayList<>();
    for (int feature : order(features, clauses)) {
      if (space.cells(feature).feature().isFunctional()) {
        variables.add(new Variable(feature, List.of(), space.cells(feature).count()));
      } else {
        List<BitSet> atoms = atoms(feature, clauses);
        if (atoms.size() > MAXIMUM_ATOMS) {
          throw new NormalForm.TooLargeException();
        }
        variables.add(new Variable(feature, atoms, 1 << atoms.size()));
      }
    }
    ConstraintDiagram diagram =
        new ConstraintDiagram(variables.stream().mapToInt(Variable::states).toArray());
    int root = ConstraintDiagram.ALLOWED;
    List<Integer> parts = new ArrayList<>();
    for (Clause clause : clauses) {
      parts.add(diagramOf(clause, variables, diagram));
    }
    // Small diagrams first, and pairwise, so that the intermediate results stay small.
    while (parts.size() > 1) {
      List<Integer> merged = new ArrayList<>();
      for (int i = 0; i < parts.size(); i += 2) {
        merged.add(
            i + 1 < parts.size() ? diagram.and(parts.get(i), parts.get(i + 1)) : parts.get(i));
      }
      parts = merged;
    }
    if (!parts.isEmpty()) {
      root = parts.get(0);
    }
    return new Component(variables, diagram, root);
  }

  private static List<BitSet> atoms(int feature, List<Clause> clauses) {
    Set<BitSet> atoms = new LinkedHashSet<>();
    for (Clause clause : clauses) {
      if (clause.literals().get(feature) instanceof Literal.Members members) {
        if (!members.some().isEmpty()) {
          atoms.add(members.some());
        }
        atoms.addAll(members.none());
      }
    }
    return List.copyOf(atoms);
  }

  private static int diagramOf(Clause clause, List<Variable> variables, ConstraintDiagram diagram) {
    int below = ConstraintDiagram.FORBIDDEN;
    for (int level = variables.size() - 1; level >= 0; level--) {
      Variable variable = variables.get(level);
      Literal literal = clause.literals().get(variable.feature());
      if (literal == null) {
        continue;
      }
      int[] targets = new int[variable.states()];
      for (int state = 0; state < targets.length; state++) {
        targets[state] = holds(literal, variable, state) ? ConstraintDiagram.ALLOWED : below;
      }
      below = diagram.node(level, targets);
    }
    return below;
  }

  private static boolean holds(Literal literal, Variable variable, int state) {
    if (literal instanceof Literal.InCells in) {
      return in.cells().get(state);
    }
    Literal.Members members = (Literal.Members) literal;
    for (int atom = 0; atom < variable.atoms().size(); atom++) {
      boolean present = (state >> atom & 1) == 1;
      if (present && variable.atoms().get(atom).equals(members.some())) {
        return true;
      }
      if (!present && members.none().contains(variable.atoms().get(atom))) {
        return true;
      }
    }
    return false;
  }

  /**
   * An order in which features that axioms tie to many others come early and their partners soon
   * after: from the feature in most clauses, always the one with the most clauses shared with those
   * already placed.
   */
  private static List<Integer> order(Set<Integer> features, List<Clause> clauses) {
    Map<Integer, List<Clause>> clausesOf = new HashMap<>();
    for (Clause clause : clauses) {
      for (int feature : clause.literals().keySet()) {
        clausesOf.computeIfAbsent(feature, key -> new ArrayList<>()).add(clause);
      }
    }
    List<Integer> placed = new ArrayList<>();
    Set<Integer> before = new HashSet<>();
    Set<Integer> pending = new TreeSet<>(features);
    while (!pending.isEmpty()) {
      int next = -1;
      long[] best = {-1, -1, -1};
      for (int feature : pending) {
        long[] rank = rank(feature, clausesOf.getOrDefault(feature, List.of()), before);
        if (Arrays.compare(rank, best) > 0) {
          next = feature;
          best = rank;
        }
      }
      placed.add(next);
      before.add(next);
      pending.remove(next);
    }
    return placed;
  }

  /** In how many clauses it is the last feature to be placed, one of the later ones, at all. */
  private static long[] rank(int feature, List<Clause> clauses, Set<Integer> placed) {
    long complete = 0;
    long begun = 0;
    for (Clause clause : clauses) {
      int others = clause.literals().size() - 1;
      int found = 0;
      for (int other : clause.literals().keySet()) {
        if (other != feature && placed.contains(other)) {
          found++;
        }
      }
      complete += found == others ? 1 : 0;
      begun += found > 0 ? 1 : 0;
    }
    return new long[] {complete, begun, clauses.size()};
  }
}
