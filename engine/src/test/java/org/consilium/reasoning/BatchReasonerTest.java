package org.consilium.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.consilium.bench.SyntheticPatients;
import org.consilium.bench.SyntheticPatients.Patient;
import org.consilium.bench.SyntheticPopulations;
import org.consilium.bench.SyntheticVocabulary;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeFiles;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.Population;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientJsonReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BatchReasonerTest {
  private static final Path VIGNETTES = Path.of("../test-data/vignettes/prostate");

  private static KnowledgeBase knowledge;
  private static CompiledReasoner reasoner;
  private static CompiledCancer prostate;

  @BeforeAll
  static void compile() throws Exception {
    knowledge = KnowledgeBase.shipped();
    reasoner = CompiledReasoner.of(knowledge);
    prostate = reasoner.compiled().cancer("prostate");
  }

  static List<PatientCase> vignettes(KnowledgeBase knowledge) throws Exception {
    List<PatientCase> patients = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(VIGNETTES, "*.json")) {
      for (Path file : files) {
        patients.add(
            new PatientJsonReader(knowledge)
                .read(new ObjectMapper().readTree(file.toFile()).get("patient")));
      }
    }
    return patients;
  }

  @Test
  void batchAnswersAreThoseOfSingleCasesOnAllVignettes() throws Exception {
    List<PatientCase> patients = vignettes(knowledge);
    assertFalse(patients.isEmpty());
    assertSameAnswers(prostate, patients);
    for (PatientCase patient : patients) {
      assertEquals(statedOneByOne(prostate, patient), reasoner.judge(patient));
    }
  }

  @Test
  void batchAnswersAreThoseOfSingleCasesForEveryFormOfPartialKnowledge() {
    List<Patient> patients =
        new SyntheticPatients(knowledge, "prostate", 0.3, 0.6, 0.2, 1).make(1000);
    List<PatientCase> cases = patients.stream().map(Patient::patient).toList();
    assertSameAnswers(prostate, cases);
    long contradictory = cases.stream().filter(c -> reasoner.judge(c).contradictory()).count();
    assertTrue(contradictory > 50 && contradictory < 500, () -> "contradictory: " + contradictory);
  }

  @Test
  void batchAnswersAreThoseOfSingleCasesOverAnotherVocabulary() throws Exception {
    KnowledgeBase other = SyntheticVocabulary.load(KnowledgeFiles.packaged(), 2);
    CompiledCancer compiled =
        CompiledCancer.compile(
            other,
            SyntheticVocabulary.CANCER,
            new SyntheticPopulations(other.vocabulary(SyntheticVocabulary.CANCER).orElseThrow(), 3)
                .make(130));
    assertTrue(compiled.fallback().isEmpty());
    List<Patient> patients =
        new SyntheticPatients(other, SyntheticVocabulary.CANCER, 0.5, 0.4, 0.3, 4).make(1000);
    assertSameAnswers(compiled, patients.stream().map(Patient::patient).toList());
  }

  @Test
  void generatedPopulationsAreDecidedAsHermitDecidesThem() throws Exception {
    KnowledgeBase other = SyntheticVocabulary.load(KnowledgeFiles.packaged(), 5);
    String cancer = SyntheticVocabulary.CANCER;
    Map<String, Population> populations =
        new SyntheticPopulations(other.vocabulary(cancer).orElseThrow(), 6).make(40);
    CompiledCancer compiled = CompiledCancer.compile(other, cancer, populations);
    HermitReasoner hermit = HermitReasoner.of(other);
    for (Patient patient : new SyntheticPatients(other, cancer, 0.6, 0.4, 0.4, 7).make(12)) {
      assertEquals(
          hermit.judge(patient.patient(), populations),
          compiled.judge(patient.patient()),
          patient::json);
    }
  }

  @Test
  void everyFactHasWordsOfItsOwnWithinItsKind() {
    FactDictionary dictionary = prostate.dictionary();
    Set<String> words = new HashSet<>();
    for (int fact = 0; fact < dictionary.count(); fact++) {
      assertFalse(dictionary.describe(fact).isBlank());
      words.add(dictionary.describe(fact));
    }
    assertTrue(words.contains("symptomatic: yes"));
  }

  @Test
  void numbersFallIntoTheCellsThatExactComparisonGives() {
    Random random = new Random(8);
    for (int position = 0; position < prostate.space().count(); position++) {
      FeatureCells cells = prostate.space().cells(position);
      if (!cells.feature().kind().isNumber()) {
        continue;
      }
      NumberCells numbers = new NumberCells(cells);
      for (int i = 0; i < 2000; i++) {
        int decimals = random.nextInt(10);
        long digits =
            i % 2 == 0
                ? random.nextInt(200_000) - 1000
                : (long) (random.nextInt(4001) - 5) * (long) Math.pow(10, decimals)
                    + random.nextInt(3)
                    - 1;
        BigDecimal number = BigDecimal.valueOf(digits, decimals);
        boolean possible =
            cells.feature().range().contains(number)
                && !NumberRange.exactly(number)
                    .isEmpty(cells.feature().kind() == FeatureKind.INTEGER);
        int expected =
            possible ? cells.of(NumberRange.exactly(number)).nextSetBit(0) : NumberCells.IMPOSSIBLE;
        if (possible) {
          assertEquals(
              expected, numbers.cellOf(digits, decimals), () -> cells.feature() + " " + number);
          assertEquals(expected, numbers.cellOf(number), () -> cells.feature() + " " + number);
        } else if (!cells.feature().range().contains(number)) {
          assertEquals(NumberCells.IMPOSSIBLE, numbers.cellOf(digits, decimals));
        }
      }
      assertEquals(
          numbers.cellOf(new BigDecimal("999999999999999999")),
          numbers.cellOf(999_999_999_999_999_999L, 0));
    }
  }

  @Test
  void transposingExchangesRowsAndColumns() {
    Random random = new Random(9);
    long[] rows = random.longs(128).toArray();
    long[] before = rows.clone();
    BitSquare.transpose(rows, 64);
    for (int i = 0; i < 64; i++) {
      assertEquals(before[i], rows[i]);
      for (int j = 0; j < 64; j++) {
        assertEquals(before[64 + i] >>> j & 1, rows[64 + j] >>> i & 1);
      }
    }
  }

  @Test
  void batchesAllocateNothing() {
    CodedCases cases = new CodedCases();
    for (Patient patient :
        new SyntheticPatients(knowledge, "prostate", 0.3, 0.2, 0.1, 10).make(128)) {
      prostate.dictionary().code(patient.patient(), cases);
    }
    BatchReasoner batch = new BatchReasoner(prostate);
    long[] seen = new long[1];
    BatchReasoner.Sink sink = (number, answer) -> seen[0] += answer.applyingCount();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    batch.judge(cases, sink);
    long before = threads.getCurrentThreadAllocatedBytes();
    long rounds = 100;
    for (int i = 0; i < rounds; i++) {
      batch.judge(cases, sink);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    // The measurement itself may allocate a little, once.
    assertTrue(allocated < rounds * cases.count(), () -> "bytes: " + allocated);
    assertTrue(seen[0] > 0);
  }

  private static void assertSameAnswers(CompiledCancer cancer, List<PatientCase> patients) {
    CodedCases cases = new CodedCases();
    patients.forEach(patient -> cancer.dictionary().code(patient, cases));
    assertEquals(patients.size(), cases.count());
    BitSet answered = new BitSet();
    new BatchReasoner(cancer)
        .judge(
            cases,
            (number, answer) -> {
              answered.set(number);
              assertSameAnswer(cancer, statedOneByOne(cancer, patients.get(number)), answer);
            });
    assertEquals(patients.size(), answered.cardinality());
  }

  static void assertSameAnswer(CompiledCancer cancer, Judgement expected, BatchAnswer answer) {
    assertEquals(expected.contradictory(), answer.contradictory());
    List<String> applying = new ArrayList<>();
    List<String> undetermined = new ArrayList<>();
    List<String> iris = cancer.compiledPopulations();
    for (int p = answer.nextApplying(0); p >= 0; p = answer.nextApplying(p + 1)) {
      applying.add(iris.get(p));
    }
    for (int p = answer.nextUndetermined(0); p >= 0; p = answer.nextUndetermined(p + 1)) {
      undetermined.add(iris.get(p));
    }
    assertEquals(with(expected, Applicability.APPLIES), applying);
    assertEquals(with(expected, Applicability.UNDETERMINED), undetermined);
    assertEquals(applying.size(), answer.applyingCount());
    assertEquals(undetermined.size(), answer.undeterminedCount());
    if (!answer.contradictory()) {
      for (int p = 0; p < iris.size(); p++) {
        assertEquals(expected.of(iris.get(p)), answer.of(p));
      }
    }
  }

  private static List<String> with(Judgement judgement, Applicability applicability) {
    return judgement.populations().entrySet().stream()
        .filter(entry -> entry.getValue() == applicability)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The answer without the dictionary: each fact is written to the inputs as it is. */
  static Judgement statedOneByOne(CompiledCancer cancer, PatientCase patient) {
    Workspace workspace = cancer.workspace();
    workspace.state(5, patient);
    workspace.run();
    if ((workspace.contradictory() >>> 5 & 1) == 1) {
      return Judgement.CONTRADICTION;
    }
    Map<String, Applicability> answers = new TreeMap<>();
    for (String iri : cancer.compiledPopulations()) {
      answers.put(iri, workspace.applicability(cancer.number(iri), 5));
    }
    return new Judgement(false, answers);
  }
}
