package org.consilium.reasoning;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.consilium.knowledge.Criterion;
import org.consilium.knowledge.Criterion.AllOf;
import org.consilium.knowledge.Criterion.AnyOf;
import org.consilium.knowledge.Criterion.Coded;
import org.consilium.knowledge.Criterion.Defined;
import org.consilium.knowledge.Criterion.Not;
import org.consilium.knowledge.Criterion.Numeric;
import org.consilium.knowledge.Criterion.Present;
import org.consilium.knowledge.Criterion.Truth;

/**
 * Puts criteria into conjunctive normal form in which a clause has at most one condition for each
 * feature: conditions on the same feature are merged, clauses that others imply are absorbed.
 *
 * <p>Because the features are independent of each other but for the axioms, the facts of a case
 * entail such a clause exactly when they entail one of its merged conditions. There is nothing to
 * search for at run time, and case distinctions ("A or not A", coverings) come out right.
 */
final class NormalForm {
  /** A criterion whose normal form grows beyond this is left to HermiT. */
  static final int MAXIMUM_CLAUSES = 5_000;

  /** A disjunction of at most one condition for each feature, by feature position. */
  record Clause(SortedMap<Integer, Literal> literals) {
    /** Whether this clause implies the other. */
    boolean implies(Clause other) {
      return literals.entrySet().stream()
          .allMatch(
              entry -> {
                Literal theirs = other.literals.get(entry.getKey());
                return theirs != null && Literal.implies(entry.getValue(), theirs);
              });
    }
  }

  /** The normal form has too many clauses to be compiled. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException() {
      super("the normal form has more than " + MAXIMUM_CLAUSES + " clauses");
    }
  }

  private final CellSpace space;

  NormalForm(CellSpace space) {
    this.space = space;
  }

  /**
   * The clauses of a criterion; none if it is always met, one empty clause if it never is.
   *
   * @param positive false for the clauses of its negation
   */
  List<Clause> clauses(Criterion criterion, boolean positive) {
    if (criterion instanceof Not not) {
      return clauses(not.part(), !positive);
    }
    if (criterion instanceof Defined defined) {
      return clauses(defined.definition(), positive);
    }
    if (criterion instanceof AllOf all) {
      return positive ? conjunction(all.parts(), true) : disjunction(all.parts(), false);
    }
    if (criterion instanceof AnyOf any) {
      return positive ? disjunction(any.parts(), true) : conjunction(any.parts(), false);
    }
    return unit(atom(criterion, positive));
  }

  private List<Clause> conjunction(List<Criterion> parts, boolean positive) {
    List<Clause> result = new ArrayList<>();
    for (Criterion part : parts) {
      for (Clause clause : clauses(part, positive)) {
        add(result, clause);
      }
    }
    return result;
  }

  private List<Clause> disjunction(List<Criterion> parts, boolean positive) {
    List<Clause> result = List.of(new Clause(new TreeMap<>()));
    for (Criterion part : parts) {
      List<Clause> factor = clauses(part, positive);
      List<Clause> product = new ArrayList<>();
      for (Clause left : result) {
        for (Clause right : factor) {
          Clause joined = join(left, right);
          if (joined != null) {
            add(product, joined);
          }
        }
      }
      result = product;
    }
    return result;
  }

  private static void add(List<Clause> clauses, Clause clause) {
    for (Clause other : clauses) {
      if (other.implies(clause)) {
        return;
      }
    }
    clauses.removeIf(clause::implies);
    clauses.add(clause);
    if (clauses.size() > MAXIMUM_CLAUSES) {
      throw new TooLargeException();
    }
  }

  /** The disjunction of two clauses, or {@code null} if it is a tautology. */
  private Clause join(Clause left, Clause right) {
    SortedMap<Integer, Literal> literals = new TreeMap<>(left.literals());
    for (Literal literal : right.literals().values()) {
      Literal merged =
          literals.containsKey(literal.feature())
              ? Literal.or(literals.get(literal.feature()), literal)
              : literal;
      if (isTautology(merged)) {
        return null;
      }
      literals.put(literal.feature(), merged);
    }
    return new Clause(literals);
  }

  private List<Clause> unit(Literal literal) {
    if (isTautology(literal)) {
      return List.of();
    }
    SortedMap<Integer, Literal> literals = new TreeMap<>();
    if (!isImpossible(literal)) {
      literals.put(literal.feature(), literal);
    }
    return List.of(new Clause(literals));
  }

  private boolean isTautology(Literal literal) {
    if (literal instanceof Literal.InCells in) {
      return in.cells().cardinality() == space.cells(in.feature()).count();
    }
    return ((Literal.Members) literal).none().stream().anyMatch(BitSet::isEmpty);
  }

  private static boolean isImpossible(Literal literal) {
    if (literal instanceof Literal.InCells in) {
      return in.cells().isEmpty();
    }
    Literal.Members members = (Literal.Members) literal;
    return members.some().isEmpty() && members.none().isEmpty();
  }

  private Literal atom(Criterion criterion, boolean positive) {
    if (criterion instanceof Truth truth) {
      int position = space.position(truth.feature());
      return inCells(position, space.cells(position).of(truth.value()), positive);
    }
    if (criterion instanceof Numeric numeric) {
      int position = space.position(numeric.feature());
      return inCells(position, space.cells(position).of(numeric.range()), positive);
    }
    if (criterion instanceof Coded coded) {
      int position = space.position(coded.feature());
      return values(position, space.cells(position).of(coded.values()), positive);
    }
    if (criterion instanceof Present present) {
      int position = space.position(present.feature());
      return values(position, space.cells(position).present(), positive);
    }
    throw new IllegalArgumentException("outside the feature fragment: " + criterion);
  }

  private Literal values(int position, BitSet cells, boolean positive) {
    FeatureCells feature = space.cells(position);
    if (feature.feature().isFunctional()) {
      return inCells(position, cells, positive);
    }
    return positive
        ? new Literal.Members(position, cells, List.of())
        : new Literal.Members(position, new BitSet(), List.of(cells));
  }

  private Literal inCells(int position, BitSet cells, boolean positive) {
    return new Literal.InCells(
        position, positive ? cells : Literal.minus(space.cells(position).all(), cells));
  }
}
