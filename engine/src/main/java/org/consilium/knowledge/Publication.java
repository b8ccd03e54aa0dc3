package org.consilium.knowledge;

/** A report of a study; identifiers that were not seen are empty. */
public record Publication(String iri, String pmid, String doi) {}
