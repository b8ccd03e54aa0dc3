package org.consilium.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Namespaces;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.SafetyRule;
import org.consilium.knowledge.ValueClass;
import org.consilium.knowledge.Vocabulary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLClassExpression;
import org.semanticweb.owlapi.model.OWLDataFactory;
import org.semanticweb.owlapi.model.OWLDataProperty;
import org.semanticweb.owlapi.model.OWLDataRange;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyCreationException;
import org.semanticweb.owlapi.reasoner.InferenceType;

/**
 * The proof at every build that the shipped knowledge is compiled wholly and rightly: its
 * populations, their order, and the cells of its features are what HermiT says they are.
 */
class ShippedKnowledgeProofTest {
  private static final String NAME = "urn:consilium:population:";

  private static KnowledgeBase knowledge;
  private static CompiledKnowledge compiled;
  private static final OWLDataFactory OWL = OWLManager.getOWLDataFactory();

  @BeforeAll
  static void load() throws Exception {
    knowledge = KnowledgeBase.shipped();
    compiled = CompiledKnowledge.of(knowledge);
  }

  private static OWLClassExpression caseOf(String cancer) {
    return new CaseExpressions().caseOf(knowledge.vocabulary(cancer).orElseThrow().cancerIri());
  }

  @Test
  void everyPopulationIsCompiled() {
    for (CompiledCancer cancer : compiled.cancers()) {
      String code = cancer.vocabulary().cancer();
      assertEquals(Map.of(), cancer.fallback());
      assertEquals(List.of(), knowledge.outsideAxioms(code));
      Set<String> all = new TreeSet<>();
      knowledge.recommendations(code).forEach(r -> all.add(r.iri()));
      knowledge.safetyRules(code).forEach(rule -> all.add(rule.iri()));
      assertEquals(all, new TreeSet<>(cancer.compiledPopulations()));
    }
  }

  @Test
  void everyPopulationHasMembersInBothReasoners() {
    for (CompiledCancer cancer : compiled.cancers()) {
      String code = cancer.vocabulary().cancer();
      PopulationOrder order = new PopulationOrder(cancer);
      assertTrue(order.hasCases());
      var hermit = HermitReasoner.reasoner(knowledge.module(code));
      for (Recommendation recommendation : knowledge.recommendations(code)) {
        assertTrue(order.member(recommendation.iri()).isPresent(), recommendation.id());
        assertTrue(
            hermit.isSatisfiable(
                OWL.getOWLObjectIntersectionOf(
                    caseOf(code), recommendation.population().expression())),
            recommendation.id());
      }
      for (SafetyRule rule : knowledge.safetyRules(code)) {
        OWLClassExpression population = rule.population().expression();
        // Nobody with this cancer may be concerned, for example by pregnancy, but some case must
        // be.
        assertEquals(
            order.member(rule.iri()).isPresent(),
            hermit.isSatisfiable(OWL.getOWLObjectIntersectionOf(caseOf(code), population)),
            rule.id());
        assertTrue(
            hermit.isSatisfiable(
                OWL.getOWLObjectIntersectionOf(
                    OWL.getOWLClass(IRI.create(Namespaces.CASE)), population)),
            rule.id());
      }
      hermit.dispose();
    }
  }

  @Test
  void theOrderOfPopulationsIsThatOfHermit() throws OWLOntologyCreationException {
    for (CompiledCancer cancer : compiled.cancers()) {
      String code = cancer.vocabulary().cancer();
      PopulationOrder order = new PopulationOrder(cancer);
      List<Recommendation> all = knowledge.recommendations(code);
      Set<String> found = new TreeSet<>();
      for (Recommendation first : all) {
        for (Recommendation second : all) {
          if (!first.equals(second) && order.implies(first.iri(), second.iri())) {
            found.add(first.id() + " implies " + second.id());
          }
        }
      }
      Set<String> expected = classified(code, all);
      System.out.println(
          "order of " + all.size() + " populations: " + expected.size() + " implications");
      assertEquals(expected, found);
      assertFalse(expected.isEmpty());
    }
  }

  private static Set<String> classified(String cancer, List<Recommendation> all)
      throws OWLOntologyCreationException {
    OWLOntology ontology = OWLManager.createOWLOntologyManager().createOntology();
    ontology.addAxioms(knowledge.module(cancer).logicalAxioms().map(axiom -> axiom));
    for (Recommendation recommendation : all) {
      ontology.addAxiom(
          OWL.getOWLEquivalentClassesAxiom(
              OWL.getOWLClass(IRI.create(NAME + recommendation.id())),
              OWL.getOWLObjectIntersectionOf(
                  caseOf(cancer), recommendation.population().expression())));
    }
    var hermit = HermitReasoner.reasoner(ontology);
    hermit.precomputeInferences(InferenceType.CLASS_HIERARCHY);
    Set<String> implications = new TreeSet<>();
    for (Recommendation recommendation : all) {
      OWLClass name = OWL.getOWLClass(IRI.create(NAME + recommendation.id()));
      List<OWLClass> above =
          new ArrayList<>(hermit.getSuperClasses(name, false).entities().toList());
      hermit.getEquivalentClasses(name).entities().filter(c -> !c.equals(name)).forEach(above::add);
      for (OWLClass other : above) {
        String iri = other.getIRI().toString();
        if (iri.startsWith(NAME)) {
          implications.add(recommendation.id() + " implies " + iri.substring(NAME.length()));
        }
      }
    }
    hermit.dispose();
    return implications;
  }

  /** A witness, stated as facts, is what it is said to be. */
  @Test
  void everyWitnessIsAcceptedByTheCircuit() {
    for (CompiledCancer cancer : compiled.cancers()) {
      PopulationOrder order = new PopulationOrder(cancer);
      List<String> all = cancer.compiledPopulations();
      Workspace workspace = cancer.workspace();
      int checked = 0;
      for (int i = 0; i < all.size(); i += 3) {
        for (int j = 0; j < all.size(); j += 2) {
          String first = all.get(i);
          String second = all.get(j);
          var outside = order.outsideOf(first, second);
          if (outside.isPresent()) {
            state(cancer, workspace, outside.get());
            assertEquals(0, workspace.contradictory() & 1, outside.get().toString());
            assertEquals(Applicability.APPLIES, workspace.applicability(i, 0));
            assertEquals(Applicability.DOES_NOT_APPLY, workspace.applicability(j, 0));
            checked++;
          }
          var both = order.overlap(first, second);
          if (both.isPresent()) {
            state(cancer, workspace, both.get());
            assertEquals(0, workspace.contradictory() & 1, both.get().toString());
            assertEquals(Applicability.APPLIES, workspace.applicability(i, 0));
            assertEquals(Applicability.APPLIES, workspace.applicability(j, 0));
            checked++;
          }
        }
      }
      assertTrue(checked > all.size());
    }
  }

  private static void state(
      CompiledCancer cancer, Workspace workspace, PopulationOrder.Witness witness) {
    workspace.clear();
    witness
        .cells()
        .forEach(
            (position, filled) -> {
              if (cancer.space().cells(position).feature().isFunctional()) {
                workspace.restrict(1L, position, filled);
              } else {
                for (var set : cancer.inputs().memberSets(position)) {
                  if (set.intersects(filled)) {
                    workspace.include(1L, position, set);
                  }
                }
                workspace.exclude(
                    1L, position, Literal.minus(cancer.space().cells(position).all(), filled));
              }
            });
    workspace.run();
  }

  /** Every cell has room for a value, and every value lies in a cell. */
  @Test
  void theCellsOfEveryFeatureCanBeFilledAndCover() {
    for (CompiledCancer cancer : compiled.cancers()) {
      String code = cancer.vocabulary().cancer();
      var hermit = HermitReasoner.reasoner(knowledge.module(code));
      int cells = 0;
      for (Feature feature : cancer.vocabulary().features()) {
        List<OWLClassExpression> parts = new ArrayList<>();
        OWLClassExpression whole = null;
        if (feature.kind().isCoded()) {
          whole = OWL.getOWLClass(IRI.create(feature.taxonomy().root()));
          for (Set<String> cell : feature.taxonomy().cells()) {
            List<OWLClassExpression> classes = new ArrayList<>();
            for (ValueClass value : feature.taxonomy().classes()) {
              OWLClass named = OWL.getOWLClass(IRI.create(value.iri()));
              classes.add(cell.contains(value.iri()) ? named : named.getObjectComplementOf());
            }
            parts.add(OWL.getOWLObjectIntersectionOf(classes));
          }
        } else if (feature.kind().isNumber()) {
          OWLDataProperty property = OWL.getOWLDataProperty(IRI.create(feature.iri()));
          FeatureCells numbers = cancer.space().cells(feature);
          whole = OWL.getOWLDataSomeValuesFrom(property, OWL.getTopDatatype());
          for (int cell = 0; cell < numbers.count(); cell++) {
            if (cell != numbers.absentCell()) {
              List<OWLDataRange> ranges = new ArrayList<>();
              for (NumberRange range : numbers.ranges(cell)) {
                ranges.add(new CaseExpressions().dataRange(feature, range));
              }
              parts.add(
                  OWL.getOWLDataSomeValuesFrom(
                      property,
                      ranges.size() == 1 ? ranges.get(0) : OWL.getOWLDataUnionOf(ranges)));
            }
          }
        }
        if (whole == null) {
          continue;
        }
        for (OWLClassExpression part : parts) {
          assertTrue(hermit.isSatisfiable(part), feature.key() + ": " + part);
          cells++;
        }
        List<OWLClassExpression> none = new ArrayList<>();
        none.add(whole);
        parts.forEach(part -> none.add(OWL.getOWLObjectComplementOf(part)));
        assertFalse(hermit.isSatisfiable(OWL.getOWLObjectIntersectionOf(none)), feature.key());
      }
      assertTrue(cells > cancer.vocabulary().features().size());
      hermit.dispose();
    }
  }

  /** Whole numbers and decimals are told apart exactly, far beyond binary floating point. */
  @Test
  void cellsTellNumbersApartThatDifferInTheLastDigit() {
    Vocabulary vocabulary = compiled.cancer("prostate").vocabulary();
    Map<String, FeatureCells> cells = new TreeMap<>();
    for (Feature feature : vocabulary.features()) {
      cells.put(feature.key(), compiled.cancer(vocabulary.cancer()).space().cells(feature));
    }
    FeatureCells psa = cells.get("psaNgMl");
    assertFalse(
        psa.of(NumberRange.exactly(new BigDecimal("9.99999999999999999999")))
            .equals(psa.of(NumberRange.exactly(BigDecimal.TEN))));
  }
}
