package org.consilium.reasoning;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.consilium.knowledge.Criterion;
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

  /** A criterion, with the definitions of named classes written out. */
  public OWLClassExpression of(Criterion criterion) {
    if (criterion instanceof Criterion.AllOf all) {
      return all.parts().isEmpty()
          ? factory.getOWLThing()
          : factory.getOWLObjectIntersectionOf(all.parts().stream().map(this::of).toList());
    }
    if (criterion instanceof Criterion.AnyOf any) {
      return any.parts().isEmpty()
          ? factory.getOWLNothing()
          : factory.getOWLObjectUnionOf(any.parts().stream().map(this::of).toList());
    }
    if (criterion instanceof Criterion.Not not) {
      return factory.getOWLObjectComplementOf(of(not.part()));
    }
    if (criterion instanceof Criterion.Defined defined) {
      return of(defined.definition());
    }
    if (criterion instanceof Criterion.Coded coded) {
      return factory.getOWLObjectSomeValuesFrom(
          objectProperty(coded.feature()), of(coded.values()));
    }
    if (criterion instanceof Criterion.Numeric numeric) {
      return factory.getOWLDataSomeValuesFrom(
          dataProperty(numeric.feature()), dataRange(numeric.feature(), numeric.range()));
    }
    if (criterion instanceof Criterion.Truth truth) {
      return factory.getOWLDataHasValue(
          dataProperty(truth.feature()), factory.getOWLLiteral(truth.value()));
    }
    if (criterion instanceof Criterion.Present present) {
      Feature feature = present.feature();
      return feature.kind().isCoded()
          ? factory.getOWLObjectSomeValuesFrom(
              objectProperty(feature), named(feature.taxonomy().root()))
          : factory.getOWLDataSomeValuesFrom(
              dataProperty(feature),
              feature.kind() == FeatureKind.BOOLEAN
                  ? factory.getBooleanOWLDatatype()
                  : dataRange(feature, NumberRange.ALL));
    }
    return ((Criterion.Outside) criterion).expression();
  }

  private OWLClassExpression of(Criterion.ValueExpression values) {
    if (values instanceof Criterion.ValueExpression.Both both) {
      return factory.getOWLObjectIntersectionOf(both.parts().stream().map(this::of).toList());
    }
    if (values instanceof Criterion.ValueExpression.Either either) {
      return factory.getOWLObjectUnionOf(either.parts().stream().map(this::of).toList());
    }
    if (values instanceof Criterion.ValueExpression.Other other) {
      return factory.getOWLObjectComplementOf(of(other.part()));
    }
    return named(((Criterion.ValueExpression.Of) values).value().iri());
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
