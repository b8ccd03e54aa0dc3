package org.consilium.knowledge;

import java.util.List;
import java.util.stream.Collectors;

/** Knowledge files with errors: they are refused as a whole, never read in part. */
public final class KnowledgeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public KnowledgeException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All findings, errors first; at least one is an error. */
  public List<Problem> problems() {
    return problems;
  }
}
