package org.consilium.knowledge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.consilium.knowledge.CriterionReader.CaseClass;
import org.consilium.knowledge.ValueTaxonomy.Covering;
import org.semanticweb.owlapi.model.AxiomType;
import org.semanticweb.owlapi.model.HasIRI;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLAnnotationAssertionAxiom;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLClassAssertionAxiom;
import org.semanticweb.owlapi.model.OWLClassExpression;
import org.semanticweb.owlapi.model.OWLDataAllValuesFrom;
import org.semanticweb.owlapi.model.OWLDataPropertyDomainAxiom;
import org.semanticweb.owlapi.model.OWLDataPropertyRangeAxiom;
import org.semanticweb.owlapi.model.OWLDataRange;
import org.semanticweb.owlapi.model.OWLDataSomeValuesFrom;
import org.semanticweb.owlapi.model.OWLDatatype;
import org.semanticweb.owlapi.model.OWLDatatypeRestriction;
import org.semanticweb.owlapi.model.OWLDisjointClassesAxiom;
import org.semanticweb.owlapi.model.OWLDisjointUnionAxiom;
import org.semanticweb.owlapi.model.OWLEquivalentClassesAxiom;
import org.semanticweb.owlapi.model.OWLFunctionalDataPropertyAxiom;
import org.semanticweb.owlapi.model.OWLFunctionalObjectPropertyAxiom;
import org.semanticweb.owlapi.model.OWLObjectAllValuesFrom;
import org.semanticweb.owlapi.model.OWLObjectPropertyDomainAxiom;
import org.semanticweb.owlapi.model.OWLObjectPropertyRangeAxiom;
import org.semanticweb.owlapi.model.OWLObjectSomeValuesFrom;
import org.semanticweb.owlapi.model.OWLObjectUnionOf;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLPropertyAssertionAxiom;
import org.semanticweb.owlapi.model.OWLSubClassOfAxiom;
import org.semanticweb.owlapi.model.OWLSubObjectPropertyOfAxiom;

/**
 * Reads the features, values and axioms of one cancer from the OWL axioms of its vocabulary. Every
 * logical axiom must be recognised; those that are not are returned as outside the fragment.
 */
final class VocabularyReader {
  private static final String INTEGER = "http://www.w3.org/2001/XMLSchema#integer";

  private final OWLOntology ontology;
  private final String cancerIri;
  private final Map<String, Map<String, List<OWLAnnotationAssertionAxiom>>> annotations =
      new HashMap<>();
  private final Set<String> valueClasses = new HashSet<>();
  private final Map<String, CaseClass> caseClasses = new HashMap<>();
  private final Set<String> functional = new HashSet<>();
  private final Map<String, Feature> features = new LinkedHashMap<>();
  private final List<CaseAxiom> axioms = new ArrayList<>();
  private final List<OutsideAxiom> outside = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private Optional<ValueTaxonomy> cancerTaxonomy = Optional.empty();
  private final Set<OWLAxiom> used = new HashSet<>();

  VocabularyReader(OWLOntology ontology, String cancerIri) {
    this.ontology = ontology;
    this.cancerIri = cancerIri;
    ontology
        .axioms(AxiomType.ANNOTATION_ASSERTION)
        .filter(axiom -> axiom.getSubject().isIRI())
        .forEach(
            axiom ->
                annotations
                    .computeIfAbsent(axiom.getSubject().toString(), key -> new HashMap<>())
                    .computeIfAbsent(
                        axiom.getProperty().getIRI().toString(), key -> new ArrayList<>())
                    .add(axiom));
  }

  /** Reads everything; to be called once. */
  void read() {
    ontology
        .axioms(AxiomType.FUNCTIONAL_OBJECT_PROPERTY)
        .filter(a -> !a.getProperty().isAnonymous())
        .forEach(a -> functional.add(iriOf(a.getProperty().asOWLObjectProperty())));
    ontology
        .axioms(AxiomType.FUNCTIONAL_DATA_PROPERTY)
        .forEach(a -> functional.add(iriOf(a.getProperty().asOWLDataProperty())));
    cancerTaxonomy = rootOf(Namespaces.PRIMARY_CANCER).map(this::readTaxonomy);
    for (String property : featureProperties()) {
      readFeature(property).ifPresent(feature -> features.put(property, feature));
    }
    collectCaseClasses();
    readAxioms();
    if (markTotals()) {
      axioms.clear();
      outside.clear();
      readAxioms();
      markTotals();
    }
  }

  private void readAxioms() {
    CriterionReader criteria = criteria();
    reportSharedValues();
    reportCycles(criteria);
    ontology
        .logicalAxioms()
        .sorted(Comparator.comparing(OWLAxiom::toString))
        .filter(axiom -> !used.contains(axiom))
        .forEach(axiom -> readAxiom(axiom, criteria));
  }

  CriterionReader criteria() {
    return new CriterionReader(features, caseClasses, cancerIri, cancerTaxonomy);
  }

  Collection<Feature> features() {
    return features.values();
  }

  List<CaseAxiom> axioms() {
    return axioms;
  }

  List<OutsideAxiom> outside() {
    return outside;
  }

  List<Problem> problems() {
    return problems;
  }

  private Set<String> featureProperties() {
    Set<String> found = new TreeSet<>();
    annotations.forEach(
        (subject, properties) -> {
          if (properties.containsKey(Namespaces.CNS + "featureKey")
              && values(subject, Namespaces.CNS + "inCancer").contains(cancerIri)) {
            found.add(subject);
          }
        });
    return found;
  }

  private List<String> values(String subject, String property) {
    return annotations.getOrDefault(subject, Map.of()).getOrDefault(property, List.of()).stream()
        .map(
            axiom ->
                axiom
                    .getValue()
                    .asLiteral()
                    .map(literal -> literal.getLiteral())
                    .orElseGet(() -> axiom.getValue().toString().replaceAll("^<|>$", "")))
        .sorted()
        .toList();
  }

  private String english(String subject, String property) {
    return annotations.getOrDefault(subject, Map.of()).getOrDefault(property, List.of()).stream()
        .map(OWLAnnotationAssertionAxiom::getValue)
        .flatMap(value -> value.asLiteral().stream())
        .filter(literal -> literal.getLang().isEmpty() || literal.getLang().equals("en"))
        .map(literal -> literal.getLiteral())
        .sorted()
        .findFirst()
        .orElse("");
  }

  String labelOf(String iri) {
    String label = english(iri, "http://www.w3.org/2000/01/rdf-schema#label");
    return label.isEmpty() ? Namespaces.localName(iri) : label;
  }

  private Optional<Feature> readFeature(String property) {
    List<String> keys = values(property, Namespaces.CNS + "featureKey");
    IRI iri = IRI.create(property);
    boolean isObject = ontology.containsObjectPropertyInSignature(iri);
    boolean isData = ontology.containsDataPropertyInSignature(iri);
    if (keys.size() != 1 || isObject == isData) {
      return fault(property, "a feature has one key and is either an object or a data property");
    }
    String unit = values(property, Namespaces.CNS + "ucumUnit").stream().findFirst().orElse("");
    String definition = english(property, "http://www.w3.org/2004/02/skos/core#definition");
    String question = english(property, Namespaces.CNS + "questionText");
    if (isObject) {
      Optional<String> root = rootOf(property);
      if (root.isEmpty()) {
        return fault(property, "a coded feature needs a range: the class of all its values");
      }
      ValueTaxonomy taxonomy = readTaxonomy(root.get());
      FeatureKind kind = functional.contains(property) ? FeatureKind.CODE : FeatureKind.CODES;
      return Optional.of(
          new Feature(
              keys.get(0),
              property,
              kind,
              labelOf(property),
              definition,
              question,
              unit,
              NumberRange.ALL,
              false,
              Optional.of(taxonomy)));
    }
    if (!functional.contains(property)) {
      return fault(property, "a numeric or yes/no feature must be functional");
    }
    Optional<OWLDataRange> range = dataRangeOf(property);
    if (range.isEmpty()) {
      return fault(property, "a numeric or yes/no feature needs a range");
    }
    OWLDatatype datatype =
        range.get() instanceof OWLDatatypeRestriction restriction
            ? restriction.getDatatype()
            : range.get() instanceof OWLDatatype plain ? plain : null;
    Optional<NumberRange> bounds =
        range.get() instanceof OWLDatatypeRestriction restriction
            ? CriterionReader.rangeOf(restriction)
            : Optional.of(NumberRange.ALL);
    if (datatype == null || bounds.isEmpty()) {
      return fault(property, "the range must be a datatype or a datatype with bounds");
    }
    FeatureKind kind;
    if (datatype.isBoolean()) {
      kind = FeatureKind.BOOLEAN;
    } else if (datatype.getIRI().toString().equals(INTEGER)) {
      kind = FeatureKind.INTEGER;
    } else if (datatype.getIRI().getShortForm().equals("decimal")) {
      kind = FeatureKind.DECIMAL;
    } else {
      return fault(property, "the datatype must be xsd:boolean, xsd:integer or xsd:decimal");
    }
    return Optional.of(
        new Feature(
            keys.get(0),
            property,
            kind,
            labelOf(property),
            definition,
            question,
            unit,
            bounds.get(),
            false,
            Optional.empty()));
  }

  private Optional<Feature> fault(String property, String message) {
    problems.add(new Problem(ProblemCode.FEATURE_INVALID, "", 0, property, message));
    return Optional.empty();
  }

  /** The class of all values: the range, or the class that cases with this cancer are held to. */
  private Optional<String> rootOf(String property) {
    for (OWLSubClassOfAxiom axiom : ontology.axioms(AxiomType.SUBCLASS_OF).sorted().toList()) {
      if (axiom.getSuperClass() instanceof OWLObjectAllValuesFrom only
          && !only.getProperty().isAnonymous()
          && iriOf(only.getProperty().asOWLObjectProperty()).equals(property)
          && only.getFiller() instanceof OWLClass root
          && axiom.getSubClass() instanceof OWLClass holder
          && isCaseOfThisCancer(holder)) {
        used.add(axiom);
        return Optional.of(iriOf(root));
      }
    }
    for (OWLObjectPropertyRangeAxiom axiom :
        ontology.axioms(AxiomType.OBJECT_PROPERTY_RANGE).sorted().toList()) {
      if (!axiom.getProperty().isAnonymous()
          && iriOf(axiom.getProperty().asOWLObjectProperty()).equals(property)
          && axiom.getRange() instanceof OWLClass root) {
        used.add(axiom);
        return Optional.of(iriOf(root));
      }
    }
    return Optional.empty();
  }

  private boolean isCaseOfThisCancer(OWLClass holder) {
    if (iriOf(holder).equals(Namespaces.CASE)) {
      return true;
    }
    return ontology
        .equivalentClassesAxioms(holder)
        .flatMap(OWLEquivalentClassesAxiom::operands)
        .anyMatch(
            operand ->
                operand.conjunctSet().allMatch(part -> isCase(part) || isOfThisCancer(part))
                    && operand.conjunctSet().anyMatch(this::isOfThisCancer));
  }

  private static boolean isCase(OWLClassExpression expression) {
    return expression instanceof OWLClass named && iriOf(named).equals(Namespaces.CASE);
  }

  private boolean isOfThisCancer(OWLClassExpression expression) {
    return expression instanceof OWLObjectSomeValuesFrom some
        && !some.getProperty().isAnonymous()
        && iriOf(some.getProperty().asOWLObjectProperty()).equals(Namespaces.PRIMARY_CANCER)
        && some.getFiller() instanceof OWLClass cancer
        && iriOf(cancer).equals(cancerIri);
  }

  private Optional<OWLDataRange> dataRangeOf(String property) {
    for (OWLDataPropertyRangeAxiom axiom :
        ontology.axioms(AxiomType.DATA_PROPERTY_RANGE).sorted().toList()) {
      if (iriOf(axiom.getProperty().asOWLDataProperty()).equals(property)) {
        used.add(axiom);
        return Optional.of(axiom.getRange());
      }
    }
    return Optional.empty();
  }

  private ValueTaxonomy readTaxonomy(String root) {
    Map<String, Set<String>> parents = new LinkedHashMap<>();
    parents.put(root, new LinkedHashSet<>());
    List<Set<String>> disjoint = new ArrayList<>();
    List<Covering> coverings = new ArrayList<>();
    boolean grew = true;
    while (grew) {
      grew = false;
      for (OWLSubClassOfAxiom axiom : ontology.axioms(AxiomType.SUBCLASS_OF).sorted().toList()) {
        if (axiom.getSubClass() instanceof OWLClass lower
            && axiom.getSuperClass() instanceof OWLClass upper
            && parents.containsKey(iriOf(upper))) {
          used.add(axiom);
          grew |= addParent(parents, iriOf(lower), iriOf(upper));
        }
      }
      for (OWLDisjointUnionAxiom axiom :
          ontology.axioms(AxiomType.DISJOINT_UNION).sorted().toList()) {
        if (parents.containsKey(iriOf(axiom.getOWLClass()))
            && allNamed(axiom.operands().toList())) {
          used.add(axiom);
          for (OWLClassExpression part : axiom.getOperandsAsList()) {
            grew |= addParent(parents, iriOf(part.asOWLClass()), iriOf(axiom.getOWLClass()));
          }
        }
      }
      for (OWLEquivalentClassesAxiom axiom :
          ontology.axioms(AxiomType.EQUIVALENT_CLASSES).sorted().toList()) {
        Optional<Covering> covering = asCovering(axiom);
        if (covering.isPresent() && parents.containsKey(covering.get().whole())) {
          used.add(axiom);
          for (String part : covering.get().parts()) {
            grew |= addParent(parents, part, covering.get().whole());
          }
        }
      }
    }
    ontology
        .axioms(AxiomType.DISJOINT_UNION)
        .filter(axiom -> parents.containsKey(iriOf(axiom.getOWLClass())))
        .filter(axiom -> allNamed(axiom.operands().toList()))
        .sorted()
        .forEach(
            axiom -> {
              List<String> parts =
                  axiom.operands().map(part -> iriOf(part.asOWLClass())).sorted().toList();
              coverings.add(new Covering(iriOf(axiom.getOWLClass()), Set.copyOf(parts)));
              addPairs(parts, disjoint);
            });
    ontology
        .axioms(AxiomType.EQUIVALENT_CLASSES)
        .sorted()
        .flatMap(axiom -> asCovering(axiom).stream())
        .filter(covering -> parents.containsKey(covering.whole()))
        .forEach(coverings::add);
    ontology
        .axioms(AxiomType.DISJOINT_CLASSES)
        .filter(axiom -> allNamed(axiom.operands().toList()))
        .sorted()
        .forEach(
            axiom -> {
              List<String> parts =
                  axiom
                      .operands()
                      .map(part -> iriOf(part.asOWLClass()))
                      .filter(parents::containsKey)
                      .sorted()
                      .toList();
              if (parts.size() > 1) {
                used.add(axiom);
                addPairs(parts, disjoint);
              }
            });
    valueClasses.addAll(parents.keySet());
    List<ValueClass> ordered = new ArrayList<>();
    Set<String> placed = new HashSet<>();
    List<String> pending = new ArrayList<>(new TreeSet<>(parents.keySet()));
    while (!pending.isEmpty()) {
      List<String> ready =
          pending.stream().filter(iri -> placed.containsAll(parents.get(iri))).toList();
      if (ready.isEmpty()) {
        fault(root, "the taxonomy of values is cyclic");
        break;
      }
      for (String iri : ready) {
        String code =
            values(iri, "http://www.w3.org/2004/02/skos/core#notation").stream()
                .findFirst()
                .orElse("");
        ordered.add(new ValueClass(iri, code, labelOf(iri), parents.get(iri)));
      }
      placed.addAll(ready);
      pending.removeAll(ready);
    }
    reportDuplicateCodes(ordered);
    return new ValueTaxonomy(root, ordered, disjoint, coverings);
  }

  private void reportDuplicateCodes(List<ValueClass> ordered) {
    Map<String, String> seen = new HashMap<>();
    for (ValueClass value : ordered) {
      String earlier = value.code().isEmpty() ? null : seen.put(value.code(), value.iri());
      if (earlier != null) {
        problems.add(
            new Problem(
                ProblemCode.CODE_DUPLICATE,
                "",
                0,
                value.iri(),
                Namespaces.localName(value.iri())
                    + ": the code "
                    + value.code()
                    + " also names "
                    + Namespaces.localName(earlier)));
      }
    }
  }

  private static boolean addParent(Map<String, Set<String>> parents, String lower, String upper) {
    boolean isNew = !parents.containsKey(lower);
    boolean added =
        !lower.equals(upper)
            && parents.computeIfAbsent(lower, key -> new LinkedHashSet<>()).add(upper);
    return isNew || added;
  }

  private static void addPairs(List<String> parts, List<Set<String>> disjoint) {
    for (int i = 0; i < parts.size(); i++) {
      for (int j = i + 1; j < parts.size(); j++) {
        disjoint.add(Set.of(parts.get(i), parts.get(j)));
      }
    }
  }

  private static boolean allNamed(List<? extends OWLClassExpression> operands) {
    return operands.stream().allMatch(operand -> operand instanceof OWLClass);
  }

  private static Optional<Covering> asCovering(OWLEquivalentClassesAxiom axiom) {
    List<OWLClassExpression> operands = axiom.getOperandsAsList();
    if (operands.size() != 2) {
      return Optional.empty();
    }
    for (int i = 0; i < 2; i++) {
      if (operands.get(i) instanceof OWLClass whole
          && operands.get(1 - i) instanceof OWLObjectUnionOf union
          && allNamed(union.getOperandsAsList())) {
        Set<String> parts = new HashSet<>();
        union.operands().forEach(part -> parts.add(iriOf(part.asOWLClass())));
        return Optional.of(new Covering(iriOf(whole), parts));
      }
    }
    return Optional.empty();
  }

  private void collectCaseClasses() {
    ontology
        .classesInSignature()
        .sorted()
        .filter(named -> !valueClasses.contains(iriOf(named)))
        .forEach(
            named -> {
              Optional<OWLEquivalentClassesAxiom> definition =
                  ontology
                      .equivalentClassesAxioms(named)
                      .sorted()
                      .filter(axiom -> axiom.operands().count() == 2)
                      .filter(axiom -> definitionIn(axiom, named).isPresent())
                      // Another name comes last: the same axiom may well define that other name.
                      .min(
                          Comparator.comparing(
                              axiom ->
                                  definitionIn(axiom, named).orElseThrow() instanceof OWLClass));
              definition.ifPresent(used::add);
              caseClasses.put(
                  iriOf(named),
                  new CaseClass(
                      labelOf(iriOf(named)),
                      definition.flatMap(axiom -> definitionIn(axiom, named))));
            });
  }

  private static Optional<OWLClassExpression> definitionIn(
      OWLEquivalentClassesAxiom axiom, OWLClass named) {
    return axiom.operands().filter(operand -> !operand.equals(named)).findFirst();
  }

  private void readAxiom(OWLAxiom axiom, CriterionReader criteria) {
    if (axiom instanceof OWLSubClassOfAxiom inclusion) {
      if (aboutNoCase(inclusion.getSubClass())) {
        if (isValueClass(inclusion.getSubClass()) && !inclusion.getSuperClass().isOWLThing()) {
          outside.add(new OutsideAxiom(axiom, "a value that is more than a class of its taxonomy"));
        }
        return;
      }
      add(axiom, inclusion.getSubClass(), inclusion.getSuperClass(), criteria);
    } else if (axiom instanceof OWLEquivalentClassesAxiom equivalence) {
      List<OWLClassExpression> operands = equivalence.getOperandsAsList();
      for (int i = 1; i < operands.size(); i++) {
        add(axiom, operands.get(0), operands.get(i), criteria);
        add(axiom, operands.get(i), operands.get(0), criteria);
      }
    } else if (axiom instanceof OWLDisjointClassesAxiom disjoint) {
      if (disjoint.operands().anyMatch(this::speaksOfValues)
          && !disjoint.operands().allMatch(part -> aboutNoCase(part) || isCase(part))) {
        outside.add(new OutsideAxiom(axiom, "values that exclude more than other values"));
        return;
      }
      List<OWLClassExpression> operands =
          disjoint.operands().filter(operand -> !aboutNoCase(operand)).toList();
      for (int i = 0; i < operands.size(); i++) {
        for (int j = i + 1; j < operands.size(); j++) {
          add(axiom, operands.get(i), operands.get(j).getObjectComplementOf(), criteria);
        }
      }
    } else if (axiom instanceof OWLDisjointUnionAxiom union) {
      if (!aboutNoCase(union.getOWLClass()) || speaksOfValues(union.getOWLClass())) {
        outside.add(
            new OutsideAxiom(axiom, "a disjoint union of other classes than those of a taxonomy"));
      }
    } else if (axiom instanceof OWLObjectPropertyDomainAxiom domain) {
      checkDomain(axiom, domain.getDomain(), iriOfProperty(domain));
    } else if (axiom instanceof OWLDataPropertyDomainAxiom domain) {
      checkDomain(axiom, domain.getDomain(), iriOf(domain.getProperty().asOWLDataProperty()));
    } else if (axiom instanceof OWLObjectPropertyRangeAxiom range) {
      if (!range.getProperty().isAnonymous()
          && features.containsKey(iriOf(range.getProperty().asOWLObjectProperty()))) {
        outside.add(new OutsideAxiom(axiom, "a second range of a feature"));
      }
    } else if (axiom instanceof OWLDataPropertyRangeAxiom range) {
      if (features.containsKey(iriOf(range.getProperty().asOWLDataProperty()))) {
        outside.add(new OutsideAxiom(axiom, "a second range of a feature"));
      }
    } else if (axiom instanceof OWLSubObjectPropertyOfAxiom hierarchy) {
      if (isFeatureProperty(hierarchy)) {
        outside.add(new OutsideAxiom(axiom, "a hierarchy of features"));
      }
    } else if (axiom instanceof OWLClassAssertionAxiom assertion) {
      if (!aboutNoCase(assertion.getClassExpression())) {
        outside.add(new OutsideAxiom(axiom, "a case in the vocabulary"));
      }
    } else if (axiom instanceof OWLPropertyAssertionAxiom<?, ?>) {
      if (axiom.signature().anyMatch(entity -> features.containsKey(iriOf(entity)))) {
        outside.add(new OutsideAxiom(axiom, "a fact about an individual in the vocabulary"));
      }
    } else if (axiom instanceof OWLFunctionalObjectPropertyAxiom function) {
      if (function.getProperty().isAnonymous()) {
        outside.add(new OutsideAxiom(axiom, "inverse properties are not in the feature fragment"));
      }
    } else if (!(axiom instanceof OWLFunctionalDataPropertyAxiom)
        && !axiom.isOfType(AxiomType.DIFFERENT_INDIVIDUALS)) {
      outside.add(
          new OutsideAxiom(
              axiom, axiom.getAxiomType().getName() + " is not in the feature fragment"));
    }
  }

  private static String iriOfProperty(OWLObjectPropertyDomainAxiom domain) {
    return domain.getProperty().isAnonymous()
        ? ""
        : iriOf(domain.getProperty().asOWLObjectProperty());
  }

  private boolean isFeatureProperty(OWLSubObjectPropertyOfAxiom hierarchy) {
    return hierarchy.objectPropertiesInSignature().anyMatch(p -> features.containsKey(iriOf(p)));
  }

  private void checkDomain(OWLAxiom axiom, OWLClassExpression domain, String property) {
    boolean harmless =
        !features.containsKey(property)
            || domain.isOWLThing()
            || (domain instanceof OWLClass named
                && (iriOf(named).equals(Namespaces.CASE) || isCaseOfThisCancer(named)));
    if (!harmless) {
      outside.add(new OutsideAxiom(axiom, "a feature with a domain other than all cases"));
    }
  }

  /** Whether no case is a member: value classes and classes of the knowledge model. */
  private boolean aboutNoCase(OWLClassExpression expression) {
    if (!(expression instanceof OWLClass named)) {
      return false;
    }
    String iri = iriOf(named);
    return valueClasses.contains(iri)
        || (!iri.equals(Namespaces.CASE)
            && !named.isOWLThing()
            && caseClasses.containsKey(iri)
            && caseClasses.get(iri).definition().isEmpty());
  }

  private boolean isValueClass(OWLClassExpression expression) {
    return expression instanceof OWLClass named && valueClasses.contains(iriOf(named));
  }

  private boolean speaksOfValues(OWLClassExpression expression) {
    return expression.classesInSignature().anyMatch(this::isValueClass);
  }

  /**
   * Taxonomies are read one by one, each from its root down. Where two overlap, what is said of the
   * one can bear on the other, so that neither can be compiled.
   */
  private void reportSharedValues() {
    Map<String, String> rootOfClass = new HashMap<>();
    List<ValueTaxonomy> taxonomies = new ArrayList<>(cancerTaxonomy.stream().toList());
    features.values().stream().flatMap(f -> f.values().stream()).forEach(taxonomies::add);
    for (ValueTaxonomy taxonomy : taxonomies) {
      for (ValueClass value : taxonomy.classes()) {
        String earlier = rootOfClass.putIfAbsent(value.iri(), taxonomy.root());
        if (earlier != null && !earlier.equals(taxonomy.root())) {
          ontology
              .axioms(AxiomType.DECLARATION)
              .filter(axiom -> iriOf(axiom.getEntity()).equals(value.iri()))
              .findFirst()
              .ifPresent(
                  axiom ->
                      outside.add(
                          new OutsideAxiom(
                              axiom,
                              "the taxonomies "
                                  + Namespaces.localName(earlier)
                                  + " and "
                                  + Namespaces.localName(taxonomy.root())
                                  + " share "
                                  + Namespaces.localName(value.iri()))));
        }
      }
    }
  }

  /** A cyclic definition can say something of cases even if nothing refers to it. */
  private void reportCycles(CriterionReader criteria) {
    caseClasses.keySet().stream()
        .sorted()
        .filter(iri -> caseClasses.get(iri).definition().isPresent())
        .forEach(
            iri -> {
              OWLClass named =
                  ontology.getOWLOntologyManager().getOWLDataFactory().getOWLClass(IRI.create(iri));
              boolean[] cyclic = new boolean[1];
              Criteria.visit(
                  criteria.read(named),
                  part ->
                      cyclic[0] |=
                          part instanceof Criterion.Outside found
                              && found.code() == ProblemCode.CYCLE);
              if (cyclic[0]) {
                ontology
                    .equivalentClassesAxioms(named)
                    .sorted()
                    .findFirst()
                    .ifPresent(
                        axiom -> outside.add(new OutsideAxiom(axiom, "a cyclic definition")));
              }
            });
  }

  private void add(
      OWLAxiom axiom,
      OWLClassExpression condition,
      OWLClassExpression conclusion,
      CriterionReader criteria) {
    Criterion from = criteria.read(condition);
    if (Criteria.isFalse(from) || (Criteria.isTrue(from) && usesOnlyOtherFeatures(conclusion))) {
      return;
    }
    Criterion to = criteria.read(conclusion);
    Optional<Criterion.Outside> obstacle = Criteria.outside(from).or(() -> Criteria.outside(to));
    if (obstacle.isPresent()) {
      outside.add(new OutsideAxiom(axiom, obstacle.get().reason()));
      return;
    }
    String label = condition instanceof OWLClass named ? labelOf(iriOf(named)) : "";
    axioms.add(new CaseAxiom(from, to, axiom.toString(), label));
  }

  /**
   * Whether a conclusion is no more than the range or the totality of a feature that cases with
   * this cancer do not have. Then it says nothing about them, as long as every case is held to it.
   */
  private boolean usesOnlyOtherFeatures(OWLClassExpression conclusion) {
    boolean plain =
        conclusion instanceof OWLObjectAllValuesFrom
            || conclusion instanceof OWLDataAllValuesFrom
            || conclusion instanceof OWLObjectSomeValuesFrom
            || conclusion instanceof OWLDataSomeValuesFrom;
    return plain
        && conclusion
            .objectPropertiesInSignature()
            .map(VocabularyReader::iriOf)
            .noneMatch(p -> features.containsKey(p) || p.equals(Namespaces.PRIMARY_CANCER))
        && conclusion
            .dataPropertiesInSignature()
            .map(VocabularyReader::iriOf)
            .noneMatch(features::containsKey);
  }

  /**
   * Axioms that say no more than "every case has a value" become a property of the feature; for a
   * many-valued feature, whose cells cannot say so, the axiom stays as well.
   *
   * @return whether there were any
   */
  private boolean markTotals() {
    Set<String> total = new HashSet<>();
    axioms.removeIf(
        axiom -> {
          if (Criteria.isTrue(axiom.condition())) {
            Optional<Feature> feature = Criteria.presence(axiom.conclusion());
            feature.ifPresent(f -> total.add(f.iri()));
            return feature.isPresent() && feature.get().isFunctional();
          }
          return false;
        });
    features.replaceAll(
        (iri, f) ->
            total.contains(iri)
                ? new Feature(
                    f.key(),
                    f.iri(),
                    f.kind(),
                    f.label(),
                    f.definition(),
                    f.question(),
                    f.unit(),
                    f.range(),
                    true,
                    f.values())
                : f);
    return !total.isEmpty();
  }

  private static String iriOf(HasIRI entity) {
    return entity.getIRI().toString();
  }
}
