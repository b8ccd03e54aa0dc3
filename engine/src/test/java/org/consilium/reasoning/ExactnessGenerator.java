package org.consilium.reasoning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.consilium.knowledge.KnowledgeFiles;
import org.consilium.knowledge.KnowledgeFiles.KnowledgeFile;

/**
 * Writes ontologies, recommendations and patients at random but reproducibly, in the form in which
 * people write them: Turtle with Manchester literals, and JSON. Everything that the feature
 * fragment allows occurs, and on request one thing that is just outside it.
 *
 * <p>Random rules are not guidelines: some are unsatisfiable, and some cover everybody.
 */
final class ExactnessGenerator {
  /** Things just outside the feature fragment; whoever compiles must notice each of them. */
  enum Outside {
    NONE,
    POPULATION_CARDINALITY,
    POPULATION_INVERSE,
    POPULATION_SELF,
    POPULATION_NESTED_RESTRICTION,
    POPULATION_FOREIGN_VALUES,
    AXIOM_CARDINALITY,
    AXIOM_INVERSE,
    AXIOM_CHAIN,
    AXIOM_HIERARCHY,
    AXIOM_SELF,
    AXIOM_NOMINAL,
    AXIOM_SECOND_RANGE,
    AXIOM_DOMAIN,
    AXIOM_CANCER_ONLY,
    AXIOM_UNKNOWN_PROPERTY,
    AXIOM_CONDITIONAL_RANGE,
    AXIOM_CYCLIC_DEFINITION,
    AXIOM_EMPTY_CLASS,
    VALUE_COMPLEMENT,
    VALUE_PARTIAL_UNION,
    VALUE_DISJOINT_EXPRESSION,
    VALUE_FOREIGN_PARENT,
    VALUE_NESTED_ROOT,
    VALUE_RESTRICTION
  }

  /** A feature as it is written; {@code classes} leave out the root. */
  private record Written(
      String key,
      String kind,
      boolean total,
      List<String> classes,
      String root,
      List<BigDecimal> thresholds,
      BigDecimal low,
      BigDecimal high) {
    String property() {
      return "pca:" + key;
    }
  }

  static final String CANCER = "prostate";

  private static final String PREFIXES =
      """
      @prefix cns: <https://w3id.org/consilium/core#> .
      @prefix onc: <https://w3id.org/consilium/oncology#> .
      @prefix owl: <http://www.w3.org/2002/07/owl#> .
      @prefix pca: <https://w3id.org/consilium/prostate#> .
      @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      @prefix rec: <https://w3id.org/consilium/recommendation/> .
      @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
      @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

      """;

  /** As much of the knowledge model as a reasoner and the loader need. */
  private static final String MODEL =
      PREFIXES
          + """
          cns:Case a owl:Class .
          cns:Recommendation a owl:Class .
          cns:manchester a rdfs:Datatype .
          cns:featureKey a owl:AnnotationProperty .
          cns:inCancer a owl:AnnotationProperty .
          cns:equivalentTo a owl:AnnotationProperty .
          cns:subClassOf a owl:AnnotationProperty .
          cns:eligiblePopulation a owl:AnnotationProperty .
          cns:cancer a owl:AnnotationProperty .
          skos:notation a owl:AnnotationProperty .
          """;

  private final Random random;
  private final Outside outside;
  private final List<Written> features = new ArrayList<>();
  private final List<String> defined = new ArrayList<>();
  private final StringBuilder ontology = new StringBuilder(PREFIXES);
  private final StringBuilder guideline = new StringBuilder(PREFIXES);
  private int names;

  /**
   * @param seed the same seed writes the same
   * @param outside what to put just outside the fragment
   * @param populations how many recommendations
   */
  ExactnessGenerator(long seed, Outside outside, int populations) {
    this.random = new Random(seed);
    this.outside = outside;
    writeCancers();
    writeFeatures();
    writeDefinedClasses();
    writeAxioms();
    writeOutsideAxiom();
    for (int i = 0; i < populations; i++) {
      writeRecommendation("p" + i, i % 4 == 3 ? probe() : expression(1 + random.nextInt(3)));
    }
    writeOutsidePopulations();
  }

  /** The files that a person would have written. */
  KnowledgeFiles files() {
    return new KnowledgeFiles(
        List.of(
            new KnowledgeFile("ontology/core.ttl", MODEL),
            new KnowledgeFile("ontology/prostate.ttl", ontology.toString()),
            new KnowledgeFile("guidelines/prostate/generated.ttl", guideline.toString())));
  }

  /** The ontology as text, for reports. */
  String ontologyText() {
    return ontology.toString();
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String fresh(String stem) {
    return "pca:" + stem + names++;
  }

  private void line(String text) {
    ontology.append(text).append("\n");
  }

  private void declare(String name, String code) {
    line(
        name + " a owl:Class" + (code.isEmpty() ? "" : " ; skos:notation \"" + code + "\"") + " .");
  }

  private static String codeOf(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  private void writeCancers() {
    line(
        """
        onc:Cancer a owl:Class ;
            owl:disjointUnionOf ( onc:ProstateCancer onc:BreastCancer onc:OtherCancer ) .
        onc:ProstateCancer a owl:Class ; skos:notation "prostate" .
        onc:BreastCancer a owl:Class ; skos:notation "breast" .
        onc:OtherCancer a owl:Class ; skos:notation "other" .
        onc:primaryCancer a owl:ObjectProperty, owl:FunctionalProperty ; rdfs:range onc:Cancer .
        cns:Case rdfs:subClassOf [ a owl:Restriction ; owl:onProperty onc:primaryCancer ; owl:someValuesFrom onc:Cancer ] .
        pca:ProstateCancerCase a owl:Class ;
            cns:equivalentTo "cns:Case and onc:primaryCancer some onc:ProstateCancer"^^cns:manchester .
        """);
  }

  private void writeFeatures() {
    for (int i = 0; i < 3; i++) {
      features.add(partition("f" + i));
    }
    for (int i = 0; i < 2; i++) {
      features.add(number("i" + i, true));
      features.add(number("d" + i, false));
    }
    for (int i = 0; i < 3; i++) {
      boolean total = chance(0.5);
      line(
          "pca:b"
              + i
              + " a owl:DatatypeProperty, owl:FunctionalProperty ; rdfs:range xsd:boolean ;");
      keyed("b" + i);
      if (total) {
        total("b" + i, "xsd:boolean");
      }
      features.add(new Written("b" + i, "boolean", total, List.of(), "", List.of(), null, null));
    }
    for (int i = 0; i < 2; i++) {
      features.add(many("m" + i));
    }
  }

  private void keyed(String key) {
    line("    cns:featureKey \"" + key + "\" ; cns:inCancer onc:ProstateCancer .");
  }

  private void total(String key, String filler) {
    line(
        pick(List.of("cns:Case", "pca:ProstateCancerCase"))
            + " rdfs:subClassOf [ a owl:Restriction ; owl:onProperty pca:"
            + key
            + " ; owl:someValuesFrom "
            + filler
            + " ] .");
  }

  private void coded(String key, String root, boolean functional) {
    boolean range = chance(0.6);
    line(
        "pca:"
            + key
            + " a owl:ObjectProperty"
            + (functional ? ", owl:FunctionalProperty" : "")
            + (range ? " ; rdfs:range " + root : "")
            + " ;");
    keyed(key);
    if (!range) {
      line(
          "pca:ProstateCancerCase rdfs:subClassOf [ a owl:Restriction ; owl:onProperty pca:"
              + key
              + " ; owl:allValuesFrom "
              + root
              + " ] .");
    }
  }

  private Written partition(String key) {
    String root = fresh("Root");
    declare(root, chance(0.5) ? codeOf(root) : "");
    List<String> classes = new ArrayList<>();
    split(root, classes, 2);
    coded(key, root, true);
    boolean total = chance(0.5);
    if (total) {
      total(key, root);
    }
    return new Written(key, "code", total, classes, root, List.of(), null, null);
  }

  private void split(String whole, List<String> classes, int depth) {
    List<String> parts = new ArrayList<>();
    int count = 2 + random.nextInt(depth == 2 ? 3 : 2);
    for (int i = 0; i < count; i++) {
      String part = fresh("V");
      declare(part, codeOf(part));
      parts.add(part);
      classes.add(part);
    }
    if (depth < 2 && chance(0.3)) {
      // Not exhaustive, and perhaps not exclusive.
      parts.forEach(part -> line(part + " rdfs:subClassOf " + whole + " ."));
      if (chance(0.6)) {
        line(parts.get(0) + " owl:disjointWith " + parts.get(1) + " .");
      }
    } else {
      line(whole + " owl:disjointUnionOf ( " + String.join(" ", parts) + " ) .");
    }
    if (depth > 0) {
      for (String part : parts) {
        if (chance(depth == 2 ? 0.4 : 0.2)) {
          split(part, classes, depth - 1);
        }
      }
    }
  }

  private Written number(String key, boolean integer) {
    BigDecimal low = null;
    BigDecimal high = null;
    List<String> facets = new ArrayList<>();
    if (chance(0.7)) {
      low =
          integer
              ? BigDecimal.valueOf(random.nextInt(5) - 3)
              : BigDecimal.valueOf(random.nextInt(60) - 30L, 1);
      facets.add("[ " + (chance(0.7) ? "xsd:minInclusive " : "xsd:minExclusive ") + low + " ]");
    }
    if (chance(0.6)) {
      BigDecimal from = low == null ? BigDecimal.ZERO : low;
      high =
          integer
              ? from.add(BigDecimal.valueOf(6L + random.nextInt(4)))
              : from.add(BigDecimal.valueOf(51L + random.nextInt(50), 1));
      facets.add("[ " + (chance(0.7) ? "xsd:maxInclusive " : "xsd:maxExclusive ") + high + " ]");
    }
    String type = integer ? "xsd:integer" : "xsd:decimal";
    String range =
        facets.isEmpty()
            ? type
            : "[ a rdfs:Datatype ; owl:onDatatype "
                + type
                + " ; owl:withRestrictions ( "
                + String.join(" ", facets)
                + " ) ]";
    line(
        "pca:"
            + key
            + " a owl:DatatypeProperty, owl:FunctionalProperty ; rdfs:range "
            + range
            + " ;");
    keyed(key);
    boolean total = chance(0.5);
    if (total) {
      total(key, type);
    }
    BigDecimal from =
        low == null
            ? (high == null ? BigDecimal.valueOf(-2) : high.subtract(BigDecimal.valueOf(6)))
            : low;
    List<BigDecimal> thresholds = new ArrayList<>();
    for (int i = 1; i < 4; i++) {
      thresholds.add(
          integer
              ? from.add(BigDecimal.valueOf(i + 1L))
              : from.add(BigDecimal.valueOf(i * 12L + random.nextInt(4), 1))
                  .add(chance(0.3) ? new BigDecimal("0.005") : BigDecimal.ZERO));
    }
    return new Written(
        key, integer ? "integer" : "decimal", total, List.of(), "", thresholds, low, high);
  }

  private Written many(String key) {
    String root = fresh("Root");
    declare(root, chance(0.5) ? codeOf(root) : "");
    List<String> classes = new ArrayList<>();
    int tops = 3 + random.nextInt(2);
    for (int i = 0; i < tops; i++) {
      String top = fresh("V");
      declare(top, codeOf(top));
      line(top + " rdfs:subClassOf " + root + " .");
      classes.add(top);
    }
    List<String> highest = List.copyOf(classes);
    if (chance(0.7)) {
      line(highest.get(0) + " owl:disjointWith " + highest.get(1) + " .");
    }
    if (chance(0.5)) {
      line(highest.get(1) + " owl:disjointWith " + highest.get(2) + " .");
    }
    if (chance(0.4)) {
      line(
          root
              + " owl:equivalentClass [ a owl:Class ; owl:unionOf ( "
              + String.join(" ", highest)
              + " ) ] .");
    }
    int lower = 2 + random.nextInt(3);
    for (int i = 0; i < lower; i++) {
      String value = fresh("V");
      declare(value, codeOf(value));
      line(value + " rdfs:subClassOf " + pick(highest) + " .");
      if (chance(0.4)) {
        line(value + " rdfs:subClassOf " + pick(highest) + " .");
      }
      classes.add(value);
    }
    List<String> lowest = classes.subList(tops, classes.size());
    if (chance(0.4)) {
      line("[] a owl:AllDisjointClasses ; owl:members ( " + String.join(" ", lowest) + " ) .");
    }
    if (chance(0.4)) {
      split(highest.get(random.nextInt(tops)), classes, 0);
    }
    coded(key, root, false);
    boolean total = chance(0.3);
    if (total) {
      total(key, root);
    }
    return new Written(key, "codes", total, List.copyOf(classes), root, List.of(), null, null);
  }

  private void writeDefinedClasses() {
    for (int i = 0; i < 4; i++) {
      String name = fresh("Defined");
      declare(name, "");
      line(name + " cns:equivalentTo \"" + expression(2) + "\"^^cns:manchester .");
      defined.add(name);
    }
  }

  private void writeAxioms() {
    for (int i = 0; i < 3; i++) {
      implication(condition(), weak());
    }
    // An equivalence by two implications.
    String left = literal(pick(features));
    String right = literal(pick(features));
    implication(left, right);
    implication(right, left);
    // A many-valued feature decides another.
    Written many = features.get(features.size() - 1);
    implication(many.property() + " some " + pick(many.classes()), weak());
    implication(condition(), "not (" + many.property() + " some " + pick(many.classes()) + ")");
    // Derived groups under a guard, each with criteria and the reverse.
    Written group = features.get(0);
    Written basis = features.get(4);
    String guard = literal(features.get(7));
    BigDecimal cut = basis.thresholds().get(1);
    List<String> top = features.get(0).classes();
    String below = basis.property() + " some " + datatype(basis) + "[< " + cut + "]";
    String above = basis.property() + " some " + datatype(basis) + "[>= " + cut + "]";
    implication(guard + " and (" + below + ")", group.property() + " some " + top.get(0));
    implication(guard + " and (" + above + ")", group.property() + " some " + top.get(1));
    implication(guard + " and " + group.property() + " some " + top.get(0), below);
    implication(guard + " and " + group.property() + " some " + top.get(1), above);
    // Totality for some cases only.
    Written other = features.get(1);
    implication(condition(), other.property() + " some " + other.root());
    if (chance(0.5)) {
      line(
          "[] a owl:AllDisjointClasses ; owl:members ( "
              + conditionClass()
              + " "
              + conditionClass()
              + " ) .");
    }
  }

  private String conditionClass() {
    String name = fresh("Condition");
    declare(name, "");
    line(name + " cns:equivalentTo \"" + condition() + "\"^^cns:manchester .");
    return name;
  }

  private void implication(String condition, String conclusion) {
    String name = fresh("Axiom");
    declare(name, "");
    line(
        name
            + " cns:equivalentTo \""
            + condition
            + "\"^^cns:manchester ; cns:subClassOf \""
            + conclusion
            + "\"^^cns:manchester .");
  }

  /** A condition that few cases meet. */
  private String condition() {
    return literal(pick(features)) + " and " + literal(pick(features));
  }

  /** A conclusion that leaves much open. */
  private String weak() {
    return literal(pick(features))
        + " or "
        + literal(pick(features))
        + (chance(0.5) ? " or " + literal(pick(features)) : "");
  }

  private static String datatype(Written feature) {
    return feature.kind().equals("integer") ? "xsd:integer" : "xsd:decimal";
  }

  /** A condition on one feature. */
  private String literal(Written feature) {
    String p = feature.property();
    switch (feature.kind()) {
      case "boolean":
        return switch (random.nextInt(6)) {
          case 0 -> "not (" + p + " value true)";
          case 1 -> "(" + p + " some xsd:boolean)";
          case 2, 3 -> p + " value false";
          default -> p + " value true";
        };
      case "integer", "decimal":
        return numeric(feature);
      default:
        return switch (random.nextInt(12)) {
          case 0 -> "not (" + p + " some " + pick(feature.classes()) + ")";
          case 1 -> p + " only " + pick(feature.classes());
          case 2 ->
              p + " only (" + pick(feature.classes()) + " or " + pick(feature.classes()) + ")";
          case 3 ->
              p + " some (" + pick(feature.classes()) + " and not " + pick(feature.classes()) + ")";
          case 4 -> p + " some (not " + pick(feature.classes()) + ")";
          case 5 ->
              p + " some (" + pick(feature.classes()) + " and " + pick(feature.classes()) + ")";
          case 6 -> p + " some " + (chance(0.5) ? feature.root() : "owl:Thing");
          case 7 -> p + " only owl:Nothing";
          case 8, 9 ->
              p + " some (" + pick(feature.classes()) + " or " + pick(feature.classes()) + ")";
          default -> p + " some " + pick(feature.classes());
        };
    }
  }

  private String numeric(Written feature) {
    String p = feature.property();
    int at = random.nextInt(feature.thresholds().size());
    BigDecimal cut = feature.thresholds().get(at);
    boolean wide = feature.kind().equals("integer") && chance(0.2);
    String type = wide ? "xsd:decimal" : datatype(feature);
    return switch (random.nextInt(8)) {
      case 0 ->
          p
              + " value "
              + cut.setScale(Math.max(cut.scale(), feature.kind().equals("decimal") ? 1 : 0));
      case 1 -> "(" + p + " some " + type + "[>= " + cut + "])";
      case 2 -> "(" + p + " some " + type + "[< " + cut + "])";
      case 3 -> "(" + p + " some " + type + "[<= " + cut + "])";
      case 4 -> "(" + p + " only " + type + "[> " + feature.thresholds().get(0) + "])";
      case 5 ->
          "("
              + p
              + " some "
              + type
              + "[>= "
              + feature.thresholds().get(0)
              + ", < "
              + feature.thresholds().get(2)
              + "])";
      case 6 -> "(" + p + " some " + datatype(feature) + ")";
      default -> "not (" + p + " some " + type + "[<= " + cut + "])";
    };
  }

  /** A nested Boolean combination. */
  private String expression(int depth) {
    if (depth == 0 || chance(0.15)) {
      return !defined.isEmpty() && chance(0.25) ? pick(defined) : literal(pick(features));
    }
    String joint = chance(0.5) ? " and " : " or ";
    int count = 2 + random.nextInt(2);
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String part = "(" + expression(depth - 1) + ")";
      parts.add(chance(0.2) ? "not " + part : part);
    }
    return String.join(joint, parts);
  }

  /** Something that is always met, or nearly, for reasons that need a case distinction. */
  private String probe() {
    Written feature = pick(features);
    String p = feature.property();
    String always;
    if (chance(0.3)) {
      String any = expression(1);
      always = "(" + any + ") or not (" + any + ")";
    } else if (feature.kind().equals("boolean")) {
      always = p + " value true or " + p + " value false";
    } else if (feature.kind().startsWith("code")) {
      always =
          feature.classes().stream().map(c -> p + " some " + c).collect(Collectors.joining(" or "));
      if (chance(0.3)) {
        String value = pick(feature.classes());
        always = p + " some " + value + " or " + p + " some (not " + value + ")";
      } else if (chance(0.3)) {
        always =
            p
                + " some "
                + pick(feature.classes())
                + " or "
                + p
                + " only (not "
                + pick(feature.classes())
                + ")";
      }
    } else {
      BigDecimal cut = pick(feature.thresholds());
      String type = datatype(feature);
      always =
          "(" + p + " some " + type + "[< " + cut + "]) or (" + p + " some " + type + "[>= " + cut
              + "])";
    }
    return switch (random.nextInt(4)) {
      case 0 -> "(" + always + ") and (" + literal(pick(features)) + ")";
      case 1 -> "not (" + always + ")";
      case 2 ->
          "("
              + always
              + ") or "
              + p
              + " only owl:Nothing".repeat(feature.kind().startsWith("code") ? 1 : 0)
              + (feature.kind().startsWith("code")
                  ? ""
                  : " some "
                      + (feature.kind().equals("boolean") ? "xsd:boolean" : datatype(feature)));
      default -> always;
    };
  }

  private void writeRecommendation(String id, String population) {
    guideline
        .append("rec:")
        .append(id)
        .append(
            " a cns:Recommendation ; cns:cancer onc:ProstateCancer ;\n    cns:eligiblePopulation \"")
        .append(population)
        .append("\"^^cns:manchester .\n");
  }

  private void writeOutsidePopulations() {
    Written many = features.get(features.size() - 1);
    String m = many.property();
    String value = pick(many.classes());
    List<String> populations =
        switch (outside) {
          case POPULATION_CARDINALITY ->
              List.of(
                  m + " min 2 " + value,
                  m + " max 1 " + value,
                  m + " exactly 1 " + many.root() + " and " + literal(features.get(0)));
          case POPULATION_INVERSE ->
              List.of(
                  "inverse (" + m + ") some cns:Case",
                  literal(features.get(0)) + " or inverse (" + m + ") only cns:Case");
          case POPULATION_SELF ->
              List.of(m + " Self", "not (" + m + " Self) or " + literal(features.get(3)));
          case POPULATION_NESTED_RESTRICTION ->
              List.of(
                  m + " some (" + value + " and " + features.get(7).property() + " value true)",
                  m + " some (" + m + " some " + value + ")");
          case POPULATION_FOREIGN_VALUES ->
              List.of(
                  m + " some " + pick(features.get(0).classes()),
                  m + " some (" + value + " or cns:Case)");
          default -> List.of();
        };
    for (int i = 0; i < populations.size(); i++) {
      writeRecommendation("outside" + i, populations.get(i));
    }
  }

  private void writeOutsideAxiom() {
    Written many = features.get(features.size() - 1);
    Written code = features.get(0);
    String m = many.property();
    String a = many.classes().get(0);
    String b = many.classes().get(many.classes().size() - 1);
    switch (outside) {
      case AXIOM_CARDINALITY -> implication(literal(features.get(8)), m + " max 1 " + many.root());
      case AXIOM_INVERSE -> {
        line("pca:back a owl:ObjectProperty ; owl:inverseOf " + m + " .");
        line(
            a
                + " rdfs:subClassOf [ a owl:Restriction ; owl:onProperty pca:back ; owl:allValuesFrom pca:Marked ] .");
        declare("pca:Marked", "");
        line("pca:Marked cns:equivalentTo \"" + literal(features.get(8)) + "\"^^cns:manchester .");
      }
      case AXIOM_CHAIN -> {
        line("pca:link a owl:ObjectProperty .");
        line(m + " owl:propertyChainAxiom ( pca:link " + m + " ) .");
      }
      case AXIOM_HIERARCHY -> {
        Written other = features.get(features.size() - 2);
        line(m + " rdfs:subPropertyOf " + other.property() + " .");
      }
      case AXIOM_SELF -> implication(literal(features.get(8)), m + " Self");
      case AXIOM_NOMINAL -> {
        line("pca:individual a " + a + " .");
        implicationInOwl(
            "[ a owl:Restriction ; owl:onProperty " + m + " ; owl:hasValue pca:individual ]");
      }
      case AXIOM_SECOND_RANGE -> {
        line(m + " rdfs:range " + many.root() + " .");
        line(m + " rdfs:range [ a owl:Class ; owl:complementOf " + b + " ] .");
      }
      case AXIOM_DOMAIN -> {
        String name = conditionClass();
        line(code.property() + " rdfs:domain " + name + " .");
      }
      case AXIOM_CANCER_ONLY -> implication(condition(), "onc:primaryCancer only onc:BreastCancer");
      case AXIOM_UNKNOWN_PROPERTY -> {
        line(
            "pca:foreign a owl:ObjectProperty, owl:FunctionalProperty ; rdfs:range "
                + code.classes().get(0)
                + " .");
        implication(literal(features.get(8)), "pca:foreign some " + code.classes().get(1));
      }
      case AXIOM_CONDITIONAL_RANGE -> {
        line("pca:late a owl:ObjectProperty, owl:FunctionalProperty ;");
        keyed("late");
        String name = "pca:SomeCases";
        declare(name, "");
        line(
            name
                + " cns:equivalentTo \""
                + features.get(8).property()
                + " value true and onc:primaryCancer some onc:ProstateCancer\"^^cns:manchester .");
        line(
            name
                + " rdfs:subClassOf [ a owl:Restriction ; owl:onProperty pca:late ; owl:allValuesFrom "
                + code.root()
                + " ] .");
        writeRecommendation("late0", "pca:late only " + code.root());
        writeRecommendation("late1", "pca:late some " + code.classes().get(0));
        writeRecommendation(
            "late2", "pca:late some owl:Thing or " + features.get(8).property() + " value true");
      }
      case AXIOM_CYCLIC_DEFINITION -> {
        declare("pca:Liar", "");
        line(
            "pca:Liar cns:equivalentTo \""
                + features.get(8).property()
                + " value true and not pca:Liar\"^^cns:manchester .");
      }
      case AXIOM_EMPTY_CLASS ->
          implication(literal(features.get(8)) + " and " + literal(features.get(3)), "owl:Nothing");
      case VALUE_COMPLEMENT ->
          line(a + " rdfs:subClassOf [ a owl:Class ; owl:complementOf " + b + " ] .");
      case VALUE_PARTIAL_UNION -> {
        List<String> others = many.classes().subList(1, Math.min(3, many.classes().size()));
        line(
            a
                + " rdfs:subClassOf [ a owl:Class ; owl:unionOf ( "
                + String.join(" ", others)
                + " ) ] .");
      }
      case VALUE_DISJOINT_EXPRESSION ->
          line(
              "[] a owl:AllDisjointClasses ; owl:members ( "
                  + a
                  + " [ a owl:Class ; owl:unionOf ( "
                  + many.classes().get(1)
                  + " "
                  + b
                  + " ) ] ) .");
      case VALUE_FOREIGN_PARENT -> {
        declare("pca:Elsewhere", "");
        line(a + " rdfs:subClassOf pca:Elsewhere .");
        line(
            "pca:Elsewhere owl:disjointWith "
                + many.classes().get(many.classes().size() > 2 ? 2 : 1)
                + " .");
      }
      case VALUE_NESTED_ROOT -> {
        String extra = "pca:Beside";
        declare(extra, "Beside");
        line(extra + " rdfs:subClassOf " + many.root() + " .");
        String low = "pca:Low";
        declare(low, "Low");
        String root = "pca:InnerRoot";
        declare(root, "InnerRoot");
        declare("pca:Low2", "Low2");
        line(root + " rdfs:subClassOf " + many.root() + " .");
        line(low + " rdfs:subClassOf " + root + " , " + extra + " .");
        line("pca:Low2 rdfs:subClassOf " + root + " .");
        line(extra + " owl:disjointWith pca:Low2 .");
        line("pca:inner a owl:ObjectProperty, owl:FunctionalProperty ; rdfs:range " + root + " ;");
        keyed("inner");
        writeRecommendation("inner0", "pca:inner some pca:Low");
        writeRecommendation("inner1", "pca:inner some (pca:Low and pca:Low2)");
        writeRecommendation("inner2", "pca:inner some pca:Low2 or pca:inner some (not pca:Low2)");
      }
      case VALUE_RESTRICTION ->
          line(
              a
                  + " rdfs:subClassOf [ a owl:Restriction ; owl:onProperty "
                  + m
                  + " ; owl:someValuesFrom "
                  + b
                  + " ] .");
      default -> {}
    }
  }

  private void implicationInOwl(String conclusion) {
    String name = conditionClass();
    line(name + " rdfs:subClassOf " + conclusion + " .");
  }

  /**
   * A description of a patient.
   *
   * @param random the source of chance
   * @param known share of features of which something is known
   */
  ObjectNode patient(Random random, double known) {
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    for (Written feature : features) {
      if (random.nextDouble() < known) {
        fact(random, feature).ifPresent(value -> facts.set(feature.key(), value));
      }
    }
    if (outside == Outside.AXIOM_CONDITIONAL_RANGE && random.nextBoolean()) {
      facts.put("late", codeOf(features.get(0).classes().get(random.nextInt(2))));
    }
    if (outside == Outside.VALUE_NESTED_ROOT && random.nextBoolean()) {
      facts.put("inner", random.nextBoolean() ? "Low" : "Low2");
    }
    ObjectNode patient = JsonNodeFactory.instance.objectNode();
    patient.put("cancer", CANCER);
    patient.set("facts", facts);
    return patient;
  }

  private static Optional<com.fasterxml.jackson.databind.JsonNode> fact(
      Random random, Written feature) {
    switch (feature.kind()) {
      case "boolean":
        return Optional.of(JsonNodeFactory.instance.booleanNode(random.nextBoolean()));
      case "integer", "decimal":
        return number(random, feature);
      case "code":
        return Optional.of(
            RandomFacts.code(
                random, feature.classes().stream().map(ExactnessGenerator::codeOf).toList()));
      default:
        return Optional.of(
            RandomFacts.codes(
                random, feature.classes().stream().map(ExactnessGenerator::codeOf).toList()));
    }
  }

  private static Optional<com.fasterxml.jackson.databind.JsonNode> number(
      Random random, Written feature) {
    return RandomFacts.number(
        random,
        feature.kind().equals("integer"),
        feature.thresholds(),
        n ->
            (feature.low() == null || n.compareTo(feature.low()) > 0)
                && (feature.high() == null || n.compareTo(feature.high()) < 0));
  }
}
