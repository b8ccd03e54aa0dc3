package org.consilium.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.consilium.knowledge.Feature;
import org.consilium.patient.PatientCase;
import org.consilium.reasoning.CodedCase;
import org.consilium.reasoning.CompiledCancer;
import org.consilium.reasoning.Workspace;

/**
 * Why an answer holds: a smallest subset of the known facts that already decides it, or that is
 * already contradictory.
 *
 * <p>The search is an implicit hitting set, as in {@link MissingFacts}. A set of facts that does
 * not suffice is enlarged as long as it does not; one of the facts that are left out is then needed
 * by every set that suffices. The first smallest set that meets all such demands and suffices is
 * the answer. Sixty-four sets are tried in one run of the circuit.
 */
final class SufficientFacts {
  private final int[] positions;
  private final CodedCase coded;
  private final Workspace workspace;
  private final List<Feature> candidates;
  private final LongSupplier holds;

  private SufficientFacts(
      CompiledCancer cancer,
      CodedCase coded,
      Workspace workspace,
      List<Feature> candidates,
      LongSupplier holds) {
    this.positions =
        candidates.stream().mapToInt(feature -> cancer.space().position(feature)).toArray();
    this.coded = coded;
    this.workspace = workspace;
    this.candidates = candidates;
    this.holds = holds;
  }

  /**
   * A smallest set of known features whose facts decide a population as all facts do.
   *
   * @param decision number of a population or criterion that is determined
   */
  static List<Feature> deciding(
      CompiledCancer cancer, PatientCase patient, CodedCase coded, int decision) {
    Workspace workspace = cancer.workspace(decision);
    workspace.stateEverywhere(coded);
    workspace.run();
    boolean applies = (workspace.entailed(0) & 1) == 1;
    List<Feature> spoken =
        cancer.spokenFeatures(decision).stream().filter(patient.facts()::containsKey).toList();
    List<Feature> candidates = new ArrayList<>(spoken);
    cancer.relevantFeatures(decision).stream()
        .filter(patient.facts()::containsKey)
        .filter(feature -> !spoken.contains(feature))
        .forEach(candidates::add);
    return new SufficientFacts(
            cancer,
            coded,
            workspace,
            candidates,
            () -> applies ? workspace.entailed(0) : workspace.refuted(0))
        .search();
  }

  /** A smallest set of known features whose facts contradict each other or the ontology. */
  static List<Feature> contradictory(CompiledCancer cancer, PatientCase patient) {
    Workspace workspace = cancer.workspace();
    return new SufficientFacts(
            cancer,
            cancer.code(patient),
            workspace,
            List.copyOf(patient.facts().keySet()),
            workspace::contradictory)
        .search();
  }

  private List<Feature> search() {
    List<Set<Integer>> demands = new ArrayList<>();
    while (true) {
      Set<Integer> candidate = HittingSets.minimal(demands).get(0);
      Set<Integer> demand = demand(candidate);
      if (demand.isEmpty()) {
        return candidate.stream().map(candidates::get).toList();
      }
      demands.add(demand);
    }
  }

  /**
   * Enlarges a set of facts as long as it does not suffice.
   *
   * @return positions of the facts that were left out; empty if the set suffices
   */
  private Set<Integer> demand(Set<Integer> start) {
    List<Integer> kept = new ArrayList<>(start);
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      if (!start.contains(i)) {
        rest.add(i);
      }
    }
    Set<Integer> left = new TreeSet<>();
    boolean first = true;
    while (!rest.isEmpty() || first) {
      int count = Math.min(rest.size(), Long.SIZE - 1);
      int enough = enough(kept, rest.subList(0, count));
      if (first && enough == 0) {
        return Set.of();
      }
      first = false;
      if (enough < 0) {
        kept.addAll(rest.subList(0, count));
        rest = rest.subList(count, rest.size());
      } else {
        left.add(rest.get(enough - 1));
        kept.addAll(rest.subList(0, enough - 1));
        rest = rest.subList(enough, rest.size());
      }
    }
    return left;
  }

  /** How many of further facts, taken in order, make a set suffice; -1 if all of them do not. */
  private int enough(List<Integer> kept, List<Integer> further) {
    workspace.clear();
    for (int lane = 0; lane <= further.size(); lane++) {
      for (int fact : kept) {
        workspace.state(lane, coded, positions[fact]);
      }
      for (int fact : further.subList(0, lane)) {
        workspace.state(lane, coded, positions[fact]);
      }
    }
    workspace.run();
    long suffices = holds.getAsLong() & (-1L >>> (Long.SIZE - 1 - further.size()));
    return suffices == 0 ? -1 : Long.numberOfTrailingZeros(suffices);
  }
}
