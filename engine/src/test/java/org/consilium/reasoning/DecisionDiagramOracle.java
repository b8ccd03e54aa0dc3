package org.consilium.reasoning;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Namespaces;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.SafetyRule;
import org.consilium.knowledge.ValueClass;
import org.consilium.patient.FeatureValue;
import org.consilium.patient.PatientCase;
import org.semanticweb.owlapi.model.AxiomType;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLClassAssertionAxiom;
import org.semanticweb.owlapi.model.OWLClassExpression;
import org.semanticweb.owlapi.model.OWLDataAllValuesFrom;
import org.semanticweb.owlapi.model.OWLDataFactory;
import org.semanticweb.owlapi.model.OWLDataHasValue;
import org.semanticweb.owlapi.model.OWLDataOneOf;
import org.semanticweb.owlapi.model.OWLDataProperty;
import org.semanticweb.owlapi.model.OWLDataPropertyExpression;
import org.semanticweb.owlapi.model.OWLDataPropertyRangeAxiom;
import org.semanticweb.owlapi.model.OWLDataRange;
import org.semanticweb.owlapi.model.OWLDataSomeValuesFrom;
import org.semanticweb.owlapi.model.OWLDatatype;
import org.semanticweb.owlapi.model.OWLDatatypeRestriction;
import org.semanticweb.owlapi.model.OWLDisjointClassesAxiom;
import org.semanticweb.owlapi.model.OWLDisjointUnionAxiom;
import org.semanticweb.owlapi.model.OWLEntity;
import org.semanticweb.owlapi.model.OWLEquivalentClassesAxiom;
import org.semanticweb.owlapi.model.OWLFacetRestriction;
import org.semanticweb.owlapi.model.OWLLiteral;
import org.semanticweb.owlapi.model.OWLLogicalAxiom;
import org.semanticweb.owlapi.model.OWLObjectAllValuesFrom;
import org.semanticweb.owlapi.model.OWLObjectComplementOf;
import org.semanticweb.owlapi.model.OWLObjectIntersectionOf;
import org.semanticweb.owlapi.model.OWLObjectProperty;
import org.semanticweb.owlapi.model.OWLObjectPropertyExpression;
import org.semanticweb.owlapi.model.OWLObjectPropertyRangeAxiom;
import org.semanticweb.owlapi.model.OWLObjectSomeValuesFrom;
import org.semanticweb.owlapi.model.OWLObjectUnionOf;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLPropertyAssertionAxiom;
import org.semanticweb.owlapi.model.OWLPropertyExpression;
import org.semanticweb.owlapi.model.OWLSubClassOfAxiom;
import org.semanticweb.owlapi.model.OWLSubObjectPropertyOfAxiom;

/**
 * A third oracle, beside HermiT and satisfiability tests: axioms, facts and populations as binary
 * decision diagrams. A population applies if axioms and facts without it are the false diagram, and
 * does not apply if they are false with it. For one thread.
 *
 * <p>It reads the OWL axioms and the facts for itself and shares no code with the compiled reasoner
 * or with the propositional theory. The one value of a functional property is written as its
 * classes; of a many-valued property, a variable for each combination of classes says that some
 * value has it. A number or truth value is the number of its cell in binary, where the cells lie at
 * and between all numbers that are written anywhere. A defined class is its definition. The
 * variables of a property stay together, and properties that axioms join are near each other.
 *
 * <p>As values hold no restrictions and cases are no values, which is checked, a value can be a
 * copy of the case in all respects but its value classes.
 */
final class DecisionDiagramOracle {
  private static final int ROUNDS = 30;

  /** Numbers between two bounds; no bound is {@code null}. */
  private record Interval(BigDecimal low, boolean fromLow, BigDecimal high, boolean toHigh) {
    private static boolean allows(BigDecimal low, boolean from, BigDecimal high, boolean to) {
      int order = low == null || high == null ? -1 : low.compareTo(high);
      return order < 0 || (order == 0 && from && to);
    }

    /** The whole numbers in it. */
    Interval whole() {
      BigDecimal first = low == null ? null : low.setScale(0, RoundingMode.CEILING);
      if (first != null && !fromLow && first.compareTo(low) == 0) {
        first = first.add(BigDecimal.ONE);
      }
      BigDecimal last = high == null ? null : high.setScale(0, RoundingMode.FLOOR);
      if (last != null && !toHigh && last.compareTo(high) == 0) {
        last = last.subtract(BigDecimal.ONE);
      }
      return new Interval(first, true, last, true);
    }

    boolean isEmpty() {
      return !allows(low, fromLow, high, toHigh);
    }

    /** Whether two intervals that are not empty have a number in common. */
    boolean meets(Interval other) {
      return allows(low, fromLow, other.high, other.toHigh)
          && allows(other.low, other.fromLow, high, toHigh);
    }

    /** A number in it, whole if the bounds are. */
    BigDecimal inside() {
      if (low == null) {
        return high == null ? BigDecimal.ZERO : high.subtract(BigDecimal.ONE);
      }
      if (high == null) {
        return low.add(BigDecimal.ONE);
      }
      return fromLow ? low : low.add(high).divide(BigDecimal.valueOf(2));
    }
  }

  /** What a property says of a case. */
  private abstract static class Property {
    int first;

    abstract int variables();

    /** What always holds. */
    abstract int law();
  }

  /** A property whose values are of classes. */
  private final class Coded extends Property {
    private final OWLObjectProperty property;
    private final boolean functional;
    private final Map<OWLClass, Integer> classes = new LinkedHashMap<>();
    private final List<OWLLogicalAxiom> laws;

    /** Diagrams about one value, and the combinations that it can have. */
    private DecisionDiagrams value;

    private int allowed;
    private final Map<BitSet, Integer> kinds = new HashMap<>();

    Coded(OWLObjectProperty property) {
      this.property = property;
      functional = ontology.functionalObjectPropertyAxioms(property).findAny().isPresent();
      Set<OWLClass> connected = new TreeSet<>();
      fillers(property).forEach(filler -> add(connected, filler));
      laws = axioms.stream().filter(DecisionDiagramOracle::isBoolean).toList();
      for (int size = -1; size < connected.size(); ) {
        size = connected.size();
        for (OWLLogicalAxiom law : laws) {
          if (law.classesInSignature().anyMatch(connected::contains)) {
            law.classesInSignature().filter(c -> !isConstant(c)).forEach(connected::add);
          }
        }
      }
      connected.forEach(c -> classes.put(c, classes.size()));
      valueClasses.addAll(connected);
      if (!functional) {
        value = new DecisionDiagrams(classes.size(), true);
        allowed = laws(value, 0);
        value.models(allowed).forEach(kind -> kinds.put(kind, kinds.size()));
      }
    }

    private int laws(DecisionDiagrams in, int offset) {
      IntStream stated =
          laws.stream()
              .filter(law -> law.classesInSignature().anyMatch(classes::containsKey))
              .mapToInt(law -> statement(in, law, e -> member(in, e, offset)));
      IntStream ranges =
          ontology
              .objectPropertyRangeAxioms(property)
              .mapToInt(range -> member(in, range.getRange(), offset));
      return in.all(IntStream.concat(stated, ranges));
    }

    /** That a value is of a class. */
    private int member(DecisionDiagrams in, OWLClassExpression expression, int offset) {
      return combination(
          in,
          expression,
          atom -> {
            if (atom instanceof OWLClass named && classes.containsKey(named)) {
              return in.variable(offset + classes.get(named));
            }
            throw new UnsupportedOperationException(atom + " among the values of " + property);
          });
    }

    @Override
    int variables() {
      return functional ? 1 + classes.size() : kinds.size();
    }

    int some(OWLClassExpression filler) {
      if (functional) {
        return diagrams.and(diagrams.variable(first), member(diagrams, filler, first + 1));
      }
      return some(value.and(allowed, member(value, filler, 0)));
    }

    int someOf(Collection<ValueClass> filler) {
      return diagrams.any(filler.stream().mapToInt(c -> some(named(c.iri()))));
    }

    int only(Collection<ValueClass> filler) {
      int inside = value.any(filler.stream().mapToInt(c -> member(value, named(c.iri()), 0)));
      return diagrams.not(some(value.and(allowed, value.not(inside))));
    }

    private int some(int ofOneValue) {
      return diagrams.any(
          value.models(ofOneValue).stream()
              .mapToInt(kind -> diagrams.variable(first + kinds.get(kind))));
    }

    @Override
    int law() {
      return functional
          ? diagrams.implies(diagrams.variable(first), laws(diagrams, first + 1))
          : DecisionDiagrams.TRUE;
    }
  }

  /** A property with at most one number or truth value. */
  private final class Data extends Property {
    private final OWLDataProperty property;
    private final boolean whole;
    private final List<Interval> cells = new ArrayList<>();

    /** One value out of each cell. */
    private final List<Object> samples = new ArrayList<>();

    Data(OWLDataProperty property) {
      this.property = property;
      if (ontology.functionalDataPropertyAxioms(property).findAny().isEmpty()) {
        throw new UnsupportedOperationException(property + " may have several values");
      }
      OWLDatatype datatype =
          ontology
              .dataPropertyRangeAxioms(property)
              .map(axiom -> datatype(axiom.getRange()))
              .findAny()
              .orElseThrow(() -> new UnsupportedOperationException(property + " has no range"));
      whole = datatype.isInteger();
      if (datatype.isBoolean()) {
        samples.addAll(List.of(false, true));
        return;
      }
      Set<BigDecimal> written = new TreeSet<>();
      ranges(property)
          .flatMap(DecisionDiagramOracle::literals)
          .filter(literal -> !literal.isBoolean())
          .forEach(literal -> written.add(number(literal)));
      BigDecimal last = null;
      for (BigDecimal number : written) {
        addCell(new Interval(last, false, number, false));
        addCell(new Interval(number, true, number, true));
        last = number;
      }
      addCell(new Interval(last, false, null, false));
    }

    private void addCell(Interval interval) {
      Interval cell = whole ? interval.whole() : interval;
      if (!cell.isEmpty()) {
        cells.add(cell);
        samples.add(cell.inside());
      }
    }

    private int bits() {
      return Integer.SIZE - Integer.numberOfLeadingZeros(samples.size() - 1);
    }

    @Override
    int variables() {
      return 1 + bits();
    }

    /** That there is a value. */
    int present() {
      return diagrams.variable(first);
    }

    private int in(IntPredicate chosen) {
      int any =
          diagrams.any(
              IntStream.range(0, samples.size())
                  .filter(chosen)
                  .map(
                      cell ->
                          diagrams.all(
                              IntStream.range(0, bits())
                                  .map(
                                      bit -> {
                                        int set = diagrams.variable(first + bits() - bit);
                                        return (cell >> bit & 1) == 1 ? set : diagrams.not(set);
                                      }))));
      return diagrams.and(present(), any);
    }

    int some(OWLDataRange range) {
      return in(cell -> contains(range, samples.get(cell)));
    }

    int is(OWLLiteral literal) {
      return in(cell -> isValue(literal, samples.get(cell)));
    }

    int is(boolean truth) {
      return in(cell -> samples.get(cell).equals(truth));
    }

    /** No axiom tells the numbers of a cell apart, so that it counts if a range meets it. */
    int in(List<NumberRange> ranges) {
      List<Interval> intervals =
          ranges.stream()
              .map(r -> new Interval(r.low(), r.lowInclusive(), r.high(), r.highInclusive()))
              .map(interval -> whole ? interval.whole() : interval)
              .filter(interval -> !interval.isEmpty())
              .toList();
      return in(cell -> intervals.stream().anyMatch(cells.get(cell)::meets));
    }

    private boolean contains(OWLDataRange range, Object sample) {
      if (range instanceof OWLDatatype datatype) {
        if (datatype.isInteger() && !whole && sample instanceof BigDecimal) {
          throw new UnsupportedOperationException("whole numbers among those of " + property);
        }
        if (datatype.isBoolean() || datatype.isInteger() || isDecimal(datatype)) {
          return datatype.isBoolean() == sample instanceof Boolean;
        }
      } else if (range instanceof OWLDataOneOf one) {
        return one.values().anyMatch(literal -> isValue(literal, sample));
      } else if (range instanceof OWLDatatypeRestriction restricted) {
        return contains(restricted.getDatatype(), sample)
            && restricted.facetRestrictions().allMatch(facet -> allows(facet, (BigDecimal) sample));
      }
      throw new UnsupportedOperationException("the data range " + range);
    }

    @Override
    int law() {
      return diagrams.implies(
          present(),
          diagrams.all(
              IntStream.concat(
                  IntStream.of(in(cell -> true)),
                  ontology
                      .dataPropertyRangeAxioms(property)
                      .mapToInt(axiom -> some(axiom.getRange())))));
    }
  }

  private final OWLOntology ontology;
  private final OWLDataFactory factory;
  private final List<OWLLogicalAxiom> axioms;
  private final Map<String, OWLClassExpression> populations = new TreeMap<>();
  private final Set<OWLClass> valueClasses = new HashSet<>();
  private final Map<String, Property> properties = new TreeMap<>();
  private final Map<OWLClass, OWLClassExpression> definitions = new TreeMap<>();
  private final Set<OWLClass> open = new HashSet<>();
  private final Map<OWLClass, Integer> undefined = new TreeMap<>();
  private final Map<OWLClassExpression, Integer> known = new HashMap<>();
  private final DecisionDiagrams diagrams;
  private final int theory;
  private final Map<String, Integer> inside = new TreeMap<>();
  private final Map<String, Integer> outside = new TreeMap<>();

  /**
   * @throws UnsupportedOperationException if an axiom or population is beyond it
   */
  DecisionDiagramOracle(KnowledgeBase knowledge, String cancer) {
    ontology = knowledge.module(cancer);
    factory = ontology.getOWLOntologyManager().getOWLDataFactory();
    axioms =
        ontology.logicalAxioms().sorted(Comparator.comparing(OWLLogicalAxiom::toString)).toList();
    for (Recommendation recommendation : knowledge.recommendations(cancer)) {
      populations.put(recommendation.iri(), recommendation.population().expression());
    }
    for (SafetyRule rule : knowledge.safetyRules(cancer)) {
      populations.put(rule.iri(), rule.population().expression());
    }
    ontology
        .objectPropertiesInSignature()
        .filter(p -> fillers(p).findAny().isPresent())
        .forEach(p -> properties.put(p.toStringID(), new Coded(p)));
    ontology
        .dataPropertiesInSignature()
        .filter(p -> ranges(p).findAny().isPresent())
        .forEach(p -> properties.put(p.toStringID(), new Data(p)));
    List<OWLLogicalAxiom> stated = define();
    Stream.concat(axioms.stream(), populations.values().stream())
        .flatMap(part -> part.classesInSignature())
        .filter(c -> !isConstant(c) && !valueClasses.contains(c) && !definitions.containsKey(c))
        .forEach(c -> undefined.putIfAbsent(c, undefined.size()));
    int variables = undefined.size();
    for (Property property : ordered(stated)) {
      property.first = variables;
      variables += property.variables();
    }
    diagrams = new DecisionDiagrams(variables, false);
    int all = diagrams.all(properties.values().stream().mapToInt(Property::law));
    String cancerIri = knowledge.vocabulary(cancer).orElseThrow().cancerIri();
    all = diagrams.and(all, of(named(Namespaces.CASE)));
    all =
        diagrams.and(
            all, ((Coded) properties.get(Namespaces.PRIMARY_CANCER)).some(named(cancerIri)));
    for (OWLLogicalAxiom axiom : stated) {
      int both = diagrams.and(all, state(axiom));
      diagrams.release(all);
      all = both;
    }
    theory = all;
    populations.forEach(
        (iri, population) -> {
          inside.put(iri, of(population));
          outside.put(iri, diagrams.not(of(population)));
        });
  }

  Judgement judge(PatientCase patient) {
    int facts =
        diagrams.all(
            patient.facts().entrySet().stream().mapToInt(f -> fact(f.getKey(), f.getValue())));
    int possible = diagrams.and(theory, facts);
    if (possible == DecisionDiagrams.FALSE) {
      return Judgement.CONTRADICTION;
    }
    Map<String, Applicability> answers = new TreeMap<>();
    for (String iri : populations.keySet()) {
      answers.put(
          iri,
          diagrams.exclude(possible, outside.get(iri))
              ? Applicability.APPLIES
              : diagrams.exclude(possible, inside.get(iri))
                  ? Applicability.DOES_NOT_APPLY
                  : Applicability.UNDETERMINED);
    }
    diagrams.release(possible);
    diagrams.release(facts);
    return new Judgement(false, answers);
  }

  private int fact(Feature feature, FeatureValue value) {
    Property property = properties.get(feature.iri());
    if (value instanceof FeatureValue.Truth truth) {
      return ((Data) property).is(truth.value());
    }
    if (value instanceof FeatureValue.Numeric number) {
      return ((Data) property).in(number.anyOf());
    }
    Coded coded = (Coded) property;
    if (value instanceof FeatureValue.Coded one) {
      int excluded = diagrams.not(coded.someOf(one.noneOf()));
      return one.anyOf().isEmpty() ? excluded : diagrams.and(excluded, coded.someOf(one.anyOf()));
    }
    FeatureValue.Members members = (FeatureValue.Members) value;
    int all = diagrams.not(coded.someOf(members.absent()));
    for (ValueClass present : members.present()) {
      all = diagrams.and(all, coded.someOf(List.of(present)));
    }
    return members.only().isEmpty() ? all : diagrams.and(all, coded.only(members.only().get()));
  }

  // Axioms.

  /** Takes one equivalence as the definition of each class and returns the other axioms. */
  private List<OWLLogicalAxiom> define() {
    List<OWLLogicalAxiom> others = new ArrayList<>();
    for (OWLLogicalAxiom axiom : axioms) {
      if (axiom instanceof OWLEquivalentClassesAxiom equivalence
          && equivalence.operands().count() == 2) {
        List<OWLClassExpression> sides = equivalence.getOperandsAsList();
        int named = sides.get(0) instanceof OWLClass ? 0 : 1;
        if (sides.get(named) instanceof OWLClass defined
            && !isConstant(defined)
            && !valueClasses.contains(defined)
            && definitions.putIfAbsent(defined, sides.get(1 - named)) == null) {
          continue;
        }
      }
      others.add(axiom);
    }
    return others;
  }

  private int state(OWLLogicalAxiom axiom) {
    if (isAboutClasses(axiom)) {
      if (isBoolean(axiom) && axiom.classesInSignature().anyMatch(valueClasses::contains)) {
        // A case is of no value class.
        return statement(
            diagrams, axiom, e -> combination(diagrams, e, atom -> DecisionDiagrams.FALSE));
      }
      return statement(diagrams, axiom, this::of);
    }
    if (axiom instanceof OWLObjectPropertyRangeAxiom
        || axiom instanceof OWLDataPropertyRangeAxiom
        || axiom instanceof OWLPropertyAssertionAxiom<?, ?>
        || (axiom instanceof OWLSubObjectPropertyOfAxiom hierarchy
            && hierarchy
                .objectPropertiesInSignature()
                .noneMatch(p -> properties.containsKey(p.toStringID())))
        || (axiom instanceof OWLClassAssertionAxiom assertion
            && assertion.getClassExpression() instanceof OWLClass)
        || axiom.isOfType(
            AxiomType.DIFFERENT_INDIVIDUALS,
            AxiomType.FUNCTIONAL_OBJECT_PROPERTY,
            AxiomType.FUNCTIONAL_DATA_PROPERTY)) {
      return DecisionDiagrams.TRUE;
    }
    throw new UnsupportedOperationException("the axiom " + axiom);
  }

  private static boolean isAboutClasses(OWLAxiom axiom) {
    return axiom instanceof OWLSubClassOfAxiom
        || axiom instanceof OWLEquivalentClassesAxiom
        || axiom instanceof OWLDisjointClassesAxiom
        || axiom instanceof OWLDisjointUnionAxiom;
  }

  /** Whether an axiom combines named classes only. */
  private static boolean isBoolean(OWLAxiom axiom) {
    return isAboutClasses(axiom) && axiom.signature().allMatch(OWLEntity::isOWLClass);
  }

  private static int statement(
      DecisionDiagrams in, OWLLogicalAxiom axiom, ToIntFunction<OWLClassExpression> reading) {
    if (axiom instanceof OWLSubClassOfAxiom inclusion) {
      return in.implies(
          reading.applyAsInt(inclusion.getSubClass()),
          reading.applyAsInt(inclusion.getSuperClass()));
    }
    if (axiom instanceof OWLEquivalentClassesAxiom equivalence) {
      int[] sides = equivalence.operands().mapToInt(reading).toArray();
      return in.equivalent(in.all(IntStream.of(sides)), in.any(IntStream.of(sides)));
    }
    if (axiom instanceof OWLDisjointClassesAxiom disjoint) {
      return atMostOne(in, disjoint.operands().mapToInt(reading).toArray());
    }
    OWLDisjointUnionAxiom union = (OWLDisjointUnionAxiom) axiom;
    int[] parts = union.operands().mapToInt(reading).toArray();
    return in.and(
        atMostOne(in, parts),
        in.equivalent(reading.applyAsInt(union.getOWLClass()), in.any(IntStream.of(parts))));
  }

  private static int atMostOne(DecisionDiagrams in, int... parts) {
    int none = DecisionDiagrams.TRUE;
    int atMostOne = DecisionDiagrams.TRUE;
    for (int part : parts) {
      int other = in.not(part);
      atMostOne = in.or(in.and(atMostOne, other), in.and(none, part));
      none = in.and(none, other);
    }
    return atMostOne;
  }

  // Expressions.

  private OWLClass named(String iri) {
    return factory.getOWLClass(IRI.create(iri));
  }

  private static boolean isConstant(OWLClass named) {
    return named.isOWLThing() || named.isOWLNothing();
  }

  private static int combination(
      DecisionDiagrams in, OWLClassExpression expression, ToIntFunction<OWLClassExpression> atom) {
    if (expression instanceof OWLObjectIntersectionOf and) {
      return in.all(and.operands().mapToInt(part -> combination(in, part, atom)));
    }
    if (expression instanceof OWLObjectUnionOf or) {
      return in.any(or.operands().mapToInt(part -> combination(in, part, atom)));
    }
    if (expression instanceof OWLObjectComplementOf not) {
      return in.not(combination(in, not.getOperand(), atom));
    }
    if (expression.isOWLThing()) {
      return DecisionDiagrams.TRUE;
    }
    return expression.isOWLNothing() ? DecisionDiagrams.FALSE : atom.applyAsInt(expression);
  }

  /** That the case is of a class. */
  private int of(OWLClassExpression expression) {
    Integer found = known.get(expression);
    if (found == null) {
      found = combination(diagrams, expression, this::atom);
      known.put(expression, found);
    }
    return found;
  }

  private int atom(OWLClassExpression expression) {
    if (expression instanceof OWLClass named) {
      OWLClassExpression definition = definitions.get(named);
      if (definition != null) {
        if (!open.add(named)) {
          throw new UnsupportedOperationException(named + " is defined by itself");
        }
        int found = of(definition);
        open.remove(named);
        return found;
      }
      Integer number = undefined.get(named);
      if (number == null) {
        throw new UnsupportedOperationException("a case of the value class " + named);
      }
      return diagrams.variable(number);
    }
    if (expression instanceof OWLObjectSomeValuesFrom some) {
      return coded(some.getProperty()).some(some.getFiller());
    }
    if (expression instanceof OWLObjectAllValuesFrom only) {
      return diagrams.not(coded(only.getProperty()).some(only.getFiller().getObjectComplementOf()));
    }
    if (expression instanceof OWLDataSomeValuesFrom some) {
      return data(some.getProperty()).some(some.getFiller());
    }
    if (expression instanceof OWLDataAllValuesFrom only) {
      Data property = data(only.getProperty());
      return diagrams.implies(property.present(), property.some(only.getFiller()));
    }
    if (expression instanceof OWLDataHasValue value) {
      return data(value.getProperty()).is(value.getFiller());
    }
    throw new UnsupportedOperationException("the expression " + expression);
  }

  private Coded coded(OWLObjectPropertyExpression property) {
    return (Coded) properties.get(property.asOWLObjectProperty().toStringID());
  }

  private Data data(OWLDataPropertyExpression property) {
    return (Data) properties.get(property.asOWLDataProperty().toStringID());
  }

  private static void add(Set<OWLClass> classes, OWLClassExpression filler) {
    filler.classesInSignature().filter(c -> !isConstant(c)).forEach(classes::add);
  }

  /** Everything that is said of cases, with all of its parts. */
  private Stream<OWLClassExpression> expressions() {
    return Stream.concat(axioms.stream(), populations.values().stream())
        .flatMap(part -> part.nestedClassExpressions());
  }

  private Stream<OWLClassExpression> fillers(OWLObjectProperty property) {
    return Stream.concat(
        ontology.objectPropertyRangeAxioms(property).map(axiom -> axiom.getRange()),
        expressions()
            .flatMap(
                e ->
                    e instanceof OWLObjectSomeValuesFrom some && some.getProperty().equals(property)
                        ? Stream.of(some.getFiller())
                        : e instanceof OWLObjectAllValuesFrom only
                                && only.getProperty().equals(property)
                            ? Stream.of(only.getFiller())
                            : Stream.empty()));
  }

  private Stream<OWLDataRange> ranges(OWLDataProperty property) {
    return Stream.concat(
        ontology.dataPropertyRangeAxioms(property).map(axiom -> axiom.getRange()),
        expressions()
            .flatMap(
                e -> {
                  if (e instanceof OWLDataSomeValuesFrom some
                      && some.getProperty().equals(property)) {
                    return Stream.of(some.getFiller());
                  }
                  if (e instanceof OWLDataAllValuesFrom only
                      && only.getProperty().equals(property)) {
                    return Stream.of(only.getFiller());
                  }
                  return e instanceof OWLDataHasValue value && value.getProperty().equals(property)
                      ? Stream.of(factory.getOWLDataOneOf(value.getFiller()))
                      : Stream.empty();
                }));
  }

  // Numbers and truth values.

  private static OWLDatatype datatype(OWLDataRange range) {
    if (range instanceof OWLDatatype datatype) {
      return datatype;
    }
    if (range instanceof OWLDatatypeRestriction restriction) {
      return restriction.getDatatype();
    }
    throw new UnsupportedOperationException("the data range " + range);
  }

  private static boolean isDecimal(OWLDatatype datatype) {
    return datatype.getIRI().getIRIString().equals("http://www.w3.org/2001/XMLSchema#decimal");
  }

  private static Stream<OWLLiteral> literals(OWLDataRange range) {
    if (range instanceof OWLDatatype) {
      return Stream.empty();
    }
    if (range instanceof OWLDataOneOf one) {
      return one.values().map(literal -> literal);
    }
    if (range instanceof OWLDatatypeRestriction restriction) {
      return restriction.facetRestrictions().map(OWLFacetRestriction::getFacetValue);
    }
    throw new UnsupportedOperationException("the data range " + range);
  }

  private static BigDecimal number(OWLLiteral literal) {
    if (!literal.getDatatype().isInteger() && !isDecimal(literal.getDatatype())) {
      throw new UnsupportedOperationException("the number " + literal);
    }
    return new BigDecimal(literal.getLiteral().strip()).stripTrailingZeros();
  }

  private static boolean isValue(OWLLiteral literal, Object sample) {
    return sample instanceof BigDecimal number
        ? !literal.isBoolean() && number(literal).compareTo(number) == 0
        : literal.isBoolean() && sample.equals(literal.parseBoolean());
  }

  private static boolean allows(OWLFacetRestriction facet, BigDecimal sample) {
    int order = sample.compareTo(number(facet.getFacetValue()));
    return switch (facet.getFacet()) {
      case MIN_INCLUSIVE -> order >= 0;
      case MIN_EXCLUSIVE -> order > 0;
      case MAX_INCLUSIVE -> order <= 0;
      case MAX_EXCLUSIVE -> order < 0;
      default -> throw new UnsupportedOperationException("the facet " + facet);
    };
  }

  // The order of variables.

  /**
   * Brings properties that axioms join near to each other: each moves to the middle of its axioms,
   * and these to the middle of their properties, until the order is settled (the FORCE heuristic).
   */
  private List<Property> ordered(List<OWLLogicalAxiom> stated) {
    Map<OWLClass, Set<String>> memo = new HashMap<>();
    List<Set<String>> joined =
        stated.stream()
            .map(axiom -> used(axiom.signature(), memo))
            .filter(s -> s.size() > 1)
            .toList();
    List<String> order = new ArrayList<>(properties.keySet());
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, Double> place = new HashMap<>();
      for (String property : order) {
        place.put(
            property,
            joined.stream()
                .filter(edge -> edge.contains(property))
                .mapToDouble(edge -> edge.stream().mapToInt(order::indexOf).average().orElseThrow())
                .average()
                .orElse(order.indexOf(property)));
      }
      order.sort(Comparator.comparing(place::get));
    }
    return order.stream().map(properties::get).toList();
  }

  /** The properties that are used, also by way of definitions. */
  private Set<String> used(Stream<OWLEntity> signature, Map<OWLClass, Set<String>> memo) {
    Set<String> used = new TreeSet<>();
    signature.forEach(
        entity -> {
          if (entity instanceof OWLPropertyExpression) {
            used.add(entity.toStringID());
          } else if (entity instanceof OWLClass named && definitions.containsKey(named)) {
            if (!memo.containsKey(named)) {
              memo.put(named, Set.of());
              memo.put(named, used(definitions.get(named).signature(), memo));
            }
            used.addAll(memo.get(named));
          }
        });
    used.retainAll(properties.keySet());
    return used;
  }
}
