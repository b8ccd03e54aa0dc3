package org.consilium.fhir;

/**
 * Where something stands in what was read.
 *
 * @param path the element, for example {@code Bundle.entry[3].resource.valueQuantity.value}
 * @param fullUrl the address of the resource as its sender gives it, or empty
 */
public record Source(String path, String fullUrl) {}
