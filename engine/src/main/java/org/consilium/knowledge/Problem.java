package org.consilium.knowledge;

import java.util.Comparator;
import java.util.Objects;

/**
 * One finding about knowledge files: what is wrong, where, and how to mend it.
 *
 * @param code the stable kind of problem
 * @param file path of the file relative to the knowledge folder, or empty if it concerns no one
 *     file
 * @param line line in the file, counted from 1, or 0 if unknown
 * @param subject IRI of the thing concerned, or empty
 * @param message what is wrong, in words
 */
public record Problem(ProblemCode code, String file, long line, String subject, String message)
    implements Comparable<Problem> {
  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::severity)
          .thenComparing(Problem::file)
          .thenComparingLong(Problem::line)
          .thenComparing(problem -> problem.code().id())
          .thenComparing(Problem::message);

  public Problem {
    Objects.requireNonNull(code);
    Objects.requireNonNull(file);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(message);
  }

  public static Problem at(ProblemCode code, SourceLocation where, String subject, String message) {
    return new Problem(code, where.file(), where.line(), subject, message);
  }

  public Severity severity() {
    return code.severity();
  }

  public String remedy() {
    return code.remedy();
  }

  @Override
  public int compareTo(Problem other) {
    return ORDER.compare(this, other);
  }

  /** One line for people: {@code file:line: error CNS-ELIG-001: message}. */
  @Override
  public String toString() {
    String place = file.isEmpty() ? "" : line > 0 ? file + ":" + line + ": " : file + ": ";
    return place + severity().word() + " " + code.id() + ": " + message;
  }
}
