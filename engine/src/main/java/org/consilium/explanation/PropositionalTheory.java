package org.consilium.explanation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.logicng.formulas.Formula;
import org.logicng.formulas.FormulaFactory;
import org.logicng.formulas.Variable;
import org.logicng.solvers.MiniSat;
import org.semanticweb.owlapi.model.AxiomType;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLClassAssertionAxiom;
import org.semanticweb.owlapi.model.OWLClassExpression;
import org.semanticweb.owlapi.model.OWLDataAllValuesFrom;
import org.semanticweb.owlapi.model.OWLDataComplementOf;
import org.semanticweb.owlapi.model.OWLDataHasValue;
import org.semanticweb.owlapi.model.OWLDataIntersectionOf;
import org.semanticweb.owlapi.model.OWLDataOneOf;
import org.semanticweb.owlapi.model.OWLDataProperty;
import org.semanticweb.owlapi.model.OWLDataPropertyDomainAxiom;
import org.semanticweb.owlapi.model.OWLDataPropertyRangeAxiom;
import org.semanticweb.owlapi.model.OWLDataRange;
import org.semanticweb.owlapi.model.OWLDataSomeValuesFrom;
import org.semanticweb.owlapi.model.OWLDataUnionOf;
import org.semanticweb.owlapi.model.OWLDatatype;
import org.semanticweb.owlapi.model.OWLDatatypeRestriction;
import org.semanticweb.owlapi.model.OWLDisjointClassesAxiom;
import org.semanticweb.owlapi.model.OWLDisjointUnionAxiom;
import org.semanticweb.owlapi.model.OWLEquivalentClassesAxiom;
import org.semanticweb.owlapi.model.OWLFacetRestriction;
import org.semanticweb.owlapi.model.OWLLiteral;
import org.semanticweb.owlapi.model.OWLObjectAllValuesFrom;
import org.semanticweb.owlapi.model.OWLObjectComplementOf;
import org.semanticweb.owlapi.model.OWLObjectIntersectionOf;
import org.semanticweb.owlapi.model.OWLObjectProperty;
import org.semanticweb.owlapi.model.OWLObjectPropertyDomainAxiom;
import org.semanticweb.owlapi.model.OWLObjectPropertyExpression;
import org.semanticweb.owlapi.model.OWLObjectPropertyRangeAxiom;
import org.semanticweb.owlapi.model.OWLObjectSomeValuesFrom;
import org.semanticweb.owlapi.model.OWLObjectUnionOf;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLPropertyAssertionAxiom;
import org.semanticweb.owlapi.model.OWLSubClassOfAxiom;
import org.semanticweb.owlapi.model.OWLSubObjectPropertyOfAxiom;

/**
 * What the axioms of an ontology say of one case, in propositional logic: a case exists exactly
 * when the formulas can be satisfied together.
 *
 * <p>It is read from the OWL axioms themselves and shares nothing with the compiled reasoner, so
 * that one can bear witness against the other. A variable says that the case is of a class; that a
 * property has a value of one <em>type</em>, which is a combination of classes that the axioms
 * about values allow, found by enumerating models; or that a number lies below a bound. A property
 * with one value has at most one type.
 *
 * <p>Right under two conditions, which are checked: fillers of restrictions hold no restrictions
 * themselves, and axioms with restrictions speak of value classes only in fillers. Then every value
 * can be a copy of the case in all respects but its value classes, and no axiom objects.
 */
public final class PropositionalTheory {
  private static final int MAXIMUM_TYPES = 5000;
  private static final String XSD = "http://www.w3.org/2001/XMLSchema#";

  /** An axiom or expression that is beyond propositional logic. */
  public static final class NotPropositionalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotPropositionalException(String message) {
      super(message);
    }
  }

  /** A bound of a number: below it, or at it if it is included. */
  private record Bound(BigDecimal number, boolean included) {}

  private static final Comparator<Bound> ASCENDING =
      Comparator.comparing(Bound::number).thenComparing(Bound::included);

  private final FormulaFactory factory;
  private final OWLOntology ontology;
  private final String copy;
  private final Consumer<Formula> sink;
  private final Map<OWLObjectProperty, List<Set<OWLClass>>> types;
  private final Map<OWLDataProperty, TreeMap<Bound, Variable>> bounds = new HashMap<>();
  private final Map<OWLClassExpression, Formula> known = new HashMap<>();

  /**
   * States the axioms.
   *
   * @param ontology the axioms
   * @param factory makes the formulas
   * @param copy part of the names of all variables, to tell several cases apart
   * @param sink takes the formulas that hold, now and as more is asked
   * @throws NotPropositionalException if an axiom is beyond propositional logic
   */
  public PropositionalTheory(
      OWLOntology ontology, FormulaFactory factory, String copy, Consumer<Formula> sink) {
    this(ontology, factory, copy, sink, new HashMap<>());
    readTypes();
    state();
  }

  private PropositionalTheory(
      OWLOntology ontology,
      FormulaFactory factory,
      String copy,
      Consumer<Formula> sink,
      Map<OWLObjectProperty, List<Set<OWLClass>>> types) {
    this.ontology = ontology;
    this.factory = factory;
    this.copy = copy;
    this.sink = sink;
    this.types = types;
  }

  /**
   * The same theory about another case.
   *
   * @param name part of the names of its variables
   * @param formulas takes its formulas
   */
  public PropositionalTheory another(String name, Consumer<Formula> formulas) {
    PropositionalTheory other = new PropositionalTheory(ontology, factory, name, formulas, types);
    other.state();
    return other;
  }

  /** The variables that say what value or values a property has; the order is always the same. */
  public List<Variable> variables(String property) {
    List<Variable> variables = new ArrayList<>();
    types.forEach(
        (p, list) -> {
          if (p.getIRI().toString().equals(property)) {
            for (int i = 0; i < list.size(); i++) {
              variables.add(typeVariable(p, i));
            }
          }
        });
    ontology
        .dataPropertiesInSignature()
        .filter(p -> p.getIRI().toString().equals(property))
        .forEach(
            p -> {
              variables.add(present(p));
              variables.add(truth(p));
              variables.addAll(bounds.getOrDefault(p, new TreeMap<>(ASCENDING)).values());
            });
    return variables;
  }

  /**
   * When the case is of a class.
   *
   * @throws NotPropositionalException if the expression is beyond propositional logic
   */
  public Formula of(OWLClassExpression expression) {
    Formula formula = known.get(expression);
    if (formula == null) {
      formula = read(expression);
      known.put(expression, formula);
    }
    return formula;
  }

  private Formula read(OWLClassExpression expression) {
    if (expression.isOWLThing()) {
      return factory.verum();
    }
    if (expression.isOWLNothing()) {
      return factory.falsum();
    }
    if (expression instanceof OWLClass named) {
      return factory.variable(copy + "case of " + named.getIRI());
    }
    if (expression instanceof OWLObjectIntersectionOf and) {
      return factory.and(and.operands().map(this::of).toList());
    }
    if (expression instanceof OWLObjectUnionOf or) {
      return factory.or(or.operands().map(this::of).toList());
    }
    if (expression instanceof OWLObjectComplementOf not) {
      return factory.not(of(not.getOperand()));
    }
    if (expression instanceof OWLObjectSomeValuesFrom some) {
      return some(some.getProperty(), some.getFiller(), true);
    }
    if (expression instanceof OWLObjectAllValuesFrom only) {
      return factory.not(some(only.getProperty(), only.getFiller(), false));
    }
    if (expression instanceof OWLDataSomeValuesFrom some) {
      OWLDataProperty property = some.getProperty().asOWLDataProperty();
      return factory.and(present(property), range(property, some.getFiller()));
    }
    if (expression instanceof OWLDataAllValuesFrom only) {
      OWLDataProperty property = only.getProperty().asOWLDataProperty();
      return factory.or(factory.not(present(property)), range(property, only.getFiller()));
    }
    if (expression instanceof OWLDataHasValue value) {
      OWLDataProperty property = value.getProperty().asOWLDataProperty();
      return factory.and(present(property), equal(property, value.getFiller()));
    }
    throw new NotPropositionalException(
        expression.getClassExpressionType().getName() + " is beyond propositional logic");
  }

  // Axioms.

  private void state() {
    ontology.logicalAxioms().sorted(Comparator.comparing(OWLAxiom::toString)).forEach(this::state);
    types.forEach(
        (property, list) -> {
          if (isFunctional(property)) {
            List<Variable> all = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
              all.add(typeVariable(property, i));
            }
            for (int i = 0; i < all.size(); i++) {
              for (int j = i + 1; j < all.size(); j++) {
                sink.accept(factory.or(all.get(i).negate(), all.get(j).negate()));
              }
            }
          }
        });
  }

  private void state(OWLAxiom axiom) {
    checkValuesOnlyInFillers(axiom);
    if (axiom instanceof OWLSubClassOfAxiom inclusion) {
      sink.accept(factory.implication(of(inclusion.getSubClass()), of(inclusion.getSuperClass())));
    } else if (axiom instanceof OWLEquivalentClassesAxiom equivalence) {
      List<OWLClassExpression> operands = equivalence.getOperandsAsList();
      for (int i = 1; i < operands.size(); i++) {
        sink.accept(factory.equivalence(of(operands.get(0)), of(operands.get(i))));
      }
    } else if (axiom instanceof OWLDisjointClassesAxiom disjoint) {
      exclude(disjoint.getOperandsAsList());
    } else if (axiom instanceof OWLDisjointUnionAxiom union) {
      exclude(union.getOperandsAsList());
      sink.accept(
          factory.equivalence(
              of(union.getOWLClass()), factory.or(union.operands().map(this::of).toList())));
    } else if (axiom instanceof OWLObjectPropertyDomainAxiom domain) {
      sink.accept(
          factory.implication(some(domain.getProperty(), thing(), true), of(domain.getDomain())));
    } else if (axiom instanceof OWLDataPropertyDomainAxiom domain) {
      sink.accept(
          factory.implication(
              present(domain.getProperty().asOWLDataProperty()), of(domain.getDomain())));
    } else if (axiom instanceof OWLDataPropertyRangeAxiom range) {
      OWLDataProperty property = range.getProperty().asOWLDataProperty();
      sink.accept(factory.implication(present(property), range(property, range.getRange())));
    } else if (axiom instanceof OWLClassAssertionAxiom assertion) {
      if (!(assertion.getClassExpression() instanceof OWLClass)) {
        throw beyond(axiom);
      }
    } else if (axiom instanceof OWLSubObjectPropertyOfAxiom hierarchy) {
      // Properties that no axiom about cases uses.
      if (hierarchy.objectPropertiesInSignature().anyMatch(types::containsKey)
          || hierarchy
              .objectPropertiesInSignature()
              .anyMatch(p -> ontology.objectPropertyDomainAxioms(p).findAny().isPresent())) {
        throw beyond(axiom);
      }
    } else if (!(axiom instanceof OWLObjectPropertyRangeAxiom)
        && !(axiom instanceof OWLPropertyAssertionAxiom<?, ?>)
        && !axiom.isOfType(
            AxiomType.DIFFERENT_INDIVIDUALS,
            AxiomType.FUNCTIONAL_OBJECT_PROPERTY,
            AxiomType.FUNCTIONAL_DATA_PROPERTY)) {
      throw beyond(axiom);
    }
  }

  private static NotPropositionalException beyond(OWLAxiom axiom) {
    return new NotPropositionalException(
        axiom.getAxiomType().getName() + " is beyond propositional logic: " + axiom);
  }

  private void exclude(List<OWLClassExpression> operands) {
    for (int i = 0; i < operands.size(); i++) {
      for (int j = i + 1; j < operands.size(); j++) {
        sink.accept(factory.or(factory.not(of(operands.get(i))), factory.not(of(operands.get(j)))));
      }
    }
  }

  private OWLClass thing() {
    return ontology.getOWLOntologyManager().getOWLDataFactory().getOWLThing();
  }

  private boolean isFunctional(OWLObjectProperty property) {
    return ontology.functionalObjectPropertyAxioms(property).findAny().isPresent();
  }

  // Values that are classes.

  private static boolean isBoolean(OWLAxiom axiom) {
    return axiom.objectPropertiesInSignature().findAny().isEmpty()
        && axiom.dataPropertiesInSignature().findAny().isEmpty()
        && axiom.individualsInSignature().findAny().isEmpty();
  }

  /** The classes that fillers of a property speak of. */
  private Set<OWLClass> fillerClasses(OWLObjectProperty property) {
    Set<OWLClass> classes = new TreeSet<>();
    ontology
        .logicalAxioms()
        .flatMap(OWLAxiom::nestedClassExpressions)
        .forEach(
            expression -> {
              if (expression instanceof OWLObjectSomeValuesFrom some
                  && some.getProperty().equals(property)) {
                some.getFiller().classesInSignature().forEach(classes::add);
              } else if (expression instanceof OWLObjectAllValuesFrom only
                  && only.getProperty().equals(property)) {
                only.getFiller().classesInSignature().forEach(classes::add);
              }
            });
    ontology
        .objectPropertyRangeAxioms(property)
        .forEach(range -> range.getRange().classesInSignature().forEach(classes::add));
    classes.removeIf(named -> named.isOWLThing() || named.isOWLNothing());
    return classes;
  }

  private void readTypes() {
    List<OWLAxiom> aboutValues =
        ontology
            .logicalAxioms()
            .filter(PropositionalTheory::isBoolean)
            .map(a -> (OWLAxiom) a)
            .toList();
    for (OWLObjectProperty property : ontology.objectPropertiesInSignature().sorted().toList()) {
      Set<OWLClass> classes = fillerClasses(property);
      if (classes.isEmpty()) {
        continue;
      }
      boolean grew = true;
      List<OWLAxiom> tied = new ArrayList<>();
      while (grew) {
        grew = false;
        for (OWLAxiom axiom : aboutValues) {
          if (!tied.contains(axiom) && axiom.classesInSignature().anyMatch(classes::contains)) {
            tied.add(axiom);
            axiom.classesInSignature().forEach(classes::add);
            grew = true;
          }
        }
      }
      classes.removeIf(named -> named.isOWLThing() || named.isOWLNothing());
      types.put(property, enumerate(property, classes, tied));
    }
  }

  /** The combinations of classes that one value can have. */
  private List<Set<OWLClass>> enumerate(
      OWLObjectProperty property, Set<OWLClass> classes, List<OWLAxiom> tied) {
    FormulaFactory own = new FormulaFactory();
    MiniSat solver = MiniSat.miniSat(own);
    PropositionalTheory value =
        new PropositionalTheory(ontology, own, "", solver::add, new LinkedHashMap<>());
    tied.forEach(value::state);
    ontology
        .objectPropertyRangeAxioms(property)
        .forEach(range -> solver.add(value.of(range.getRange())));
    Map<Variable, OWLClass> byVariable = new LinkedHashMap<>();
    for (OWLClass named : classes) {
      Variable variable = (Variable) value.of(named);
      byVariable.put(variable, named);
      solver.add(own.or(variable, own.not(variable)));
    }
    List<Set<OWLClass>> found = new ArrayList<>();
    while (solver.sat() == org.logicng.datastructures.Tristate.TRUE) {
      var model = solver.model(byVariable.keySet());
      Set<OWLClass> type = new TreeSet<>();
      List<Formula> different = new ArrayList<>();
      byVariable.forEach(
          (variable, named) -> {
            boolean holds = model != null && model.evaluateLit(variable);
            if (holds) {
              type.add(named);
            }
            different.add(holds ? variable.negate() : variable);
          });
      found.add(type);
      if (found.size() > MAXIMUM_TYPES) {
        throw new NotPropositionalException("too many kinds of values of " + property);
      }
      solver.add(own.or(different));
    }
    found.sort(Comparator.comparing(Object::toString));
    return found;
  }

  private void checkValuesOnlyInFillers(OWLAxiom axiom) {
    if (types.isEmpty() || isBoolean(axiom)) {
      return;
    }
    Set<OWLClass> outsideFillers = new HashSet<>();
    if (axiom instanceof OWLSubClassOfAxiom inclusion) {
      collect(inclusion.getSubClass(), outsideFillers);
      collect(inclusion.getSuperClass(), outsideFillers);
    } else if (axiom instanceof OWLEquivalentClassesAxiom equivalence) {
      equivalence.operands().forEach(operand -> collect(operand, outsideFillers));
    } else if (axiom instanceof OWLDisjointClassesAxiom disjoint) {
      disjoint.operands().forEach(operand -> collect(operand, outsideFillers));
    } else if (axiom instanceof OWLDisjointUnionAxiom union) {
      outsideFillers.add(union.getOWLClass());
      union.operands().forEach(operand -> collect(operand, outsideFillers));
    } else if (axiom instanceof OWLObjectPropertyDomainAxiom domain) {
      collect(domain.getDomain(), outsideFillers);
    } else if (axiom instanceof OWLDataPropertyDomainAxiom domain) {
      collect(domain.getDomain(), outsideFillers);
    }
    for (List<Set<OWLClass>> list : types.values()) {
      for (Set<OWLClass> type : list) {
        if (type.stream().anyMatch(outsideFillers::contains)) {
          throw beyond(axiom);
        }
      }
    }
  }

  private static void collect(OWLClassExpression expression, Set<OWLClass> classes) {
    if (expression instanceof OWLClass named) {
      classes.add(named);
    } else if (expression instanceof OWLObjectIntersectionOf and) {
      and.operands().forEach(operand -> collect(operand, classes));
    } else if (expression instanceof OWLObjectUnionOf or) {
      or.operands().forEach(operand -> collect(operand, classes));
    } else if (expression instanceof OWLObjectComplementOf not) {
      collect(not.getOperand(), classes);
    }
  }

  private Variable typeVariable(OWLObjectProperty property, int type) {
    return factory.variable(copy + "type " + type + " of " + property.getIRI());
  }

  /** That a value is of the filler, or of its complement. */
  private Formula some(
      OWLObjectPropertyExpression expression, OWLClassExpression filler, boolean positive) {
    if (expression.isAnonymous() || !types.containsKey(expression.asOWLObjectProperty())) {
      throw new NotPropositionalException("nothing is known of the values of " + expression);
    }
    OWLObjectProperty property = expression.asOWLObjectProperty();
    List<Set<OWLClass>> list = types.get(property);
    List<Formula> ways = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      if (isOf(property, list.get(i), filler) == positive) {
        ways.add(typeVariable(property, i));
      }
    }
    return factory.or(ways);
  }

  private boolean isOf(OWLObjectProperty property, Set<OWLClass> type, OWLClassExpression filler) {
    if (filler.isOWLThing()) {
      return true;
    }
    if (filler.isOWLNothing()) {
      return false;
    }
    if (filler instanceof OWLClass named) {
      if (types.get(property).stream().noneMatch(other -> other.contains(named))
          && !fillerClasses(property).contains(named)
          && !isTied(property, named)) {
        throw new NotPropositionalException(named + " is no class of values of " + property);
      }
      return type.contains(named);
    }
    if (filler instanceof OWLObjectIntersectionOf and) {
      return and.operands().allMatch(operand -> isOf(property, type, operand));
    }
    if (filler instanceof OWLObjectUnionOf or) {
      return or.operands().anyMatch(operand -> isOf(property, type, operand));
    }
    if (filler instanceof OWLObjectComplementOf not) {
      return !isOf(property, type, not.getOperand());
    }
    throw new NotPropositionalException("a restriction within the values of " + property);
  }

  private boolean isTied(OWLObjectProperty property, OWLClass named) {
    return ontology
        .logicalAxioms()
        .filter(PropositionalTheory::isBoolean)
        .filter(axiom -> axiom.containsEntityInSignature(named))
        .anyMatch(
            axiom ->
                axiom
                    .classesInSignature()
                    .anyMatch(
                        other -> types.get(property).stream().anyMatch(t -> t.contains(other))));
  }

  // Values that are numbers or truth values.

  private Variable present(OWLDataProperty property) {
    if (ontology.functionalDataPropertyAxioms(property).findAny().isEmpty()) {
      throw new NotPropositionalException(property + " may have several values");
    }
    return factory.variable(copy + "value of " + property.getIRI());
  }

  private Variable truth(OWLDataProperty property) {
    return factory.variable(copy + "truth of " + property.getIRI());
  }

  private String datatype(OWLDataProperty property) {
    Set<String> datatypes = new TreeSet<>();
    ontology
        .dataPropertyRangeAxioms(property)
        .forEach(
            axiom ->
                axiom
                    .getRange()
                    .datatypesInSignature()
                    .forEach(d -> datatypes.add(d.getIRI().toString())));
    // The numbers within facets are of their own datatype.
    if (datatypes.contains(XSD + "boolean")) {
      return "boolean";
    }
    boolean whole =
        ontology
            .dataPropertyRangeAxioms(property)
            .anyMatch(
                axiom ->
                    axiom.getRange() instanceof OWLDatatype plain
                        ? plain.isInteger()
                        : axiom.getRange() instanceof OWLDatatypeRestriction restricted
                            && restricted.getDatatype().isInteger());
    if (whole) {
      return "integer";
    }
    if (datatypes.contains(XSD + "decimal")) {
      return "decimal";
    }
    throw new NotPropositionalException(property + " has neither truth values nor numbers");
  }

  private Formula range(OWLDataProperty property, OWLDataRange range) {
    String own = datatype(property);
    if (range instanceof OWLDatatype datatype) {
      if (datatype.isTopDatatype()) {
        return factory.verum();
      }
      return switch (datatype.getIRI().toString().replace(XSD, "")) {
        case "boolean" -> factory.constant(own.equals("boolean"));
        case "decimal" -> factory.constant(!own.equals("boolean"));
        case "integer" -> {
          if (own.equals("decimal")) {
            throw new NotPropositionalException("whole numbers among those of " + property);
          }
          yield factory.constant(own.equals("integer"));
        }
        default -> throw new NotPropositionalException("the datatype " + datatype);
      };
    }
    if (range instanceof OWLDatatypeRestriction restriction) {
      List<Formula> all = new ArrayList<>();
      all.add(range(property, restriction.getDatatype()));
      for (OWLFacetRestriction facet : restriction.facetRestrictionsAsList()) {
        BigDecimal number = number(facet.getFacetValue());
        all.add(
            switch (facet.getFacet()) {
              case MIN_INCLUSIVE -> factory.not(below(property, number, false));
              case MIN_EXCLUSIVE -> factory.not(below(property, number, true));
              case MAX_INCLUSIVE -> below(property, number, true);
              case MAX_EXCLUSIVE -> below(property, number, false);
              default -> throw new NotPropositionalException("the facet " + facet.getFacet());
            });
      }
      return factory.and(all);
    }
    if (range instanceof OWLDataOneOf oneOf) {
      return factory.or(oneOf.values().map(literal -> equal(property, literal)).toList());
    }
    if (range instanceof OWLDataUnionOf or) {
      return factory.or(or.operands().map(part -> range(property, part)).toList());
    }
    if (range instanceof OWLDataIntersectionOf and) {
      return factory.and(and.operands().map(part -> range(property, part)).toList());
    }
    if (range instanceof OWLDataComplementOf not) {
      return factory.not(range(property, not.getDataRange()));
    }
    throw new NotPropositionalException("the data range " + range);
  }

  private Formula equal(OWLDataProperty property, OWLLiteral literal) {
    boolean truths = datatype(property).equals("boolean");
    if (truths != literal.isBoolean()) {
      return factory.falsum();
    }
    if (truths) {
      return literal.parseBoolean() ? truth(property) : truth(property).negate();
    }
    BigDecimal number = number(literal);
    return factory.and(below(property, number, true), factory.not(below(property, number, false)));
  }

  private static BigDecimal number(OWLLiteral literal) {
    if (!literal.getDatatype().isInteger()
        && !literal.getDatatype().getIRI().toString().equals(XSD + "decimal")) {
      throw new NotPropositionalException("the number " + literal);
    }
    return new BigDecimal(literal.getLiteral().strip());
  }

  private Formula below(OWLDataProperty property, BigDecimal number, boolean included) {
    Bound bound = new Bound(number.stripTrailingZeros(), included);
    if (datatype(property).equals("integer")) {
      BigDecimal largest =
          included
              ? number.setScale(0, RoundingMode.FLOOR)
              : number.setScale(0, RoundingMode.CEILING).subtract(BigDecimal.ONE);
      bound = new Bound(largest.stripTrailingZeros(), true);
    }
    TreeMap<Bound, Variable> chain =
        bounds.computeIfAbsent(property, key -> new TreeMap<>(ASCENDING));
    Variable variable = chain.get(bound);
    if (variable == null) {
      variable =
          factory.variable(
              copy
                  + property.getIRI()
                  + (bound.included() ? " at most " : " below ")
                  + bound.number().toPlainString());
      var lower = chain.lowerEntry(bound);
      var higher = chain.higherEntry(bound);
      if (lower != null) {
        sink.accept(factory.or(lower.getValue().negate(), variable));
      }
      if (higher != null) {
        sink.accept(factory.or(variable.negate(), higher.getValue()));
      }
      chain.put(bound, variable);
    }
    return variable;
  }
}
