package org.consilium.knowledge;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A result of a study, exactly as reported.
 *
 * @param iri its IRI
 * @param endpoint what was measured, with the subgroup if any
 * @param measure hazard ratio, median, risk ratio …
 * @param value the estimate, in the unit that the endpoint names
 * @param low lower bound of the interval
 * @param high upper bound of the interval
 * @param intervalLevel level of the interval in percent; 95 where the report does not say otherwise
 * @param pValue p value as printed, or empty
 * @param timePoint time point or follow-up, or empty
 * @param comparatorValue the value in the comparison arm
 * @param publication IRI of the report, or empty
 */
public record Outcome(
    String iri,
    String endpoint,
    String measure,
    Optional<BigDecimal> value,
    Optional<BigDecimal> low,
    Optional<BigDecimal> high,
    Optional<BigDecimal> intervalLevel,
    String pValue,
    String timePoint,
    Optional<BigDecimal> comparatorValue,
    String publication) {}
