/**
 * The HTTP application: REST, SPARQL, FHIR, CDS Hooks and web pages over one immutable knowledge
 * snapshot.
 *
 * <p>Uses the engine; knows nothing of the command line that starts it.
 */
package org.consilium.server;
