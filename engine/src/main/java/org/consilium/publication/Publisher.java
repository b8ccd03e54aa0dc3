package org.consilium.publication;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.KnowledgeException;
import org.consilium.knowledge.KnowledgeLoader;
import org.consilium.knowledge.Problem;
import org.consilium.knowledge.Severity;
import org.consilium.publication.PublicationException.Code;
import org.consilium.query.QualityGate;
import org.consilium.query.QueryCatalogue;
import org.consilium.query.QueryException;
import org.consilium.reasoning.CoherenceCheck;
import org.consilium.reasoning.CompiledReasoner;

/**
 * Checks the files of a version as {@code validate} does, proves the compiled form, and stores it.
 *
 * @param store where versions are kept
 */
public record Publisher(VersionStore store) {
  private static final Duration PROOF = Duration.ofSeconds(10);

  /**
   * A version that is published.
   *
   * @param record what is known of it
   * @param candidate the knowledge, ready to answer
   */
  public record Published(VersionRecord record, Candidate candidate) {}

  /**
   * Publishes; when this returns the version is on the disk.
   *
   * @param version its name, or empty for that in the ontology
   * @param by who publishes it
   * @param progress told how many of how many checks are done
   * @throws KnowledgeException if the files have errors
   * @throws QueryException if a query is not readable
   * @throws PublicationException if it is refused or cannot be stored
   */
  public Published publish(
      Sources sources,
      Optional<SemanticVersion> version,
      String by,
      BiConsumer<Integer, Integer> progress)
      throws KnowledgeException, QueryException, PublicationException, IOException {
    Candidate candidate = check(sources, version, progress);
    return new Published(store.add(candidate, by), candidate);
  }

  private Candidate check(
      Sources sources, Optional<SemanticVersion> wanted, BiConsumer<Integer, Integer> progress)
      throws KnowledgeException, QueryException, PublicationException, IOException {
    KnowledgeLoader.Result loaded = KnowledgeLoader.load(sources.knowledge());
    KnowledgeBase read = loaded.orThrow();
    SemanticVersion version =
        wanted.isPresent() ? wanted.get() : SemanticVersion.of(read.version());
    // What will be refused in the end is refused before the work.
    store.refuse(version, read.hash());
    KnowledgeBase knowledge = read.withVersion(version.text());
    QueryCatalogue queries = sources.queries();
    List<Problem> problems = new ArrayList<>(loaded.problems());
    problems.addAll(QualityGate.check(knowledge));
    refuseErrors(problems);
    problems.addAll(CoherenceCheck.check(knowledge, progress));
    refuseErrors(problems);
    CompiledReasoner reasoner = CompiledReasoner.of(knowledge);
    Optional<String> fault = CompiledProof.refute(knowledge, reasoner, PROOF.toNanos());
    if (fault.isPresent()) {
      throw new PublicationException(Code.NOT_PROVED, fault.get());
    }
    return new Candidate(
        sources, version, knowledge, reasoner, queries, problems.stream().distinct().toList());
  }

  private static void refuseErrors(List<Problem> problems) throws KnowledgeException {
    if (problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR)) {
      throw new KnowledgeException(problems.stream().distinct().sorted().toList());
    }
  }
}
