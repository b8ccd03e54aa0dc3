package org.consilium.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import org.consilium.knowledge.KnowledgeException;
import org.consilium.knowledge.KnowledgeFiles.UnreadableFileException;
import org.consilium.knowledge.Problem;
import org.consilium.knowledge.Severity;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientProblem;
import org.consilium.publication.PublicationException;
import org.consilium.query.QueryException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Tells a person on standard error why a command ended early: one line with a stable code for each
 * problem and one that says what to do. A stack trace is shown on request only.
 */
final class FailureReport implements IExecutionExceptionHandler {
  private static final int REFUSED = 1;

  private final BooleanSupplier debug;

  FailureReport(BooleanSupplier debug) {
    this.debug = debug;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult arguments) {
    PrintWriter err = commandLine.getErr();
    if (failure instanceof KnowledgeException knowledge) {
      knowledge.problems().stream()
          .filter(problem -> problem.severity() == Severity.ERROR)
          .forEach(problem -> print(problem, err));
    } else if (failure instanceof UnreadableFileException unreadable) {
      print(unreadable.problem(), err);
    } else if (failure instanceof PatientException patient) {
      patient.problems().forEach(problem -> print("", problem, err));
    } else if (failure instanceof QueryException query) {
      err.println("error " + query.code().id() + ": " + query.getMessage());
    } else if (failure instanceof PublicationException publication) {
      err.println("error " + publication.code().id() + ": " + publication.getMessage());
      err.println("    " + publication.code().remedy());
    } else if (failure instanceof CommandException command) {
      err.println("error " + command.code().id() + ": " + command.getMessage());
    } else if (failure instanceof IOException) {
      err.println("error " + CommandException.Code.NOT_READABLE.id() + ": " + oneLine(failure));
    } else {
      err.println(
          "error "
              + CommandException.Code.INTERNAL.id()
              + ": a fault of this program, please report it: "
              + oneLine(failure)
              + (debug.getAsBoolean() ? "" : " (--debug shows where)"));
    }
    if (debug.getAsBoolean()) {
      failure.printStackTrace(err);
    }
    err.flush();
    return REFUSED;
  }

  static void print(Problem problem, PrintWriter err) {
    err.println(problem);
    err.println("    " + problem.remedy());
  }

  /** Prints a problem of a patient description, named by its file if there is one. */
  static void print(String file, PatientProblem problem, PrintWriter err) {
    err.println((file.isEmpty() ? "" : file + ": ") + "error " + problem);
    err.println("    " + problem.remedy());
  }

  private static String oneLine(Exception failure) {
    String message = failure.getMessage() == null ? "" : ": " + failure.getMessage();
    return failure.getClass().getSimpleName() + message.replaceAll("\\s+", " ");
  }
}
