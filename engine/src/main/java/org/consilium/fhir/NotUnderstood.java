package org.consilium.fhir;

/**
 * Something that may be a fact of the case and could not be read. It counts as unknown.
 *
 * @param source where it stands
 * @param words what is not understood, without any name or date of the patient
 */
public record NotUnderstood(Source source, String words) {}
