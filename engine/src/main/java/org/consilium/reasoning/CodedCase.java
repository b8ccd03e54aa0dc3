package org.consilium.reasoning;

import java.util.BitSet;
import org.consilium.knowledge.ValueClass;
import org.consilium.patient.FeatureValue;
import org.consilium.patient.PatientCase;

/**
 * The facts of a case as circuit inputs: for each known feature the inputs that it raises ("no
 * value here", "a value in this set"). Coding costs more than deciding, so it is done once for each
 * case.
 */
public final class CodedCase {
  private final int[][] raised;

  CodedCase(CellSpace space, FactInputs inputs, PatientCase patient) {
    this.raised = new int[space.count()][];
    patient
        .facts()
        .forEach(
            (feature, value) -> {
              int position = space.position(feature);
              FeatureCells cells = space.cells(position);
              BitSet words = new BitSet();
              if (value instanceof FeatureValue.Members members) {
                FactInputs.absent(cells, members).stream()
                    .forEach(cell -> words.set(inputs.cellInput(position, cell)));
                for (ValueClass present : members.present()) {
                  words.set(inputs.memberInput(position, cells.of(present)));
                }
              } else {
                Literal.minus(cells.all(), cells.possible(value)).stream()
                    .forEach(cell -> words.set(inputs.cellInput(position, cell)));
              }
              raised[position] = words.stream().map(Circuit::word).toArray();
            });
  }

  /** Whether anything is known of a feature. */
  public boolean knows(int feature) {
    return raised[feature] != null;
  }

  /** The words that a known feature raises. */
  int[] raised(int feature) {
    return raised[feature];
  }
}
