package org.consilium.reasoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.consilium.knowledge.Feature;
import org.consilium.patient.PatientCase;

/**
 * A number for every atomic fact that can be stated of a case of one cancer, so that a case is a
 * list of whole numbers. Immutable; the numbers are good for one compiled knowledge version only.
 *
 * <p>A fact says that a value is known to be absent from some cells, or present in some set of
 * cells: it sets inputs of the circuit. Whatever a patient description can say, partial knowledge
 * included, is a list of facts; the order does not matter, and a fact may be stated twice.
 */
public final class FactDictionary {
  private final Map<String, FeatureFacts> byKey = new HashMap<>();
  private final List<FeatureFacts> byPosition = new ArrayList<>();
  private final List<String> descriptions = new ArrayList<>();
  private final int[] firstWord;
  private final int[] words;

  FactDictionary(CellSpace space, FactInputs inputs) {
    List<int[]> changes = new ArrayList<>();
    for (int position = 0; position < space.count(); position++) {
      FeatureFacts facts =
          new FeatureFacts(
              position,
              space.cells(position),
              inputs,
              (description, changed) -> {
                descriptions.add(description);
                changes.add(changed);
                return changes.size() - 1;
              });
      byPosition.add(facts);
      byKey.put(facts.feature().key(), facts);
    }
    this.firstWord = new int[changes.size() + 1];
    for (int fact = 0; fact < changes.size(); fact++) {
      firstWord[fact + 1] = firstWord[fact] + changes.get(fact).length;
    }
    this.words = changes.stream().flatMapToInt(Arrays::stream).map(Circuit::word).toArray();
  }

  /** How many facts there are; they are numbered from 0. */
  public int count() {
    return descriptions.size();
  }

  /** A fact in words. */
  public String describe(int fact) {
    return descriptions.get(fact);
  }

  /**
   * Codes a case.
   *
   * @param out gets one more case
   */
  public void code(PatientCase patient, CodedCases out) {
    patient.facts().forEach((feature, value) -> facts(feature).code(value, out));
    out.endCase();
  }

  private FeatureFacts facts(Feature feature) {
    FeatureFacts facts = byKey.get(feature.key());
    if (facts == null || !facts.feature().equals(feature)) {
      throw new IllegalArgumentException(feature.key() + " is not a feature of this cancer");
    }
    return facts;
  }

  /** The facts of a feature by its key, or {@code null}. */
  FeatureFacts facts(String key) {
    return byKey.get(key);
  }

  /**
   * States facts in 64 cases.
   *
   * @param circuitWords the words of the circuit, of which those of inputs get bits
   * @param lanesOfFact for each fact the cases in which it is stated
   */
  void state(long[] circuitWords, long[] lanesOfFact) {
    for (int fact = 0; fact < lanesOfFact.length; fact++) {
      long lanes = lanesOfFact[fact];
      if (lanes != 0) {
        int end = firstWord[fact + 1];
        for (int i = firstWord[fact]; i < end; i++) {
          circuitWords[words[i]] |= lanes;
        }
      }
    }
  }
}
