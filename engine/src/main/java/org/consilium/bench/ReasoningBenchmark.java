package org.consilium.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.consilium.bench.SyntheticPatients.Patient;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeException;
import org.consilium.knowledge.Population;
import org.consilium.knowledge.Recommendation;
import org.consilium.knowledge.SafetyRule;
import org.consilium.patient.PatientException;
import org.consilium.reasoning.BatchAnswer;
import org.consilium.reasoning.BatchReasoner;
import org.consilium.reasoning.CodedCases;
import org.consilium.reasoning.CompiledCancer;
import org.consilium.reasoning.CompiledKnowledge;
import org.consilium.reasoning.CompiledReasoner;
import org.consilium.reasoning.HermitReasoner;
import org.consilium.reasoning.JsonLinesReasoner;
import org.consilium.reasoning.Judgement;

/**
 * Measures the compiled form and HermiT on the same recommendations and patients, turn by turn in
 * one process, and compares their answers. HermiT runs in its best complete mode: the vocabulary
 * and one case as the ontology, each population asked as an anonymous class, both ways.
 */
public final class ReasoningBenchmark {
  private static final double KNOWN = 0.35;
  private static final double PARTIAL = 0.15;
  private static final double CARELESS = 0.05;
  private static final double SECONDS_FOR_WARMING_UP = 1.5;
  private static final double SECONDS_PER_TURN = 0.2;

  /**
   * What to measure.
   *
   * @param sizes numbers of generated recommendations
   * @param patients number of generated patients
   * @param seconds processor time for each vocabulary and size, warming up left out; HermiT decides
   *     at least one patient however long it takes
   * @param seed makes recommendations and patients reproducible
   */
  public record Plan(List<Integer> sizes, int patients, double seconds, long seed) {
    public Plan {
      sizes = List.copyOf(sizes);
    }
  }

  /**
   * What was measured.
   *
   * @param coldCompileMilliseconds time to compile the shipped content the first time in this
   *     process
   * @param measurements the shipped content first, then the generated recommendations
   * @param explanation on the shipped content
   */
  public record Result(
      double coldCompileMilliseconds,
      List<Measurement> measurements,
      ExplanationTimes explanation) {
    /** Answers that differ, in all measurements. */
    public long disagreements() {
      return measurements.stream().mapToLong(Measurement::disagreements).sum();
    }
  }

  private final KnowledgeBase shipped;
  private final Plan plan;
  private final Consumer<String> progress;

  /**
   * @param progress is told what is being measured
   */
  public ReasoningBenchmark(KnowledgeBase shipped, Plan plan, Consumer<String> progress) {
    this.shipped = shipped;
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Measures everything.
   *
   * @param cancer JSON code of the cancer whose shipped content and vocabulary are used
   */
  public Result run(String cancer) throws KnowledgeException {
    progress.accept("compiling the shipped content");
    long start = Clock.now();
    CompiledKnowledge.of(shipped);
    double cold = Clock.secondsSince(start) * 1e3;
    CompiledReasoner reasoner = CompiledReasoner.of(shipped);

    List<Measurement> measurements = new ArrayList<>();
    List<Patient> patients = patients(shipped, cancer);
    progress.accept("shipped recommendations and safety rules");
    measurements.add(
        measure(
            "shipped content",
            shipped,
            cancer,
            populations(cancer),
            patients,
            Optional.of(reasoner)));
    progress.accept("explanations");
    ExplanationTimes explanation =
        ExplanationTimes.measure(shipped, reasoner, patients, plan.seconds());
    measurements.addAll(generated("shipped vocabulary", shipped, cancer, patients));
    KnowledgeBase synthetic = SyntheticVocabulary.load(shipped.files(), plan.seed());
    measurements.addAll(
        generated(
            "synthetic vocabulary",
            synthetic,
            SyntheticVocabulary.CANCER,
            patients(synthetic, SyntheticVocabulary.CANCER)));
    return new Result(cold, measurements, explanation);
  }

  private List<Patient> patients(KnowledgeBase knowledge, String cancer) {
    return new SyntheticPatients(knowledge, cancer, KNOWN, PARTIAL, CARELESS, plan.seed())
        .make(plan.patients());
  }

  private Map<String, Population> populations(String cancer) {
    Map<String, Population> populations = new TreeMap<>();
    for (Recommendation recommendation : shipped.recommendations(cancer)) {
      populations.put(recommendation.iri(), recommendation.population());
    }
    for (SafetyRule rule : shipped.safetyRules(cancer)) {
      populations.put(rule.iri(), rule.population());
    }
    return populations;
  }

  private List<Measurement> generated(
      String name, KnowledgeBase knowledge, String cancer, List<Patient> patients) {
    List<Measurement> measurements = new ArrayList<>();
    for (int size : plan.sizes()) {
      progress.accept(size + " recommendations over the " + name);
      Map<String, Population> populations =
          new SyntheticPopulations(knowledge.vocabulary(cancer).orElseThrow(), plan.seed())
              .make(size);
      measurements.add(measure(name, knowledge, cancer, populations, patients, Optional.empty()));
    }
    return measurements;
  }

  /** One vocabulary and size; all contenders take turns. */
  private Measurement measure(
      String name,
      KnowledgeBase knowledge,
      String cancer,
      Map<String, Population> populations,
      List<Patient> patients,
      Optional<CompiledReasoner> lines) {
    long start = Clock.now();
    CompiledCancer compiled = CompiledCancer.compile(knowledge, cancer, populations);
    double compileMilliseconds = Clock.secondsSince(start) * 1e3;
    if (!compiled.fallback().isEmpty()) {
      throw new IllegalStateException("not compiled: " + compiled.fallback());
    }
    CodedCases cases = new CodedCases();
    patients.forEach(patient -> compiled.dictionary().code(patient.patient(), cases));
    Contender hermit = new Contender();
    Contender single = new Contender();
    Contender batch = new Contender();
    Contender json = new Contender();
    HermitReasoner reference = HermitReasoner.of(knowledge);
    BatchReasoner batchReasoner = new BatchReasoner(compiled);
    Tally tally = new Tally();
    Optional<JsonLinesReasoner> lineReasoner =
        lines.map(reasoner -> new JsonLinesReasoner(knowledge, reasoner.compiled()));
    byte[] text = lineReasoner.isEmpty() ? new byte[0] : lines(patients);
    long disagreements = compare(compiled, batchReasoner, cases, patients);

    double perTurn = SECONDS_FOR_WARMING_UP / 3;
    takeTurns(single, batch, perTurn, compiled, batchReasoner, cases, patients, tally);
    lineReasoner.ifPresent(
        reasoner -> turn(json, perTurn, () -> read(reasoner, text, patients, tally)));
    single.forget();
    batch.forget();
    json.forget();
    long begin = Clock.now();
    do {
      Patient patient = patients.get(hermit.patients() % patients.size());
      Judgement[] answer = new Judgement[1];
      hermit.measure(
          () -> {
            answer[0] = reference.judge(patient.patient(), populations);
            return 1;
          });
      disagreements += differences(answer[0], compiled.judge(patient.patient()));
      takeTurns(single, batch, SECONDS_PER_TURN, compiled, batchReasoner, cases, patients, tally);
      lineReasoner.ifPresent(
          reasoner -> turn(json, SECONDS_PER_TURN, () -> read(reasoner, text, patients, tally)));
    } while (Clock.secondsSince(begin) < plan.seconds());
    return new Measurement(
        name,
        populations.size(),
        compiled.gateCount(),
        compileMilliseconds,
        compiled.workspaceBytes(),
        hermit.meanNanoseconds() / 1e6,
        hermit.patients(),
        single.meanNanoseconds() / 1e3,
        p99(compiled, patients) / 1e3,
        batch.medianNanoseconds(),
        batch.bytesPerPatient(),
        json.meanNanoseconds() / 1e3,
        disagreements);
  }

  private static void takeTurns(
      Contender single,
      Contender batch,
      double seconds,
      CompiledCancer compiled,
      BatchReasoner batchReasoner,
      CodedCases cases,
      List<Patient> patients,
      Tally tally) {
    turn(
        single,
        seconds,
        () -> {
          for (Patient patient : patients) {
            tally.answers += compiled.judge(patient.patient()).populations().size();
          }
          return patients.size();
        });
    turn(
        batch,
        seconds,
        () -> {
          batchReasoner.judge(cases, tally);
          return cases.count();
        });
  }

  private static void turn(Contender contender, double seconds, Contender.Work work) {
    long start = Clock.now();
    do {
      contender.measure(work);
    } while (Clock.secondsSince(start) < seconds);
  }

  private static byte[] lines(List<Patient> patients) {
    StringBuilder text = new StringBuilder();
    patients.forEach(patient -> text.append(patient.json()).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static int read(
      JsonLinesReasoner reasoner, byte[] text, List<Patient> patients, Tally tally) {
    try {
      reasoner.judge(new ByteArrayInputStream(text), tally);
      return patients.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nanoseconds in which 99 of 100 patients are decided, one at a time. */
  private static double p99(CompiledCancer compiled, List<Patient> patients) {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < Math.max(5000, patients.size()); i++) {
      Patient patient = patients.get(i % patients.size());
      long start = Clock.now();
      compiled.judge(patient.patient());
      times.add((double) (Clock.now() - start));
    }
    return Clock.quantile(times, 0.99);
  }

  private static long compare(
      CompiledCancer compiled, BatchReasoner batch, CodedCases cases, List<Patient> patients) {
    long[] disagreements = new long[1];
    List<String> iris = compiled.compiledPopulations();
    batch.judge(
        cases,
        (number, answer) -> {
          Judgement expected = compiled.judge(patients.get(number).patient());
          if (expected.contradictory() != answer.contradictory()) {
            disagreements[0] += iris.size();
          } else if (!answer.contradictory()) {
            for (int i = 0; i < iris.size(); i++) {
              disagreements[0] += expected.of(iris.get(i)) == answer.of(i) ? 0 : 1;
            }
          }
        });
    return disagreements[0];
  }

  private static long differences(Judgement first, Judgement second) {
    if (first.contradictory() || second.contradictory()) {
      return first.contradictory() == second.contradictory() ? 0 : 1;
    }
    return first.populations().entrySet().stream()
        .filter(entry -> second.of(entry.getKey()) != entry.getValue())
        .count();
  }

  /** Uses the answers, so that no work can be left out. */
  private static final class Tally implements BatchReasoner.Sink, JsonLinesReasoner.Sink {
    private long answers;

    @Override
    public void answer(int number, BatchAnswer answer) {
      answers += answer.nextApplying(0) + answer.nextUndetermined(0);
    }

    @Override
    public void answer(long line, Optional<String> id, String cancer, BatchAnswer answer) {
      answers += answer.nextApplying(0) + answer.nextUndetermined(0);
    }

    @Override
    public void refused(long line, PatientException problems) {
      throw new IllegalStateException("the generator made an invalid description", problems);
    }
  }

  /** Time, allocation and number of patients of one way to decide. */
  private static final class Contender {
    /** Decides some patients and says how many. */
    @FunctionalInterface
    interface Work {
      int run();
    }

    private double[] nanoseconds = new double[64];
    private int runs;
    private int patients;
    private long total;
    private long bytes;

    void measure(Work work) {
      long allocated = Clock.allocated();
      long start = Clock.now();
      int count = work.run();
      long time = Clock.now() - start;
      bytes += Clock.allocated() - allocated;
      total += time;
      patients += count;
      if (runs == nanoseconds.length) {
        nanoseconds = Arrays.copyOf(nanoseconds, 2 * runs);
      }
      nanoseconds[runs++] = (double) time / count;
    }

    void forget() {
      runs = 0;
      patients = 0;
      total = 0;
      bytes = 0;
    }

    int patients() {
      return patients;
    }

    double meanNanoseconds() {
      return patients == 0 ? 0 : (double) total / patients;
    }

    double medianNanoseconds() {
      double[] sorted = Arrays.copyOf(nanoseconds, runs);
      Arrays.sort(sorted);
      return runs == 0 ? 0 : sorted[runs / 2];
    }

    double bytesPerPatient() {
      return patients == 0 ? 0 : (double) bytes / patients;
    }
  }
}
