package org.consilium.knowledge;

import java.util.List;
import org.semanticweb.owlapi.model.OWLClassExpression;

/**
 * A condition on a case in the <em>feature fragment</em> of OWL 2 DL: a Boolean combination of
 * restrictions on features. Whatever cannot be expressed so is {@link Outside}, with the reason,
 * and is left to HermiT.
 */
public sealed interface Criterion {
  /** All of the parts hold; with no parts, every case meets it. */
  record AllOf(List<Criterion> parts) implements Criterion {
    public AllOf {
      parts = List.copyOf(parts);
    }
  }

  /** At least one of the parts holds; with no parts, no case meets it. */
  record AnyOf(List<Criterion> parts) implements Criterion {
    public AnyOf {
      parts = List.copyOf(parts);
    }
  }

  /** The part does not hold. */
  record Not(Criterion part) implements Criterion {}

  /** A case-level class of the ontology, with its definition. */
  record Defined(String iri, String label, Criterion definition) implements Criterion {}

  /** The feature has a value of the given kind: {@code feature some values}. */
  record Coded(Feature feature, ValueExpression values) implements Criterion {}

  /** The feature has a number in the range. */
  record Numeric(Feature feature, NumberRange range) implements Criterion {}

  /** The feature is yes or no. */
  record Truth(Feature feature, boolean value) implements Criterion {}

  /** The feature has a value at all. */
  record Present(Feature feature) implements Criterion {}

  /** An expression outside the fragment, with the kind of obstacle and the reason in words. */
  record Outside(OWLClassExpression expression, ProblemCode code, String reason)
      implements Criterion {}

  /** Every case. */
  Criterion TRUE = new AllOf(List.of());

  /** No case. */
  Criterion FALSE = new AnyOf(List.of());

  /** A Boolean combination of value classes of one taxonomy. */
  sealed interface ValueExpression {
    /** Values of one class. */
    record Of(ValueClass value) implements ValueExpression {}

    /** Values of all parts. */
    record Both(List<ValueExpression> parts) implements ValueExpression {
      public Both {
        parts = List.copyOf(parts);
      }
    }

    /** Values of any part. */
    record Either(List<ValueExpression> parts) implements ValueExpression {
      public Either {
        parts = List.copyOf(parts);
      }
    }

    /** Values that are not of the part. */
    record Other(ValueExpression part) implements ValueExpression {}
  }
}
