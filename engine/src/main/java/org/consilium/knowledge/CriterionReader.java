package org.consilium.knowledge;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.consilium.knowledge.Criterion.AllOf;
import org.consilium.knowledge.Criterion.AnyOf;
import org.consilium.knowledge.Criterion.Coded;
import org.consilium.knowledge.Criterion.Defined;
import org.consilium.knowledge.Criterion.Not;
import org.consilium.knowledge.Criterion.Numeric;
import org.consilium.knowledge.Criterion.Outside;
import org.consilium.knowledge.Criterion.Present;
import org.consilium.knowledge.Criterion.Truth;
import org.consilium.knowledge.Criterion.ValueExpression;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLClassExpression;
import org.semanticweb.owlapi.model.OWLDataAllValuesFrom;
import org.semanticweb.owlapi.model.OWLDataHasValue;
import org.semanticweb.owlapi.model.OWLDataIntersectionOf;
import org.semanticweb.owlapi.model.OWLDataOneOf;
import org.semanticweb.owlapi.model.OWLDataPropertyExpression;
import org.semanticweb.owlapi.model.OWLDataRange;
import org.semanticweb.owlapi.model.OWLDataSomeValuesFrom;
import org.semanticweb.owlapi.model.OWLDataUnionOf;
import org.semanticweb.owlapi.model.OWLDatatype;
import org.semanticweb.owlapi.model.OWLDatatypeRestriction;
import org.semanticweb.owlapi.model.OWLFacetRestriction;
import org.semanticweb.owlapi.model.OWLLiteral;
import org.semanticweb.owlapi.model.OWLObjectAllValuesFrom;
import org.semanticweb.owlapi.model.OWLObjectComplementOf;
import org.semanticweb.owlapi.model.OWLObjectIntersectionOf;
import org.semanticweb.owlapi.model.OWLObjectPropertyExpression;
import org.semanticweb.owlapi.model.OWLObjectSomeValuesFrom;
import org.semanticweb.owlapi.model.OWLObjectUnionOf;

/**
 * The whitelist of the feature fragment: turns OWL class expressions about cases into {@link
 * Criterion criteria}, and what it does not recognise into {@link Outside} with the reason.
 */
final class CriterionReader {
  /** What a case-level class means: a definition, or nothing if it is primitive. */
  record CaseClass(String label, Optional<OWLClassExpression> definition) {}

  private static final String INTEGER = "http://www.w3.org/2001/XMLSchema#integer";
  private static final String DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal";
  private static final String BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean";

  private final Map<String, Feature> features;
  private final Map<String, CaseClass> caseClasses;
  private final String cancerIri;
  private final Optional<ValueTaxonomy> cancers;
  private final Set<String> unfolding = new HashSet<>();

  /**
   * @param features features by property IRI
   * @param caseClasses the case-level classes by IRI
   * @param cancerIri the class of the cancer that every case here has
   * @param cancers all classes of cancers
   */
  CriterionReader(
      Map<String, Feature> features,
      Map<String, CaseClass> caseClasses,
      String cancerIri,
      Optional<ValueTaxonomy> cancers) {
    this.features = features;
    this.caseClasses = caseClasses;
    this.cancerIri = cancerIri;
    this.cancers = cancers;
  }

  Criterion read(OWLClassExpression expression) {
    if (expression.isOWLThing()) {
      return Criterion.TRUE;
    }
    if (expression.isOWLNothing()) {
      return Criterion.FALSE;
    }
    if (expression instanceof OWLClass named) {
      return readNamed(named);
    }
    if (expression instanceof OWLObjectIntersectionOf and) {
      return new AllOf(and.operands().map(this::read).toList());
    }
    if (expression instanceof OWLObjectUnionOf or) {
      return new AnyOf(or.operands().map(this::read).toList());
    }
    if (expression instanceof OWLObjectComplementOf not) {
      return new Not(read(not.getOperand()));
    }
    if (expression instanceof OWLObjectSomeValuesFrom some) {
      return readSome(expression, some.getProperty(), some.getFiller());
    }
    if (expression instanceof OWLObjectAllValuesFrom only) {
      return readOnly(expression, only.getProperty(), only.getFiller());
    }
    if (expression instanceof OWLDataSomeValuesFrom some) {
      return withData(
          expression, some.getProperty(), feature -> readRange(feature, some.getFiller()));
    }
    if (expression instanceof OWLDataAllValuesFrom only) {
      return withData(
          expression,
          only.getProperty(),
          feature ->
              readRange(feature, only.getFiller())
                  .map(in -> new AnyOf(List.of(new Not(new Present(feature)), in))));
    }
    if (expression instanceof OWLDataHasValue value) {
      return withData(
          expression, value.getProperty(), feature -> readLiteral(feature, value.getFiller()));
    }
    return new Outside(
        expression,
        ProblemCode.OUTSIDE_FRAGMENT,
        expression.getClassExpressionType().getName() + " is not in the feature fragment");
  }

  private Criterion readNamed(OWLClass named) {
    String iri = named.getIRI().toString();
    if (iri.equals(Namespaces.CASE)) {
      return Criterion.TRUE;
    }
    CaseClass known = caseClasses.get(iri);
    if (known == null || known.definition().isEmpty()) {
      return new Outside(
          named,
          ProblemCode.OUTSIDE_FRAGMENT,
          Namespaces.localName(iri) + " is not defined by features of a case");
    }
    if (!unfolding.add(iri)) {
      return new Outside(
          named,
          ProblemCode.CYCLE,
          "the definition of " + Namespaces.localName(iri) + " is cyclic");
    }
    try {
      return new Defined(iri, known.label(), read(known.definition().get()));
    } finally {
      unfolding.remove(iri);
    }
  }

  private Criterion readSome(
      OWLClassExpression whole, OWLObjectPropertyExpression property, OWLClassExpression filler) {
    if (property.isAnonymous()) {
      return new Outside(
          whole,
          ProblemCode.OUTSIDE_FRAGMENT,
          "inverse properties are not in the feature fragment");
    }
    String iri = property.asOWLObjectProperty().getIRI().toString();
    if (iri.equals(Namespaces.PRIMARY_CANCER)) {
      return readCancer(whole, filler);
    }
    Feature feature = features.get(iri);
    if (feature == null || !feature.kind().isCoded()) {
      return new Outside(
          whole,
          ProblemCode.FOREIGN_FEATURE,
          Namespaces.localName(iri) + " is not a feature of this cancer");
    }
    if (filler.isOWLThing()) {
      return new Present(feature);
    }
    Optional<ValueExpression> values = readValues(feature.taxonomy(), filler);
    return values.isPresent()
        ? new Coded(feature, values.get())
        : new Outside(
            whole,
            ProblemCode.OUTSIDE_FRAGMENT,
            "the values of " + feature.key() + " are not classes of its own taxonomy");
  }

  /** The cancer is known, so that a condition on it is met or not. */
  private Criterion readCancer(OWLClassExpression whole, OWLClassExpression filler) {
    if (filler.isOWLThing()) {
      return Criterion.TRUE;
    }
    Optional<BitSet> asked =
        cancers.flatMap(taxonomy -> readValues(taxonomy, filler).map(taxonomy::cellsOf));
    if (asked.isPresent()) {
      BitSet own = cancers.get().cellsOf(cancerIri);
      if (!asked.get().intersects(own)) {
        return Criterion.FALSE;
      }
      own.andNot(asked.get());
      if (own.isEmpty()) {
        return Criterion.TRUE;
      }
    }
    return new Outside(
        whole, ProblemCode.OUTSIDE_FRAGMENT, "a condition on the cancer beyond its JSON code");
  }

  private Criterion readOnly(
      OWLClassExpression whole, OWLObjectPropertyExpression property, OWLClassExpression filler) {
    if (property.isAnonymous()) {
      return new Outside(
          whole,
          ProblemCode.OUTSIDE_FRAGMENT,
          "inverse properties are not in the feature fragment");
    }
    Feature feature = features.get(property.asOWLObjectProperty().getIRI().toString());
    if (feature == null || !feature.kind().isCoded()) {
      return new Outside(
          whole,
          ProblemCode.FOREIGN_FEATURE,
          Namespaces.localName(property.asOWLObjectProperty().getIRI().toString())
              + " is not a feature of this cancer");
    }
    if (filler.isOWLNothing()) {
      return new Not(new Present(feature));
    }
    Optional<ValueExpression> values = readValues(feature.taxonomy(), filler);
    return values.isPresent()
        ? new Not(new Coded(feature, new ValueExpression.Other(values.get())))
        : new Outside(
            whole,
            ProblemCode.OUTSIDE_FRAGMENT,
            "the values of " + feature.key() + " are not classes of its own taxonomy");
  }

  /** Reads a Boolean combination of classes of one taxonomy. */
  static Optional<ValueExpression> readValues(
      ValueTaxonomy taxonomy, OWLClassExpression expression) {
    if (expression instanceof OWLClass named) {
      return taxonomy.byIri(named.getIRI().toString()).map(ValueExpression.Of::new);
    }
    if (expression instanceof OWLObjectComplementOf not) {
      return readValues(taxonomy, not.getOperand()).map(ValueExpression.Other::new);
    }
    if (expression instanceof OWLObjectUnionOf or) {
      return readParts(taxonomy, or.getOperandsAsList()).map(ValueExpression.Either::new);
    }
    if (expression instanceof OWLObjectIntersectionOf and) {
      return readParts(taxonomy, and.getOperandsAsList()).map(ValueExpression.Both::new);
    }
    return Optional.empty();
  }

  private static Optional<List<ValueExpression>> readParts(
      ValueTaxonomy taxonomy, List<OWLClassExpression> operands) {
    List<ValueExpression> parts = new ArrayList<>();
    for (OWLClassExpression operand : operands) {
      Optional<ValueExpression> part = readValues(taxonomy, operand);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      parts.add(part.get());
    }
    return Optional.of(parts);
  }

  private Criterion withData(
      OWLClassExpression whole,
      OWLDataPropertyExpression property,
      Function<Feature, Optional<Criterion>> reader) {
    String iri = property.asOWLDataProperty().getIRI().toString();
    Feature feature = features.get(iri);
    if (feature == null || feature.kind().isCoded()) {
      return new Outside(
          whole,
          ProblemCode.FOREIGN_FEATURE,
          Namespaces.localName(iri) + " is not a feature of this cancer");
    }
    return reader
        .apply(feature)
        .orElseGet(
            () ->
                new Outside(
                    whole,
                    ProblemCode.THRESHOLD_OUTSIDE_DATATYPE,
                    "the data range does not fit the feature "
                        + feature.key()
                        + ", whose datatype is "
                        + feature.kind().name().toLowerCase(java.util.Locale.ROOT)));
  }

  private Optional<Criterion> readRange(Feature feature, OWLDataRange range) {
    if (range instanceof OWLDatatype datatype) {
      String iri = datatype.getIRI().toString();
      boolean whole =
          datatype.isTopDatatype()
              || (feature.kind() == FeatureKind.BOOLEAN && iri.equals(BOOLEAN))
              || (feature.kind() == FeatureKind.INTEGER
                  && (iri.equals(INTEGER) || iri.equals(DECIMAL)))
              || (feature.kind() == FeatureKind.DECIMAL && iri.equals(DECIMAL));
      return whole ? Optional.of(new Present(feature)) : Optional.empty();
    }
    if (range instanceof OWLDatatypeRestriction restriction) {
      return readFacets(feature, restriction);
    }
    if (range instanceof OWLDataOneOf oneOf) {
      return readAll(oneOf.values().toList(), literal -> readLiteral(feature, literal))
          .map(AnyOf::new);
    }
    if (range instanceof OWLDataUnionOf or) {
      return readAll(or.operands().toList(), part -> readRange(feature, part)).map(AnyOf::new);
    }
    if (range instanceof OWLDataIntersectionOf and && feature.isFunctional()) {
      return readAll(and.operands().toList(), part -> readRange(feature, part)).map(AllOf::new);
    }
    return Optional.empty();
  }

  private static <T> Optional<List<Criterion>> readAll(
      List<T> parts, Function<T, Optional<Criterion>> reader) {
    List<Criterion> result = new ArrayList<>();
    for (T part : parts) {
      Optional<Criterion> read = reader.apply(part);
      if (read.isEmpty()) {
        return Optional.empty();
      }
      result.add(read.get());
    }
    return Optional.of(result);
  }

  private static Optional<Criterion> readFacets(
      Feature feature, OWLDatatypeRestriction restriction) {
    String datatype = restriction.getDatatype().getIRI().toString();
    boolean fits =
        (feature.kind() == FeatureKind.INTEGER
                && (datatype.equals(INTEGER) || datatype.equals(DECIMAL)))
            || (feature.kind() == FeatureKind.DECIMAL && datatype.equals(DECIMAL));
    return fits ? rangeOf(restriction).map(range -> new Numeric(feature, range)) : Optional.empty();
  }

  /** The interval of a facet restriction; empty if a facet or a number is not understood. */
  static Optional<NumberRange> rangeOf(OWLDatatypeRestriction restriction) {
    NumberRange range = NumberRange.ALL;
    for (OWLFacetRestriction facet : restriction.facetRestrictionsAsList()) {
      Optional<BigDecimal> number = numberOf(facet.getFacetValue());
      if (number.isEmpty()) {
        return Optional.empty();
      }
      switch (facet.getFacet()) {
        case MIN_INCLUSIVE -> range = range.intersect(NumberRange.atLeast(number.get()));
        case MIN_EXCLUSIVE -> range = range.intersect(NumberRange.above(number.get()));
        case MAX_INCLUSIVE -> range = range.intersect(NumberRange.atMost(number.get()));
        case MAX_EXCLUSIVE -> range = range.intersect(NumberRange.below(number.get()));
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(range);
  }

  private static Optional<Criterion> readLiteral(Feature feature, OWLLiteral literal) {
    if (feature.kind() == FeatureKind.BOOLEAN) {
      return literal.isBoolean()
          ? Optional.of(new Truth(feature, literal.parseBoolean()))
          : Optional.empty();
    }
    return numberOf(literal).map(value -> new Numeric(feature, NumberRange.exactly(value)));
  }

  private static Optional<BigDecimal> numberOf(OWLLiteral literal) {
    String datatype = literal.getDatatype().getIRI().toString();
    if (!datatype.equals(INTEGER) && !datatype.equals(DECIMAL)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(literal.getLiteral().strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
