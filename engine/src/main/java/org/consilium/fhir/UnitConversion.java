package org.consilium.fhir;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.measure.IncommensurableException;
import javax.measure.Unit;
import javax.measure.format.MeasurementParseException;
import javax.measure.format.UnitFormat;
import org.consilium.knowledge.Feature;
import systems.uom.ucum.format.UCUMFormat;
import systems.uom.ucum.internal.format.TokenException;
import systems.uom.ucum.internal.format.TokenMgrError;

/**
 * Converts quantities with a UCUM unit to the unit of a feature. Results are rounded to twelve
 * significant digits, so that no threshold is crossed by the arithmetic itself.
 */
final class UnitConversion {
  /**
   * Grams per mole of what is measured, for features that are masses and that laboratories also
   * report as amounts of substance: testosterone C19H28O2 288.43, glucose C6H12O6 180.16 (PubChem);
   * haemoglobin as monomer 16114 (IFCC).
   */
  private static final Map<String, BigDecimal> MOLAR_MASS =
      Map.of(
          "testosteroneNgDl", new BigDecimal("288.43"),
          "fastingGlucose", new BigDecimal("180.16"),
          "haemoglobin", new BigDecimal("16114"));

  private static final UnitFormat FORMAT =
      UCUMFormat.getInstance(UCUMFormat.Variant.CASE_SENSITIVE);
  private static final MathContext ROUNDING = new MathContext(12, RoundingMode.HALF_EVEN);
  private static final Pattern POWER_OF_TEN = Pattern.compile("10[*^](\\d{1,2})(.*)");
  private static final Pattern BODY_SURFACE = Pattern.compile("1\\.73");

  private UnitConversion() {}

  /**
   * The value in the unit of the feature.
   *
   * @param unit UCUM code; a feature without a unit takes none, {@code 1} and annotations
   * @return empty if the unit is unknown or measures something else
   */
  static Optional<BigDecimal> convert(BigDecimal value, String unit, Feature feature) {
    if (Math.abs((long) value.scale()) > 40 || value.precision() > 40) {
      return Optional.empty();
    }
    if (feature.key().equals("hba1c") && unit.equals("mmol/mol")) {
      // IFCC to NGSP: the master equation of the NGSP.
      return Optional.of(
          value
              .multiply(new BigDecimal("0.09148"))
              .add(new BigDecimal("2.152"))
              .setScale(1, RoundingMode.HALF_EVEN));
    }
    if (feature.key().equals("pdl1Cps") && unit.equals("%")) {
      // The score is defined as a hundred times the ratio of cells, and some write the percent
      // sign.
      return Optional.of(value);
    }
    if (BODY_SURFACE.matcher(unit).find() != BODY_SURFACE.matcher(feature.unit()).find()) {
      // UCUM would drop the annotation, and a normalised rate would pass for a plain one.
      return Optional.empty();
    }
    String target = feature.unit().isEmpty() ? "1" : feature.unit();
    Optional<BigDecimal> plain = ratio(unit, target).map(value::multiply);
    if (plain.isEmpty() && MOLAR_MASS.containsKey(feature.key())) {
      BigDecimal mass = MOLAR_MASS.get(feature.key());
      plain =
          ratio(unit, "mol/L")
              .flatMap(
                  toMolar ->
                      ratio("g/L", target)
                          .map(
                              toTarget ->
                                  value.multiply(toMolar).multiply(mass).multiply(toTarget)));
    }
    return plain.map(result -> result.round(ROUNDING).stripTrailingZeros());
  }

  /** How many of the second unit one of the first is. */
  private static synchronized Optional<BigDecimal> ratio(String from, String to) {
    try {
      BigDecimal factor = BigDecimal.ONE;
      String source = from;
      Matcher power = POWER_OF_TEN.matcher(from);
      if (power.matches()) {
        // The parser of the library does not know powers of ten with an exponent.
        factor = BigDecimal.TEN.pow(Integer.parseInt(power.group(1)));
        source = power.group(2).isEmpty() ? "1" : power.group(2);
      }
      Unit<?> unit = FORMAT.parse(source);
      Number ratio = unit.getConverterToAny(FORMAT.parse(to)).convert(factor);
      return Optional.of(
          ratio instanceof BigDecimal exact ? exact : new BigDecimal(ratio.toString()));
    } catch (MeasurementParseException
        | TokenException
        | IncommensurableException
        | IllegalArgumentException
        | UnsupportedOperationException e) {
      return Optional.empty();
    } catch (TokenMgrError e) {
      // The parser's way to say that a character cannot begin a token.
      return Optional.empty();
    }
  }
}
