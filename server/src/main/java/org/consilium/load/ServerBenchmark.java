package org.consilium.load;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.consilium.analysis.PublishedGraphs;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Recommendation;
import org.consilium.reasoning.CompiledKnowledge;

/** Measures the server beside a bare handler, Fuseki and the engine alone. */
public final class ServerBenchmark {
  private static final int PAGES = 20;
  private static final String COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }";

  /**
   * What to measure.
   *
   * @param main main class of the command line, to start the server with
   * @param rounds how often all take their turns
   * @param seconds about how long a turn is
   * @param heap of each server, such as {@code 256m}
   */
  public record Plan(String main, int rounds, double seconds, String heap) {}

  /**
   * What was measured.
   *
   * @param differences answers that should be the same and are not
   */
  public record Result(List<Finding> findings, List<String> differences) {
    public Result {
      findings = List.copyOf(findings);
      differences = List.copyOf(differences);
    }
  }

  private final KnowledgeBase knowledge;
  private final Plan plan;
  private final Consumer<String> progress;

  /**
   * @param knowledge the packaged knowledge
   * @param progress is told what is being measured
   */
  public ServerBenchmark(KnowledgeBase knowledge, Plan plan, Consumer<String> progress) {
    this.knowledge = knowledge;
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Measures everything.
   *
   * @throws IOException if a server cannot be started or does not answer as it should
   */
  public Result run() throws IOException {
    Path folder = Files.createTempDirectory("consilium-bench");
    try {
      return run(folder);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private Result run(Path folder) throws IOException {
    progress.accept("starting the servers");
    CompiledKnowledge compiled = CompiledKnowledge.of(knowledge);
    Programs programs =
        new Programs(
            plan.main(),
            plan.heap(),
            folder.resolve("graph.nt"),
            Files.createDirectory(folder.resolve("answers")),
            folder);
    writeGraph(compiled, programs.graph());
    List<byte[]> descriptions = ExamplePatients.descriptions();
    Call canary = advice(descriptions.get(descriptions.size() - 1));
    try (ServerProcess own =
        programs.own(List.of()).await(canary, answer -> answer.status() == 200)) {
      Answers patients =
          remember(programs, own, descriptions.stream().map(ServerBenchmark::advice).toList());
      Answers pages = Answers.remember(own, pages(), programs.answers(), ServerBenchmark::bareGet);
      List<byte[]> bundles = ExamplePatients.bundles();
      Answers fhir =
          Answers.remember(
              own,
              bundles.stream()
                  .map(bundle -> Call.post("/api/recommendations", "application/fhir+json", bundle))
                  .toList(),
              programs.answers(),
              (number, index) -> barePost("/parsed/", number, bundles.get(index)));
      try (ServerProcess bare =
              programs.bare().await(bareGet(0, 0), answer -> answer.status() == 200);
          ServerProcess fuseki =
              programs
                  .fuseki()
                  .await(Call.query(QueryLoad.FUSEKI, COUNT), answer -> answer.status() == 200)) {
        Contenders contenders = new Contenders(own, bare, fuseki, plan.rounds(), plan.seconds());
        return measure(contenders, programs, compiled, patients, pages, fhir);
      }
    }
  }

  private Result measure(
      Contenders contenders,
      Programs programs,
      CompiledKnowledge compiled,
      Answers patients,
      Answers pages,
      Answers fhir)
      throws IOException {
    List<Finding> findings = new ArrayList<>();
    List<String> differences = new ArrayList<>();
    for (Answers each : List.of(patients, pages, fhir)) {
      contenders.compare(each.calls(), each.bare(), differences::add);
    }
    progress.accept("recommendations");
    findings.addAll(new AdviceLoad(contenders, patients, pages).measure());
    progress.accept("FHIR Bundles");
    findings.add(new BundleLoad(contenders, fhir).measure());
    progress.accept("a batch");
    findings.add(new BatchLoad(contenders, knowledge, compiled).measure(differences::add));
    progress.accept("queries");
    QueryLoad queries = new QueryLoad(contenders);
    List<Finding> library = queries.measure(differences::add);
    findings.addAll(library);
    findings.addAll(queries.measureRefusals());
    progress.accept("hostile queries");
    Call canary = patients.calls().get(patients.calls().size() - 1);
    findings.addAll(new AttackLoad(contenders, canary).measure());
    progress.accept("starts");
    findings.addAll(
        new StartTimes(programs, contenders.own(), canary, COUNT, plan.rounds()).measure());
    return new Result(findings, differences);
  }

  private void writeGraph(CompiledKnowledge compiled, Path file) throws IOException {
    Graph asserted =
        PublishedGraphs.packaged(knowledge)
            .orElseGet(() -> PublishedGraphs.of(knowledge, compiled))
            .asserted();
    try (OutputStream out = Files.newOutputStream(file)) {
      RDFDataMgr.write(out, asserted, Lang.NTRIPLES);
    }
  }

  private static Answers remember(Programs programs, ServerProcess own, List<Call> calls)
      throws IOException {
    List<byte[]> descriptions = ExamplePatients.descriptions();
    return Answers.remember(
        own,
        calls,
        programs.answers(),
        (number, index) -> barePost("/answers/", number, descriptions.get(index)));
  }

  private static Call advice(byte[] description) {
    return Call.post("/api/recommendations", "application/json", description);
  }

  private static Call barePost(String path, int number, byte[] body) {
    return Call.post(path + number, "application/json", body);
  }

  private static Call bareGet(int number, int index) {
    return Call.get("/answers/" + number, "application/json");
  }

  /** Some recommendations, from all parts of the knowledge. */
  private List<Call> pages() {
    List<Recommendation> all = List.copyOf(knowledge.recommendations());
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < PAGES; i++) {
      String id = all.get(i * all.size() / PAGES).id();
      calls.add(Call.get("/api/recommendations/" + id, "application/json"));
    }
    return calls;
  }
}
