/**
 * Patient descriptions: a case at a point of decision, with what is known about it and what is not.
 *
 * <p>A fact is known present, known absent, partly known or unknown; the readers (JSON, FHIR) keep
 * that difference and refuse what they cannot understand, naming the place and the nearest valid
 * name. Depends on {@code knowledge}.
 */
package org.consilium.patient;
