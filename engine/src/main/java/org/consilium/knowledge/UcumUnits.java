package org.consilium.knowledge;

import javax.measure.MeasurementException;
import javax.measure.format.UnitFormat;
import systems.uom.ucum.format.UCUMFormat;
import systems.uom.ucum.internal.format.TokenMgrError;

/** Decides whether a text is a unit of the Unified Code for Units of Measure. */
final class UcumUnits {
  private static final UnitFormat FORMAT =
      UCUMFormat.getInstance(UCUMFormat.Variant.CASE_SENSITIVE);

  private UcumUnits() {}

  static synchronized boolean isValid(String code) {
    try {
      FORMAT.parse(code);
      return true;
    } catch (MeasurementException | IllegalArgumentException | UnsupportedOperationException e) {
      return false;
    } catch (TokenMgrError e) {
      // The parser's way to say that a character cannot begin a token.
      return false;
    }
  }
}
