package org.consilium.explanation;

import java.util.List;
import java.util.Optional;
import org.consilium.knowledge.Feature;
import org.consilium.patient.PatientCase;
import org.consilium.reasoning.Applicability;
import org.consilium.reasoning.CodedCase;
import org.consilium.reasoning.CompiledCancer;
import org.consilium.reasoning.Workspace;

/**
 * Which populations and criteria are decided by no fact at all or by one fact alone, as most are.
 * One run of the whole circuit tells it of all of them: each of the 64 lanes knows one fact.
 */
final class SingleFacts {
  private final CompiledCancer cancer;
  private final List<Feature> known;
  private final Workspace workspace;

  SingleFacts(CompiledCancer cancer, PatientCase patient, CodedCase coded) {
    this.cancer = cancer;
    this.known = patient.facts().keySet().stream().limit(Long.SIZE - 1).toList();
    this.workspace = cancer.workspaceWithCriteria();
    for (int fact = 0; fact < known.size(); fact++) {
      workspace.state(fact + 1, coded, cancer.space().position(known.get(fact)));
    }
    workspace.run();
  }

  /**
   * Nothing or the fact that decides by itself, one that is spoken of before others.
   *
   * @param decision number of a population or criterion
   */
  Optional<List<Feature>> deciding(int decision, Applicability answer) {
    long decided =
        answer == Applicability.APPLIES
            ? workspace.entailed(decision)
            : workspace.refuted(decision);
    if ((decided & 1) == 1) {
      return Optional.of(List.of());
    }
    for (Feature feature : cancer.spokenFeatures(decision)) {
      int fact = known.indexOf(feature);
      if (fact >= 0 && ((decided >>> (fact + 1)) & 1) == 1) {
        return Optional.of(List.of(feature));
      }
    }
    long others = decided & (-1L >>> (Long.SIZE - 1 - known.size()));
    return others == 0
        ? Optional.empty()
        : Optional.of(List.of(known.get(Long.numberOfTrailingZeros(others) - 1)));
  }
}
