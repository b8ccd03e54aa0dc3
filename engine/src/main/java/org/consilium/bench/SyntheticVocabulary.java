package org.consilium.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeException;
import org.consilium.knowledge.KnowledgeFiles;
import org.consilium.knowledge.KnowledgeFiles.KnowledgeFile;

/**
 * A vocabulary made up for measurements: features of every kind with taxonomies of two levels, some
 * of them total, and axioms that tie features together. It is written as Turtle and goes the same
 * way as the shipped ontology.
 */
public final class SyntheticVocabulary {
  /** JSON code of the cancer that has these features. */
  public static final String CANCER = "other";

  private static final int CODE_FEATURES = 30;
  private static final int NUMBER_FEATURES = 8;
  private static final int BOOLEAN_FEATURES = 16;
  private static final int LIST_FEATURES = 3;

  private final StringBuilder turtle = new StringBuilder();
  private final Random random;

  private SyntheticVocabulary(long seed) {
    this.random = new Random(seed);
  }

  /**
   * A knowledge base with this vocabulary and no recommendations.
   *
   * @param shipped gives the model of cases and the shapes
   */
  public static KnowledgeBase load(KnowledgeFiles shipped, long seed) throws KnowledgeException {
    List<KnowledgeFile> files = new ArrayList<>();
    for (KnowledgeFile file : shipped.files()) {
      if (file.path().equals("ontology/core.ttl") || file.path().equals("ontology/shapes.ttl")) {
        files.add(file);
      }
    }
    files.add(new KnowledgeFile("ontology/synthetic.ttl", new SyntheticVocabulary(seed).write()));
    return KnowledgeBase.load(new KnowledgeFiles(files));
  }

  private String write() {
    turtle.append(
        """
        @prefix cns: <https://w3id.org/consilium/core#> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix onc: <https://w3id.org/consilium/oncology#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix syn: <https://w3id.org/consilium/synthetic#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

        <https://w3id.org/consilium/synthetic> a owl:Ontology ;
            dcterms:title "Synthetic features"@en ;
            owl:imports <https://w3id.org/consilium/core> ;
            owl:versionInfo "1.0.0" .

        onc:Cancer a owl:Class ;
            rdfs:label "Cancer"@en ;
            skos:definition "A cancer."@en ;
            owl:disjointUnionOf ( onc:OtherCancer onc:FurtherCancer ) .

        onc:OtherCancer a owl:Class, cns:Cancer ;
            rdfs:label "Other cancer"@en ;
            skos:definition "The cancer that has the synthetic features."@en ;
            skos:notation "other" .

        onc:FurtherCancer a owl:Class, cns:Cancer ;
            rdfs:label "Further cancer"@en ;
            skos:definition "A cancer without features."@en ;
            skos:notation "further" .

        onc:primaryCancer a owl:ObjectProperty, owl:FunctionalProperty ;
            rdfs:label "Primary cancer"@en ;
            skos:definition "The cancer that a case is about."@en ;
            rdfs:range onc:Cancer .

        cns:Case rdfs:subClassOf [ a owl:Restriction ; owl:onProperty onc:primaryCancer ; owl:someValuesFrom onc:Cancer ] .

        """);
    for (int i = 0; i < CODE_FEATURES; i++) {
      writeCodeFeature("code" + i, true, i % 3 != 0);
    }
    for (int i = 0; i < LIST_FEATURES; i++) {
      writeCodeFeature("list" + i, false, false);
    }
    for (int i = 0; i < NUMBER_FEATURES; i++) {
      writeDataFeature("number" + i, i % 2 == 0 ? integers(10 + 5 * i) : decimals(), i % 3 != 0);
    }
    for (int i = 0; i < BOOLEAN_FEATURES; i++) {
      writeDataFeature("truth" + i, "xsd:boolean", i % 2 == 0);
    }
    writeAxiom(0, "syn:code1 some syn:Code1Value1", "syn:code2 some syn:Code2Value0");
    writeAxiom(1, "syn:code2 some syn:Code2Value0", "syn:code1 some syn:Code1Value1");
    writeAxiom(2, "syn:code4 some syn:Code4Value0", "not (syn:code3 some syn:Code3)");
    writeAxiom(3, "syn:code4 some syn:Code4Value1", "syn:code3 some syn:Code3");
    writeAxiom(4, "syn:truth0 value true", "syn:truth2 value true or syn:truth4 value true");
    writeAxiom(
        5, "syn:code5 some syn:Code5Value0 and syn:truth2 value true", "syn:truth6 value false");
    writeAxiom(6, "syn:number1 some xsd:decimal[>= 50]", "syn:code7 some syn:Code7Value0");
    writeAxiom(7, "syn:list0 some syn:List0Value0", "syn:truth8 value true");
    return turtle.toString();
  }

  private static String integers(int highest) {
    return "[ a rdfs:Datatype ; owl:onDatatype xsd:integer ; owl:withRestrictions "
        + "( [ xsd:minInclusive 0 ] [ xsd:maxInclusive "
        + highest
        + " ] ) ]";
  }

  private static String decimals() {
    return "[ a rdfs:Datatype ; owl:onDatatype xsd:decimal ; owl:withRestrictions "
        + "( [ xsd:minInclusive 0 ] [ xsd:maxInclusive 100 ] ) ]";
  }

  private void writeCodeFeature(String key, boolean single, boolean total) {
    String root = Character.toUpperCase(key.charAt(0)) + key.substring(1);
    turtle.append(
        """
        syn:%s a owl:ObjectProperty%s ;
            rdfs:label "%s"@en ;
            skos:definition "A made-up feature."@en ;
            rdfs:range syn:%s ;
            cns:featureKey "%s" ;
            cns:inCancer onc:OtherCancer .

        """
            .formatted(key, single ? ", owl:FunctionalProperty" : "", key, root, key));
    if (total) {
      writeTotal(key, "syn:" + root);
    }
    int children = single ? 2 + random.nextInt(4) : 12;
    List<String> names = new ArrayList<>();
    for (int child = 0; child < children; child++) {
      names.add(root + "Value" + child);
    }
    writeClass(root, "", "", single ? names : List.of());
    for (String name : names) {
      boolean split = random.nextInt(3) == 0;
      List<String> leaves = split ? List.of(name + "A", name + "B", name + "C") : List.of();
      writeClass(name, code(name), root, single ? leaves : List.of());
      leaves.forEach(leaf -> writeClass(leaf, code(leaf), name, List.of()));
      if (!single && split) {
        writeDisjoint(leaves);
      }
    }
    if (!single) {
      writeDisjoint(names);
    }
  }

  private static String code(String name) {
    return name.replaceFirst("^.*Value", "v");
  }

  private void writeClass(String name, String code, String parent, List<String> union) {
    turtle
        .append("syn:%s a owl:Class ;\n    rdfs:label \"%s\"@en ;\n".formatted(name, name))
        .append("    skos:definition \"A made-up value.\"@en");
    if (!parent.isEmpty()) {
      turtle.append(" ;\n    rdfs:subClassOf syn:").append(parent);
    }
    if (!code.isEmpty()) {
      turtle.append(" ;\n    skos:notation \"").append(code).append('"');
    }
    if (!union.isEmpty()) {
      turtle
          .append(" ;\n    owl:disjointUnionOf ( syn:")
          .append(String.join(" syn:", union))
          .append(" )");
    }
    turtle.append(" .\n\n");
  }

  private void writeDisjoint(List<String> names) {
    turtle
        .append("[] a owl:AllDisjointClasses ; owl:members ( syn:")
        .append(String.join(" syn:", names))
        .append(" ) .\n\n");
  }

  private void writeDataFeature(String key, String range, boolean total) {
    turtle.append(
        """
        syn:%s a owl:DatatypeProperty, owl:FunctionalProperty ;
            rdfs:label "%s"@en ;
            skos:definition "A made-up feature."@en ;
            rdfs:range %s ;
            cns:featureKey "%s" ;
            cns:inCancer onc:OtherCancer .

        """
            .formatted(key, key, range, key));
    if (total) {
      writeTotal(key, range.startsWith("xsd:") ? range : datatypeOf(range));
    }
  }

  private static String datatypeOf(String range) {
    return range.contains("xsd:integer") ? "xsd:integer" : "xsd:decimal";
  }

  private void writeTotal(String key, String filler) {
    turtle
        .append("cns:Case rdfs:subClassOf [ a owl:Restriction ; owl:onProperty syn:")
        .append(key)
        .append(" ; owl:someValuesFrom ")
        .append(filler)
        .append(" ] .\n\n");
  }

  private void writeAxiom(int number, String condition, String conclusion) {
    turtle.append(
        """
        syn:Condition%d a owl:Class ;
            rdfs:label "Condition %d"@en ;
            skos:definition "A made-up implication."@en ;
            cns:equivalentTo "cns:Case and (%s)"^^cns:manchester ;
            cns:subClassOf "%s"^^cns:manchester .

        """
            .formatted(number, number, condition, conclusion));
  }
}
