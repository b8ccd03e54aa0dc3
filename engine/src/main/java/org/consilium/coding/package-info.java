/**
 * Codes of other terminologies and how they stand to the terms of the ontology: read from SSSOM
 * tables in {@code ontology/mappings/}, looked up from either side.
 */
package org.consilium.coding;
