package org.consilium.patient;

import java.util.List;
import java.util.stream.Collectors;

/** A patient description that is refused, with everything that is wrong with it. */
public final class PatientException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<PatientProblem> problems;

  public PatientException(List<PatientProblem> problems) {
    super(problems.stream().map(PatientProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** At least one problem, in the order of the description. */
  public List<PatientProblem> problems() {
    return problems;
  }
}
