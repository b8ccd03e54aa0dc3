package org.consilium.fhir;

import org.consilium.knowledge.Feature;
import org.consilium.knowledge.ValueClass;

/**
 * What one element says of a feature that can have many values.
 *
 * @param feature the feature
 * @param value a class of its values
 * @param present whether there is a value of the class, or none
 * @param date when it holds
 * @param source where it stands
 * @param how what was done to get it, or empty
 */
record MemberFinding(
    Feature feature, ValueClass value, boolean present, FhirDate date, Source source, String how) {}
