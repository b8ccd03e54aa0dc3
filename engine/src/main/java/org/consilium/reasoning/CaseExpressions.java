package org.consilium.reasoning;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.Namespaces;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.ValueClass;
import org.consilium.patient.FeatureValue;
import org.consilium.patient.PatientCase;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLClassExpression;
import org.semanticweb.owlapi.model.OWLDataFactory;
import org.semanticweb.owlapi.model.OWLDataProperty;
import org.semanticweb.owlapi.model.OWLDataRange;
import org.semanticweb.owlapi.model.OWLDatatype;
import org.semanticweb.owlapi.model.OWLFacetRestriction;
import org.semanticweb.owlapi.model.OWLObjectProperty;
import org.semanticweb.owlapi.vocab.OWLFacet;

/** Says in OWL what the facts of a case say: one class expression for each fact. */
public final class CaseExpressions {
  private static final String XSD = "http://www.w3.org/2001/XMLSchema#";

  private final OWLDataFactory factory = OWLManager.getOWLDataFactory();

  /** The class of all cases with a cancer: {@code Case and primaryCancer some cancer}. */
  public OWLClassExpression caseOf(String cancerIri) {
    return factory.getOWLObjectIntersectionOf(
        named(Namespaces.CASE),
        factory.getOWLObjectSomeValuesFrom(
            factory.getOWLObjectProperty(IRI.create(Namespaces.PRIMARY_CANCER)), named(cancerIri)));
  }

  /** The facts of a case, by feature. */
  public List<OWLClassExpression> of(PatientCase patient) {
    List<OWLClassExpression> expressions = new ArrayList<>();
    for (Map.Entry<Feature, FeatureValue> fact : patient.facts().entrySet()) {
      expressions.addAll(of(fact.getKey(), fact.getValue()));
    }
    return expressions;
  }

  /** One fact; all of the expressions hold. */
  public List<OWLClassExpression> of(Feature feature, FeatureValue value) {
    List<OWLClassExpression> expressions = new ArrayList<>();
    if (value instanceof FeatureValue.Truth truth) {
      expressions.add(
          factory.getOWLDataHasValue(dataProperty(feature), factory.getOWLLiteral(truth.value())));
    } else if (value instanceof FeatureValue.Numeric number) {
      List<OWLDataRange> ranges =
          number.anyOf().stream().map(range -> dataRange(feature, range)).toList();
      expressions.add(
          factory.getOWLDataSomeValuesFrom(
              dataProperty(feature),
              ranges.size() == 1 ? ranges.get(0) : factory.getOWLDataUnionOf(ranges)));
    } else if (value instanceof FeatureValue.Coded coded) {
      if (!coded.anyOf().isEmpty()) {
        expressions.add(some(feature, coded.anyOf()));
      }
      if (!coded.noneOf().isEmpty()) {
        expressions.add(factory.getOWLObjectComplementOf(some(feature, coded.noneOf())));
      }
    } else if (value instanceof FeatureValue.Members members) {
      for (ValueClass present : members.present()) {
        expressions.add(some(feature, List.of(present)));
      }
      for (ValueClass absent : members.absent()) {
        expressions.add(factory.getOWLObjectComplementOf(some(feature, List.of(absent))));
      }
      members
          .only()
          .ifPresent(
              only ->
                  expressions.add(
                      factory.getOWLObjectAllValuesFrom(objectProperty(feature), union(only))));
    }
    return expressions;
  }

  private OWLClassExpression some(Feature feature, Collection<ValueClass> values) {
    return factory.getOWLObjectSomeValuesFrom(objectProperty(feature), union(values));
  }

  private OWLClassExpression union(Collection<ValueClass> values) {
    if (values.isEmpty()) {
      return factory.getOWLNothing();
    }
    List<OWLClass> classes = values.stream().map(value -> named(value.iri())).toList();
    return classes.size() == 1 ? classes.get(0) : factory.getOWLObjectUnionOf(classes);
  }

  /** The data range of an interval. */
  OWLDataRange dataRange(Feature feature, NumberRange range) {
    OWLDatatype datatype =
        factory.getOWLDatatype(
            IRI.create(XSD + (feature.kind() == FeatureKind.INTEGER ? "integer" : "decimal")));
    if (range.isSingle()) {
      return factory.getOWLDataOneOf(factory.getOWLLiteral(range.low().toPlainString(), datatype));
    }
    List<OWLFacetRestriction> facets = new ArrayList<>();
    if (range.low() != null) {
      facets.add(
          facet(
              range.lowInclusive() ? OWLFacet.MIN_INCLUSIVE : OWLFacet.MIN_EXCLUSIVE, range.low()));
    }
    if (range.high() != null) {
      facets.add(
          facet(
              range.highInclusive() ? OWLFacet.MAX_INCLUSIVE : OWLFacet.MAX_EXCLUSIVE,
              range.high()));
    }
    return facets.isEmpty() ? datatype : factory.getOWLDatatypeRestriction(datatype, facets);
  }

  private OWLFacetRestriction facet(OWLFacet facet, BigDecimal number) {
    boolean whole = number.scale() <= 0;
    return factory.getOWLFacetRestriction(
        facet,
        factory.getOWLLiteral(
            number.toPlainString(),
            factory.getOWLDatatype(IRI.create(XSD + (whole ? "integer" : "decimal")))));
  }

  private OWLClass named(String iri) {
    return factory.getOWLClass(IRI.create(iri));
  }

  private OWLDataProperty dataProperty(Feature feature) {
    return factory.getOWLDataProperty(IRI.create(feature.iri()));
  }

  private OWLObjectProperty objectProperty(Feature feature) {
    return factory.getOWLObjectProperty(IRI.create(feature.iri()));
  }
}
