package org.consilium.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A resource with its place.
 *
 * @param json the resource
 * @param type its {@code resourceType}
 * @param id its {@code id}, or empty
 * @param path where it stands, for example {@code Bundle.entry[3].resource}
 * @param fullUrl its address as its sender gives it, or empty
 * @param container the resource that contains it, if it is a contained one
 */
record FhirResource(
    JsonNode json,
    String type,
    String id,
    String path,
    String fullUrl,
    Optional<FhirResource> container) {

  /** An element of the resource. */
  Element element(String name) {
    return new Element(json.path(name), path + "." + name, fullUrl);
  }

  /** The resource itself as an element. */
  Element root() {
    return new Element(json, path, fullUrl);
  }

  Source source() {
    return new Source(path, fullUrl);
  }

  /** {@code Type/id}, or empty if it has no id. */
  String typeAndId() {
    return id.isEmpty() ? "" : type + "/" + id;
  }
}
