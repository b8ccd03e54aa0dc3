package org.consilium.reasoning;

import java.util.BitSet;
import org.consilium.knowledge.ValueClass;
import org.consilium.patient.FeatureValue;
import org.consilium.patient.PatientCase;

/**
 * The facts of a case as circuit inputs: for each known feature the inputs that it clears ("no
 * longer possible") and those that it raises ("known absent", "known present"). Coding costs more
 * than deciding, so it is done once for each case.
 */
public final class CodedCase {
  private static final int[] NOTHING = new int[0];

  private final int[][] cleared;
  private final int[][] raised;

  CodedCase(CellSpace space, FactInputs inputs, PatientCase patient) {
    this.cleared = new int[space.count()][];
    this.raised = new int[space.count()][];
    patient
        .facts()
        .forEach(
            (feature, value) -> {
              int position = space.position(feature);
              FeatureCells cells = space.cells(position);
              if (value instanceof FeatureValue.Members members) {
                cleared[position] = NOTHING;
                BitSet set = new BitSet();
                FactInputs.absent(cells, members).stream()
                    .forEach(cell -> set.set(inputs.cellInput(position, cell)));
                for (ValueClass present : members.present()) {
                  set.set(inputs.memberInput(position, cells.of(present)));
                }
                raised[position] = set.stream().toArray();
              } else {
                BitSet impossible = cells.all();
                impossible.andNot(cells.possible(value));
                cleared[position] =
                    impossible.stream().map(cell -> inputs.cellInput(position, cell)).toArray();
                raised[position] = NOTHING;
              }
            });
  }

  /** Whether anything is known of a feature. */
  public boolean knows(int feature) {
    return cleared[feature] != null;
  }

  int[] cleared(int feature) {
    return cleared[feature];
  }

  int[] raised(int feature) {
    return raised[feature];
  }
}
