package org.consilium.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An element of a resource with its place.
 *
 * @param json its value; missing if the resource does not have it
 * @param path where it stands
 * @param fullUrl address of the resource, or empty
 */
record Element(JsonNode json, String path, String fullUrl) {
  boolean exists() {
    return !json.isMissingNode() && !json.isNull();
  }

  Source source() {
    return new Source(path, fullUrl);
  }

  Element get(String name) {
    return new Element(json.path(name), path + "." + name, fullUrl);
  }

  /** The items of a list; none if it is no list. */
  List<Element> items() {
    List<Element> items = new ArrayList<>();
    if (json.isArray()) {
      for (int i = 0; i < json.size(); i++) {
        items.add(new Element(json.get(i), path + "[" + i + "]", fullUrl));
      }
    }
    return items;
  }

  List<Element> items(String name) {
    return get(name).items();
  }

  /** The text of a string, or empty if it is none. */
  String text() {
    return json.isTextual() ? json.textValue().strip() : "";
  }

  String text(String name) {
    return get(name).text();
  }

  Optional<BigDecimal> number() {
    return json.isNumber() ? Optional.of(json.decimalValue()) : Optional.empty();
  }

  /** The first extension with this URL. */
  Optional<Element> extension(String url) {
    return items("extension").stream().filter(item -> item.text("url").equals(url)).findFirst();
  }
}
