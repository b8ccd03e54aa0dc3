package org.consilium.reasoning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.consilium.knowledge.Criteria;
import org.consilium.knowledge.Criterion;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.Vocabulary;

/** The cells of all features of a vocabulary, by position in the order of the feature keys. */
public final class CellSpace {
  private final List<FeatureCells> cells = new ArrayList<>();
  private final Map<Feature, Integer> positions = new HashMap<>();

  /**
   * @param vocabulary the features
   * @param criteria all criteria that are to be told apart
   */
  CellSpace(Vocabulary vocabulary, Collection<Criterion> criteria) {
    Map<Feature, List<NumberRange>> ranges = new HashMap<>();
    for (Criterion criterion : criteria) {
      Criteria.visit(
          criterion,
          part -> {
            if (part instanceof Criterion.Numeric numeric) {
              ranges
                  .computeIfAbsent(numeric.feature(), key -> new ArrayList<>())
                  .add(numeric.range());
            }
          });
    }
    for (Feature feature : vocabulary.features()) {
      positions.put(feature, cells.size());
      cells.add(new FeatureCells(feature, ranges.getOrDefault(feature, List.of())));
    }
  }

  public int count() {
    return cells.size();
  }

  public int position(Feature feature) {
    return positions.get(feature);
  }

  public FeatureCells cells(int position) {
    return cells.get(position);
  }

  public FeatureCells cells(Feature feature) {
    return cells.get(position(feature));
  }
}
