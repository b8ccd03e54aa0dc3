package org.consilium.fhir;

import java.math.BigDecimal;
import java.util.Map;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.NumberRange;

/**
 * Values beyond which a wrong unit is more likely than the value. The bounds are chosen far outside
 * of what is seen in people: their only use is to find factors of a thousand.
 */
final class PlausibleRange {
  private static final Map<String, NumberRange> BOUNDS =
      Map.ofEntries(
          between("psaNgMl", "0", "100000"),
          between("testosteroneNgDl", "0", "10000"),
          between("neutrophils", "0", "500000"),
          between("platelets", "1000", "5000000"),
          between("haemoglobin", "1", "30"),
          between("creatinineClearance", "1", "500"),
          between("fastingGlucose", "10", "2000"),
          between("hba1c", "2", "25"),
          between("qtcMs", "100", "1000"),
          between("tumourSizeMm", "0", "500"),
          between("noduleSizeMm", "0", "300"),
          between("packYears", "0", "400"),
          between("bilirubinTimesUln", "0", "100"),
          between("astAltTimesUln", "0", "500"),
          between("alkalinePhosphataseTimesUln", "0", "100"));

  private PlausibleRange() {}

  private static Map.Entry<String, NumberRange> between(String key, String low, String high) {
    return Map.entry(
        key,
        NumberRange.atLeast(new BigDecimal(low))
            .intersect(NumberRange.atMost(new BigDecimal(high))));
  }

  /** What is plausible of a feature; everything if nothing is said. */
  static NumberRange of(Feature feature) {
    return BOUNDS.getOrDefault(feature.key(), NumberRange.ALL);
  }
}
