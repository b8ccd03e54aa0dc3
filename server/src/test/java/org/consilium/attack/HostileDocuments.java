package org.consilium.attack;

/** RDF documents that no reader should come to harm by. */
final class HostileDocuments {
  private static final int LEVELS = 200_000;

  private HostileDocuments() {}

  /** A08: JSON-LD whose context is elsewhere, in all places where one can be named. */
  static String[] remoteContexts(String address) {
    return new String[] {
      "{\"@context\": \"%s\", \"@id\": \"urn:a\", \"b\": 1}".formatted(address),
      "{\"@context\": [\"%s\", {}], \"@id\": \"urn:a\", \"b\": 1}".formatted(address),
      "{\"@context\": {\"@import\": \"%s\"}, \"@id\": \"urn:a\", \"b\": 1}".formatted(address),
      "{\"@context\": {\"b\": {\"@id\": \"urn:b\", \"@context\": \"%s\"}}, \"b\": {\"c\": 1}}"
          .formatted(address),
      "{\"urn:b\": {\"@context\": \"%s\", \"c\": 1}}".formatted(address),
      "{\"@context\": \"file:///etc/passwd\", \"@id\": \"urn:a\", \"b\": 1}"
    };
  }

  /** A09: RDF/XML with entities and a document type that are elsewhere. */
  static String[] externalEntities(String address) {
    String document =
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e='urn:e#'>"
            + "<rdf:Description rdf:about='urn:a'><e:b>%s</e:b></rdf:Description></rdf:RDF>";
    return new String[] {
      "<!DOCTYPE x [<!ENTITY e SYSTEM '" + address + "'>]>" + document.formatted("&e;"),
      "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + document.formatted("&e;"),
      "<!DOCTYPE x [<!ENTITY % p SYSTEM '" + address + "'> %p;]>" + document.replace("%s", "c"),
      "<!DOCTYPE x SYSTEM '" + address + "'>" + document.formatted("c")
    };
  }

  /** C04: lists and blank nodes in each other. */
  static String[] nestedTurtle() {
    return new String[] {
      "<urn:a> <urn:b> " + "(".repeat(LEVELS) + ")".repeat(LEVELS) + " .",
      "<urn:a> <urn:b> " + "[ <urn:c> ".repeat(LEVELS) + "1" + " ]".repeat(LEVELS) + " ."
    };
  }

  /** C05: triples about triples. */
  static String[] nestedTriples() {
    int levels = 50_000;
    return new String[] {
      "<urn:a> <urn:b> "
          + "<<( <urn:a> <urn:b> ".repeat(levels)
          + "1"
          + " )>>".repeat(levels)
          + " ."
    };
  }

  /** C07: an entity of ten of an entity of ten, ten deep. */
  static String[] entityExpansion() {
    StringBuilder text = new StringBuilder("<!DOCTYPE x [<!ENTITY e0 'lol'>");
    for (int i = 1; i <= 10; i++) {
      text.append("<!ENTITY e").append(i).append(" '");
      text.append(("&e" + (i - 1) + ";").repeat(10)).append("'>");
    }
    return new String[] {
      text
          + "]><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e='urn:e#'>"
          + "<rdf:Description rdf:about='urn:a'><e:b>&e10;</e:b></rdf:Description></rdf:RDF>"
    };
  }
}
