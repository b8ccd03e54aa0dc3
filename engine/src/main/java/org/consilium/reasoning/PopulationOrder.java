package org.consilium.reasoning;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.consilium.knowledge.Feature;
import org.consilium.reasoning.Component.Variable;
import org.consilium.reasoning.NormalForm.Clause;

/**
 * How compiled populations lie to each other over all possible cases, exactly: whether one is
 * contained in another, whether they overlap, whether one is empty. Each "no" comes with a case
 * that shows it.
 *
 * <p>One population is contained in another when "not the one, or the other" holds of every case.
 * Its clauses are the unions of a clause of the negation of the one and a clause of the other; it
 * holds unless one of them can be violated, and a clause can be violated unless one of its parts,
 * one for each component, cannot. No search over combinations of components is needed.
 *
 * <p>For one thread.
 */
public final class PopulationOrder {
  /**
   * A case: for each feature that matters the cells of its value, exactly one for a feature with at
   * most one value, all that are filled for a many-valued one. Features that are left out do not
   * matter.
   */
  public static final class Witness {
    private final CellSpace space;
    private final SortedMap<Integer, BitSet> cells;

    private Witness(CellSpace space, SortedMap<Integer, BitSet> cells) {
      this.space = space;
      this.cells = Collections.unmodifiableSortedMap(cells);
    }

    SortedMap<Integer, BitSet> cells() {
      return cells;
    }

    /** The case in words, by feature. */
    public SortedMap<Feature, String> description() {
      SortedMap<Feature, String> words = new TreeMap<>();
      cells.forEach(
          (position, filled) -> {
            FeatureCells feature = space.cells(position);
            words.put(
                feature.feature(),
                filled.isEmpty()
                    ? "none"
                    : String.join(", ", filled.stream().mapToObj(feature::describe).toList()));
          });
      return words;
    }

    @Override
    public String toString() {
      return description().toString();
    }
  }

  private static final Optional<SortedMap<Integer, BitSet>> NO_WAY = Optional.empty();

  private final CompiledCancer cancer;
  private final CellSpace space;
  private final int[] componentOf;
  private final Map<SortedMap<Integer, Literal>, Optional<SortedMap<Integer, BitSet>>> violations =
      new HashMap<>();
  private final List<SortedMap<Integer, BitSet>> ordinary = new ArrayList<>();

  /** The populations of one cancer. */
  public PopulationOrder(CompiledCancer cancer) {
    this.cancer = cancer;
    this.space = cancer.space();
    this.componentOf = new int[space.count()];
    for (int i = 0; i < cancer.components().size(); i++) {
      for (Variable variable : cancer.components().get(i).variables()) {
        componentOf[variable.feature()] = i;
      }
      ordinary.add(violate(i, new TreeMap<>()).orElse(null));
    }
  }

  /** Whether the axioms leave any case at all. */
  public boolean hasCases() {
    return !ordinary.contains(null);
  }

  /** A case in the first population that is not in the second; none if it is contained in it. */
  public Optional<Witness> outsideOf(String first, String second) {
    return violating(population(first).negatedClauses(), population(second).clauses());
  }

  /** A case in both populations; none if they do not overlap. */
  public Optional<Witness> overlap(String first, String second) {
    return violating(population(first).negatedClauses(), population(second).negatedClauses());
  }

  /** A case in the population; none if it is empty. */
  public Optional<Witness> member(String population) {
    return violating(population(population).negatedClauses(), List.of(nothing()));
  }

  /** A case that is not in the population; none if every case is. */
  public Optional<Witness> nonMember(String population) {
    return violating(population(population).clauses(), List.of(nothing()));
  }

  /** Whether every case of the first population is in the second. */
  public boolean implies(String first, String second) {
    return outsideOf(first, second).isEmpty();
  }

  private CompiledPopulation population(String iri) {
    int number = cancer.number(iri);
    if (number < 0) {
      throw new IllegalArgumentException(iri + " is not compiled");
    }
    return cancer.populations().get(number);
  }

  private static Clause nothing() {
    return new Clause(new TreeMap<>());
  }

  /** A case that violates a clause of each list at once. */
  private Optional<Witness> violating(List<Clause> first, List<Clause> second) {
    if (!hasCases()) {
      return Optional.empty();
    }
    for (Clause left : first) {
      for (Clause right : second) {
        Optional<Witness> found = violating(left, right);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Witness> violating(Clause left, Clause right) {
    SortedMap<Integer, SortedMap<Integer, Literal>> parts = new TreeMap<>();
    for (Clause clause : List.of(left, right)) {
      for (Literal literal : clause.literals().values()) {
        parts
            .computeIfAbsent(componentOf[literal.feature()], key -> new TreeMap<>())
            .merge(literal.feature(), literal, Literal::or);
      }
    }
    SortedMap<Integer, BitSet> cells = new TreeMap<>();
    for (Map.Entry<Integer, SortedMap<Integer, Literal>> part : parts.entrySet()) {
      Optional<SortedMap<Integer, BitSet>> way =
          violations.computeIfAbsent(part.getValue(), literals -> violate(part.getKey(), literals));
      if (way.isEmpty()) {
        return Optional.empty();
      }
      cells.putAll(way.get());
    }
    return Optional.of(new Witness(space, cells));
  }

  /** A combination that the axioms allow and in which no literal holds. */
  private Optional<SortedMap<Integer, BitSet>> violate(
      int component, SortedMap<Integer, Literal> literals) {
    Component tied = cancer.components().get(component);
    return violate(tied, tied.root(), 0, literals, new HashMap<>());
  }

  private Optional<SortedMap<Integer, BitSet>> violate(
      Component component,
      int node,
      int level,
      SortedMap<Integer, Literal> literals,
      Map<Long, Optional<SortedMap<Integer, BitSet>>> known) {
    if (node == ConstraintDiagram.FORBIDDEN) {
      return NO_WAY;
    }
    if (level == component.variables().size()) {
      return Optional.of(new TreeMap<>());
    }
    long key = ((long) node << 32) | level;
    Optional<SortedMap<Integer, BitSet>> earlier = known.get(key);
    if (earlier != null) {
      return earlier;
    }
    Variable variable = component.variables().get(level);
    boolean asked = component.diagram().level(node) == level;
    Optional<SortedMap<Integer, BitSet>> result = NO_WAY;
    for (int state = 0; state < variable.states() && result.isEmpty(); state++) {
      Optional<BitSet> filled = fill(variable, state, literals.get(variable.feature()));
      if (filled.isPresent()) {
        int next = asked ? component.diagram().child(node, state) : node;
        Optional<SortedMap<Integer, BitSet>> below =
            violate(component, next, level + 1, literals, known);
        if (below.isPresent()) {
          SortedMap<Integer, BitSet> cells = new TreeMap<>(below.get());
          cells.put(variable.feature(), filled.get());
          result = Optional.of(cells);
        }
      }
    }
    known.put(key, result);
    return result;
  }

  /** The cells of a value or values in this state for which the literal does not hold. */
  private Optional<BitSet> fill(Variable variable, int state, Literal literal) {
    BitSet filled = new BitSet();
    if (space.cells(variable.feature()).feature().isFunctional()) {
      if (literal instanceof Literal.InCells in && in.cells().get(state)) {
        return Optional.empty();
      }
      filled.set(state);
      return Optional.of(filled);
    }
    BitSet empty = new BitSet();
    List<BitSet> met = new ArrayList<>();
    for (int atom = 0; atom < variable.atoms().size(); atom++) {
      if ((state >> atom & 1) == 1) {
        met.add(variable.atoms().get(atom));
      } else {
        empty.or(variable.atoms().get(atom));
      }
    }
    if (literal instanceof Literal.Members members) {
      empty.or(members.some());
      met.addAll(members.none());
    }
    for (BitSet set : met) {
      BitSet room = Literal.minus(set, empty);
      if (room.isEmpty()) {
        return Optional.empty();
      }
      filled.set(room.nextSetBit(0));
    }
    return Optional.of(filled);
  }
}
