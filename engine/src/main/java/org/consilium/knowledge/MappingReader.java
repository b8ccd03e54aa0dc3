package org.consilium.knowledge;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.vocabulary.RDF;
import org.consilium.coding.Code;
import org.consilium.coding.CodeKind;
import org.consilium.coding.CodeMapping;
import org.consilium.coding.CodeMappings;
import org.consilium.coding.CodeSystem;
import org.consilium.coding.MappingPredicate;
import org.consilium.coding.MappingTable;

/**
 * Reads the codes of terms: the tables in {@code ontology/mappings/}, and the ATC and NCI Thesaurus
 * codes that therapies state, which count as checked exact matches. Checks them against the terms.
 */
final class MappingReader {
  private static final Map<String, CodeSystem> STATED =
      Map.of("atcCode", CodeSystem.ATC, "ncitCode", CodeSystem.NCIT);

  /** A mapping with its place. */
  private record Located(CodeMapping mapping, SourceLocation where) {}

  /** What may be said once only. */
  private record Pair(String subject, String value, Code object) {}

  private final KnowledgeGraph graph;
  private final Collection<Problem> problems;
  private final Map<String, Feature> features = new HashMap<>();
  private final List<ValueTaxonomy> taxonomies = new ArrayList<>();
  private final List<Located> found = new ArrayList<>();

  private MappingReader(
      KnowledgeGraph graph,
      Collection<VocabularyReader> vocabularies,
      Collection<Problem> problems) {
    this.graph = graph;
    this.problems = problems;
    for (VocabularyReader vocabulary : vocabularies) {
      for (Feature feature : vocabulary.features()) {
        features.put(feature.iri(), feature);
        if (feature.isFunctional()) {
          feature.values().ifPresent(taxonomies::add);
        }
      }
    }
  }

  /** Reads all codes and reports what is wrong with them. */
  static CodeMappings read(
      KnowledgeFiles files,
      KnowledgeGraph graph,
      Collection<VocabularyReader> vocabularies,
      Collection<Problem> problems) {
    MappingReader reader = new MappingReader(graph, vocabularies, problems);
    STATED.forEach(reader::readStated);
    for (KnowledgeFiles.KnowledgeFile file : files.files()) {
      if (file.isMappingTable()) {
        reader.readTable(file);
      }
    }
    reader.checkDuplicates();
    reader.checkAmbiguity();
    return new CodeMappings(reader.found.stream().map(Located::mapping).toList());
  }

  private void readStated(String property, CodeSystem system) {
    graph.stream(Node.ANY, NodeFactory.createURI(Namespaces.CNS + property), Node.ANY)
        .filter(triple -> triple.getSubject().isURI() && triple.getObject().isLiteral())
        .forEach(triple -> readStated(triple, system));
  }

  private void readStated(Triple triple, CodeSystem system) {
    Node therapy = triple.getSubject();
    SourceLocation where = graph.locate(triple);
    Code code = Code.of(system, triple.getObject().getLiteralLexicalForm());
    Optional<String> fault = code.fault();
    if (fault.isPresent()) {
      problems.add(
          Problem.at(
              ProblemCode.CODE_IMPOSSIBLE,
              where,
              therapy.getURI(),
              Namespaces.localName(therapy.getURI()) + ": " + fault.get()));
      return;
    }
    boolean medicine =
        types(therapy).contains(Namespaces.CNS + "Drug")
            || types(therapy).contains(Namespaces.CNS + "DrugClass");
    found.add(
        new Located(
            new CodeMapping(
                therapy.getURI(),
                label(therapy),
                "",
                MappingPredicate.EXACT_MATCH,
                code,
                "",
                medicine ? CodeKind.SUBSTANCE : CodeKind.PROCEDURE,
                "semapv:ManualMappingCuration",
                system.iriOf(code.code()),
                1,
                true,
                ""),
            where));
  }

  private void readTable(KnowledgeFiles.KnowledgeFile file) {
    MappingTable table = MappingTable.read(file.text());
    for (MappingTable.Fault fault : table.faults()) {
      ProblemCode code =
          switch (fault.kind()) {
            case FORM -> ProblemCode.MAPPING_TABLE;
            case PREDICATE -> ProblemCode.MAPPING_PREDICATE;
            case CODE -> ProblemCode.CODE_IMPOSSIBLE;
            case SOURCE -> ProblemCode.MAPPING_SOURCE;
          };
      String name = fault.subject().isEmpty() ? "" : Namespaces.localName(fault.subject()) + ": ";
      problems.add(
          new Problem(code, file.path(), fault.line(), fault.subject(), name + fault.message()));
    }
    for (MappingTable.Row row : table.rows()) {
      SourceLocation where = new SourceLocation(file.path(), row.line());
      CodeMapping mapping = row.mapping();
      if (types(NodeFactory.createURI(mapping.subject())).isEmpty()) {
        report(
            ProblemCode.MAPPING_SUBJECT,
            mapping,
            where,
            "there is no such term" + nearest(mapping));
      } else {
        valueFault(mapping)
            .ifPresent(fault -> report(ProblemCode.MAPPING_VALUE, mapping, where, fault));
        found.add(new Located(mapping, where));
      }
    }
  }

  private String nearest(CodeMapping mapping) {
    String name = Namespaces.localName(mapping.subject());
    String space = mapping.subject().substring(0, mapping.subject().length() - name.length());
    Set<String> names =
        graph.stream(Node.ANY, RDF.type.asNode(), Node.ANY)
            .map(Triple::getSubject)
            .filter(node -> node.isURI() && node.getURI().startsWith(space))
            .map(node -> Namespaces.localName(node.getURI()))
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> near = NearestNames.of(name, names, 3);
    return near.isEmpty() ? "" : "; nearest: " + String.join(", ", near);
  }

  /** What is wrong with the value that a code is said to stand for. */
  private Optional<String> valueFault(CodeMapping mapping) {
    Feature feature = features.get(mapping.subject());
    String value = mapping.value();
    if (feature == null || feature.kind().isCoded()) {
      return value.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "only features that are numbers or yes or no have a value, not \"" + value + "\"");
    }
    boolean states = mapping.kind() == CodeKind.FINDING || mapping.kind() == CodeKind.ANSWER;
    if (value.isEmpty()) {
      return states
          ? Optional.of("a " + mapping.kind().word() + " states a value of " + feature.key())
          : Optional.empty();
    }
    if (mapping.kind() == CodeKind.OBSERVABLE || mapping.kind() == CodeKind.GENE) {
      return Optional.of("a code of the kind " + mapping.kind().word() + " states no value");
    }
    boolean possible =
        feature.kind() == FeatureKind.BOOLEAN
            ? value.equals("true") || value.equals("false")
            : isPossibleNumber(feature, value);
    return possible ? Optional.empty() : Optional.of(feature.key() + " cannot be " + value);
  }

  private static boolean isPossibleNumber(Feature feature, String value) {
    try {
      BigDecimal number = new BigDecimal(value);
      boolean whole = number.stripTrailingZeros().scale() <= 0;
      return feature.range().contains(number) && (whole || feature.kind() != FeatureKind.INTEGER);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void checkDuplicates() {
    Map<Pair, Located> seen = new HashMap<>();
    for (Located each : found) {
      CodeMapping mapping = each.mapping();
      Located first =
          seen.putIfAbsent(new Pair(mapping.subject(), mapping.value(), mapping.object()), each);
      if (first != null) {
        report(
            ProblemCode.MAPPING_DUPLICATE,
            mapping,
            each.where(),
            "the mapping to " + mapping.object() + " already stands at " + first.where());
      }
    }
  }

  /**
   * Reports codes that would be read as two values of a feature that has one. Of a feature with
   * several values a code may state two, such as an operation with its extent.
   */
  private void checkAmbiguity() {
    Map<Code, List<Located>> byCode = new LinkedHashMap<>();
    for (Located each : found) {
      if (each.mapping().isForImport()) {
        byCode.computeIfAbsent(each.mapping().object(), code -> new ArrayList<>()).add(each);
      }
    }
    byCode.forEach(
        (code, all) -> {
          for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
              CodeMapping one = all.get(j).mapping();
              CodeMapping other = all.get(i).mapping();
              if (excludeEachOther(one, other)) {
                report(
                    ProblemCode.MAPPING_AMBIGUOUS,
                    other,
                    all.get(i).where(),
                    code + " also means " + words(one) + ", at " + all.get(j).where());
              }
            }
          }
        });
  }

  private boolean excludeEachOther(CodeMapping one, CodeMapping other) {
    if (one.subject().equals(other.subject())) {
      return !one.value().isEmpty()
          && !other.value().isEmpty()
          && !Objects.equals(one.value(), other.value());
    }
    return taxonomies.stream()
        .anyMatch(
            taxonomy -> {
              BitSet cells = taxonomy.cellsOf(one.subject());
              BitSet others = taxonomy.cellsOf(other.subject());
              return !cells.isEmpty() && !others.isEmpty() && !cells.intersects(others);
            });
  }

  private static String words(CodeMapping mapping) {
    return Namespaces.localName(mapping.subject())
        + (mapping.value().isEmpty() ? "" : " " + mapping.value());
  }

  private void report(ProblemCode code, CodeMapping mapping, SourceLocation where, String message) {
    problems.add(
        Problem.at(
            code,
            where,
            mapping.subject(),
            Namespaces.localName(mapping.subject()) + ": " + message));
  }

  private Set<String> types(Node subject) {
    return graph.objects(subject, RDF.type.getURI()).stream()
        .filter(Node::isURI)
        .map(Node::getURI)
        .collect(Collectors.toSet());
  }

  private String label(Node subject) {
    return graph.objects(subject, "http://www.w3.org/2000/01/rdf-schema#label").stream()
        .filter(Node::isLiteral)
        .map(Node::getLiteralLexicalForm)
        .findFirst()
        .orElse(Namespaces.localName(subject.getURI()));
  }
}
