package org.consilium.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Queries that no endpoint should come to harm by. */
final class HostileQueries {
  /** Three unconnected patterns: the cube of the number of triples. */
  private static final String CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i";

  private HostileQueries() {}

  /** A03: all positions in which a pattern can stand. */
  static List<String> serviceEverywhere(String address) {
    return Stream.of(
            "SELECT * { VALUES ?e { <%s> } SERVICE ?e { ?s ?p ?o } }",
            "SELECT * { BIND (<%s> AS ?e) SERVICE ?e { ?s ?p ?o } }",
            "SELECT * { ?a ?b ?c OPTIONAL { SERVICE <%s> { ?s ?p ?o } } }",
            "SELECT * { { ?a ?b ?c } UNION { SERVICE <%s> { ?s ?p ?o } } }",
            "SELECT * { ?a ?b ?c MINUS { SERVICE <%s> { ?a ?p ?o } } }",
            "SELECT * { GRAPH ?g { SERVICE <%s> { ?s ?p ?o } } }",
            "SELECT * { { SELECT * { SERVICE <%s> { ?s ?p ?o } } } }",
            "SELECT * { ?a ?b ?c FILTER EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
            "SELECT * { ?a ?b ?c FILTER NOT EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
            "SELECT * { ?a ?b ?c FILTER (1 = 2 || !(EXISTS { SERVICE <%s> { ?s ?p ?o } })) }",
            "SELECT * { ?a ?b ?c BIND (EXISTS { SERVICE <%s> { ?s ?p ?o } } AS ?x) }",
            "SELECT (EXISTS { SERVICE <%s> { ?s ?p ?o } } AS ?x) { ?a ?b ?c }",
            "SELECT ?a { ?a ?b ?c } ORDER BY (EXISTS { SERVICE <%s> { ?s ?p ?o } })",
            "SELECT ?x { ?a ?b ?c } GROUP BY (EXISTS { SERVICE <%s> { ?s ?p ?o } } AS ?x)",
            "SELECT ?a { ?a ?b ?c } GROUP BY ?a HAVING (EXISTS { SERVICE <%s> { ?s ?p ?o } })",
            "SELECT (COUNT(EXISTS { SERVICE <%s> { ?s ?p ?o } }) AS ?x) { ?a ?b ?c }",
            "ASK { SERVICE <%s> { ?s ?p ?o } }",
            "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <%s> { ?s ?p ?o } }",
            "DESCRIBE ?s WHERE { SERVICE <%s> { ?s ?p ?o } }")
        .map(template -> template.formatted(address))
        .toList();
  }

  /** A04, A05: graphs by their address. */
  static List<String> from(String address) {
    return List.of(
        "SELECT * FROM <%s> { ?s ?p ?o } LIMIT 10".formatted(address),
        "SELECT * FROM NAMED <%s> { GRAPH ?g { ?s ?p ?o } } LIMIT 10".formatted(address));
  }

  /** C01. */
  static String parentheses(int depth) {
    return "SELECT * { FILTER " + "(".repeat(depth) + "1" + ")".repeat(depth) + " }";
  }

  /** C02. */
  static String braces(int depth) {
    return "SELECT * " + "{".repeat(depth) + "}".repeat(depth);
  }

  /** C03: wide instead of deep. */
  static List<String> wide() {
    return List.of(
        "ASK { " + "{} UNION ".repeat(20_000) + "{} }",
        "ASK { VALUES ?x {" + " 1".repeat(500_000) + " } }",
        "ASK { "
            + String.join(
                " ", IntStream.range(0, 10_000).mapToObj(i -> "?v" + i + " ?p ?o .").toList())
            + " }",
        "ASK { ?s ?p <urn:" + "x".repeat(1_000_000) + "> }",
        "SELECT * { FILTER (0" + "+1".repeat(30_000) + " > 0) }");
  }

  /** C11. */
  static List<String> prefixes() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      many.append("PREFIX p").append(i).append(": <urn:p").append(i).append("> ");
    }
    return List.of(
        many + "ASK {}",
        "PREFIX p: <urn:a> PREFIX p: <urn:b> ASK { ?s p:x ?o }",
        "ASK { <relative> <#other> <../more> }",
        "ASK { _:" + "b".repeat(1_000_000) + " ?p ?o }");
  }

  /** D01. */
  static String count() {
    return "SELECT (COUNT(*) AS ?n) { " + CROSS + " }";
  }

  /** D02: the same in forms that must keep what they have seen. */
  static List<String> keeping() {
    return List.of(
        "SELECT * { " + CROSS + " } ORDER BY ?a ?d ?g",
        "SELECT DISTINCT ?a ?d ?g { " + CROSS + " }",
        "SELECT (GROUP_CONCAT(?c) AS ?x) { " + CROSS + " }",
        "SELECT ?a (COUNT(DISTINCT ?d) AS ?n) { " + CROSS + " } GROUP BY ?a",
        "SELECT * { " + CROSS + " MINUS { ?a ?x ?y . ?d ?z ?w } } ORDER BY ?a");
  }

  /** D03. */
  static List<String> nested() {
    return List.of(
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f FILTER NOT EXISTS {"
            + " ?g ?h ?i FILTER (?a != ?g && ?c != ?i && ?d = <urn:never>) } } }",
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i"
            + " FILTER (?a != ?g) } FILTER (?b != ?e) } }");
  }

  /** D04. */
  static String path() {
    return "SELECT (COUNT(*) AS ?n) { ?s (<urn:a>|!<urn:b>|^!<urn:c>)*/(!<urn:x>)*/(!<urn:y>)* ?o }";
  }

  /** D05: regular expressions that backtrack without end, in both functions. */
  static List<String> backtracking() {
    List<String> queries = new ArrayList<>();
    String text = "a".repeat(60) + "!";
    for (String pattern :
        List.of("^(.*a){12}$", "^((a+)+)+(b|c)$", "(a*)*(a*)*(a*)*b", "^(a*)*\\\\1*b$")) {
      queries.add("SELECT (REGEX('%s', '%s') AS ?x) {}".formatted(text, pattern));
      queries.add("SELECT (REPLACE('%s', '%s', 'x') AS ?x) {}".formatted(text, pattern));
      queries.add(
          "SELECT * { ?s ?p ?o FILTER REGEX(CONCAT('%s', STR(?s)), '%s') }"
              .formatted(text, pattern));
    }
    return queries;
  }

  /** D06: texts that grow with every step. */
  static List<String> growing() {
    StringBuilder doubling =
        new StringBuilder("SELECT (STRLEN(?x29) AS ?n) { BIND ('aaaaaaaaaa' AS ?x0)");
    StringBuilder replacing =
        new StringBuilder("SELECT (STRLEN(?x29) AS ?n) { BIND ('aaaaaaaaaa' AS ?x0)");
    StringBuilder encoding =
        new StringBuilder("SELECT (STRLEN(?x29) AS ?n) { BIND ('%%%%%%%%%%' AS ?x0)");
    for (int i = 1; i < 30; i++) {
      String before = "?x" + (i - 1);
      String here = " AS ?x" + i + ")";
      doubling.append(" BIND (CONCAT(" + before + ", " + before + ")" + here);
      replacing.append(" BIND (REPLACE(" + before + ", 'a', 'aaaa')" + here);
      encoding.append(
          " BIND (CONCAT(ENCODE_FOR_URI(" + before + "), ENCODE_FOR_URI(" + before + "))" + here);
    }
    return List.of(
        doubling + " }",
        replacing + " }",
        encoding + " }",
        "SELECT (STRLEN(GROUP_CONCAT(?c)) AS ?n) { ?a ?b ?c . ?d ?e ?f }");
  }

  /** D07: ten million rows. */
  static String rows() {
    return "SELECT * { { SELECT ?a { ?a ?b ?c } LIMIT 3200 } { SELECT ?d { ?d ?e ?f } LIMIT 3200 } }";
  }

  /** B15. */
  static List<String> functions() {
    return List.of(
        "SELECT (<java:java.lang.System>() AS ?x) {}",
        "SELECT (<java:java.lang.System.exit>(1) AS ?x) {}",
        "SELECT (<http://jena.apache.org/ARQ/function#now>() AS ?x) {}",
        "SELECT (<http://jena.apache.org/ARQ/function#systemProperty>('user.home') AS ?x) {}",
        "SELECT * { BIND (<http://jena.apache.org/ARQ/js#f>(1) AS ?x) }",
        "SELECT * { ?s ?p ?o FILTER (<urn:f>(?o)) }",
        "SELECT * { ?s ?p ?o FILTER EXISTS { ?s ?p ?x FILTER (<urn:f>(?x)) } }",
        "SELECT (<urn:aggregate>(DISTINCT ?o) AS ?x) { ?s ?p ?o }",
        "SELECT ?s { ?s ?p ?o } ORDER BY <urn:f>(?o)");
  }
}
