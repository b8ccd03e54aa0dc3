package org.consilium.reasoning;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.logicng.formulas.FormulaFactory;
import org.logicng.knowledgecompilation.bdds.jbuddy.BDDConstruction;
import org.logicng.knowledgecompilation.bdds.jbuddy.BDDKernel;

/**
 * Reduced ordered binary decision diagrams over numbered variables, of which the lowest is decided
 * first. Equal functions are equal numbers. Every result is kept until it is released.
 */
final class DecisionDiagrams {
  static final int FALSE = BDDKernel.BDD_FALSE;
  static final int TRUE = BDDKernel.BDD_TRUE;

  private static final int NODES = 100_000;
  private static final int CACHE = 50_000;

  private final int variables;
  private final BDDKernel kernel;
  private final BDDConstruction construction;

  /**
   * @param variables how many
   * @param small whether few nodes are expected
   */
  DecisionDiagrams(int variables, boolean small) {
    this.variables = variables;
    this.kernel =
        new BDDKernel(
            new FormulaFactory(),
            Math.max(1, variables),
            small ? NODES / 100 : NODES,
            small ? CACHE / 100 : CACHE);
    this.construction = new BDDConstruction(kernel);
  }

  private int keep(int diagram) {
    return kernel.addRef(diagram, null);
  }

  /** Says that a result is not used any more. */
  void release(int diagram) {
    kernel.delRef(diagram);
  }

  int variable(int number) {
    if (number < 0 || number >= variables) {
      throw new IllegalArgumentException("no variable " + number);
    }
    return construction.ithVar(number);
  }

  int not(int diagram) {
    return keep(construction.not(diagram));
  }

  int and(int left, int right) {
    return keep(construction.and(left, right));
  }

  int or(int left, int right) {
    return keep(construction.or(left, right));
  }

  int implies(int condition, int conclusion) {
    return keep(construction.implication(condition, conclusion));
  }

  int equivalent(int left, int right) {
    return keep(construction.equivalence(left, right));
  }

  int all(IntStream diagrams) {
    return diagrams.reduce(TRUE, this::and);
  }

  int any(IntStream diagrams) {
    return diagrams.reduce(FALSE, this::or);
  }

  /** Whether the conjunction is the false diagram. */
  boolean exclude(int left, int right) {
    return construction.and(left, right) == FALSE;
  }

  /** The assignments that a diagram allows, each as the set of its true variables. */
  List<BitSet> models(int diagram) {
    List<BitSet> found = new ArrayList<>();
    collect(diagram, 0, new BitSet(), found);
    return found;
  }

  private void collect(int diagram, int variable, BitSet chosen, List<BitSet> found) {
    if (diagram == FALSE) {
      return;
    }
    if (variable == variables) {
      found.add((BitSet) chosen.clone());
      return;
    }
    boolean decides = diagram != TRUE && construction.bddVar(diagram) == variable;
    collect(decides ? construction.bddLow(diagram) : diagram, variable + 1, chosen, found);
    chosen.set(variable);
    collect(decides ? construction.bddHigh(diagram) : diagram, variable + 1, chosen, found);
    chosen.clear(variable);
  }
}
