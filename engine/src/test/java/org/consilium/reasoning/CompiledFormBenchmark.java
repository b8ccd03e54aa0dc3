package org.consilium.reasoning;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.consilium.bench.SyntheticPatients;
import org.consilium.bench.SyntheticPatients.Patient;
import org.consilium.bench.SyntheticPopulations;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.PatientException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The compiled reasoner, each result for one patient. {@code docs/performance.md} says how to run.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CompiledFormBenchmark {
  private static final int PATIENTS = 640;

  /** Number of generated recommendations; 0 for the shipped content. */
  @Param({"0", "100", "300", "1000", "3000"})
  public int recommendations;

  private CompiledCancer cancer;
  private List<Patient> patients;
  private CodedCases cases;
  private BatchReasoner batch;
  private Workspace workspace;
  private JsonLinesReasoner lineReasoner;
  private byte[] lines;
  private int next;

  @Setup
  public void compile() throws Exception {
    KnowledgeBase knowledge = KnowledgeBase.shipped();
    CompiledKnowledge compiled = CompiledKnowledge.of(knowledge);
    cancer =
        recommendations == 0
            ? compiled.cancer("prostate")
            : CompiledCancer.compile(
                knowledge,
                "prostate",
                new SyntheticPopulations(knowledge.vocabulary("prostate").orElseThrow(), 1)
                    .make(recommendations));
    patients = new SyntheticPatients(knowledge, "prostate", 0.35, 0.15, 0.05, 1).make(PATIENTS);
    cases = new CodedCases();
    StringBuilder text = new StringBuilder();
    for (Patient patient : patients) {
      cancer.dictionary().code(patient.patient(), cases);
      text.append(patient.json()).append('\n');
    }
    batch = new BatchReasoner(cancer);
    workspace = cancer.workspace();
    lineReasoner = new JsonLinesReasoner(knowledge, compiled);
    lines = text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  public Judgement single() {
    next = (next + 1) % PATIENTS;
    return cancer.judge(patients.get(next).patient());
  }

  @Benchmark
  @OperationsPerInvocation(PATIENTS)
  public void batch(Blackhole sink) {
    batch.judge(cases, (number, answer) -> sink.consume(answer.nextApplying(0)));
  }

  @Benchmark
  @OperationsPerInvocation(Long.SIZE)
  public long circuit() {
    workspace.run();
    return workspace.contradictory();
  }

  /** From lines to answers; always over the shipped content. */
  @Benchmark
  @OperationsPerInvocation(PATIENTS)
  public void jsonLines(Blackhole sink) throws IOException {
    lineReasoner.judge(
        new ByteArrayInputStream(lines),
        new JsonLinesReasoner.Sink() {
          @Override
          public void answer(long line, Optional<String> id, String code, BatchAnswer answer) {
            sink.consume(answer.nextApplying(0));
          }

          @Override
          public void refused(long line, PatientException problems) {
            throw new IllegalStateException(problems);
          }
        });
  }
}
