package org.consilium.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.consilium.knowledge.ProblemCode;
import org.consilium.patient.PatientProblem;
import org.consilium.publication.PublicationException;
import org.consilium.query.QueryException;
import org.junit.jupiter.api.Test;

class ErrorsDocumentedTest {
  private static final Path ERRORS = Path.of("..", "docs", "errors.md");
  private static final Pattern HEADING = Pattern.compile("(?m)^### (CNS-[A-Z]+-\\d{3})$");
  private static final Pattern LITERAL = Pattern.compile("\"(CNS-[A-Z]+-\\d{3})\"");

  @Test
  void everyCodeHasItsParagraphAndEveryParagraphItsCode() throws Exception {
    Set<String> codes = new TreeSet<>();
    for (Path sources : List.of(Path.of("..", "engine", "src", "main"), Path.of("src", "main"))) {
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          Matcher matcher = LITERAL.matcher(Files.readString(file));
          while (matcher.find()) {
            codes.add(matcher.group(1));
          }
        }
      }
    }
    assertEquals(codes, documented());
  }

  @Test
  void noCodeOfTheEnumsIsMissing() throws Exception {
    Set<String> codes = new TreeSet<>();
    Stream.of(ProblemCode.values()).map(ProblemCode::id).forEach(codes::add);
    Stream.of(PatientProblem.Code.values()).map(PatientProblem.Code::id).forEach(codes::add);
    Stream.of(QueryException.Code.values()).map(QueryException.Code::id).forEach(codes::add);
    Stream.of(PublicationException.Code.values())
        .map(PublicationException.Code::id)
        .forEach(codes::add);
    Stream.of(CommandException.Code.values()).map(CommandException.Code::id).forEach(codes::add);
    codes.removeAll(documented());
    assertEquals(Set.of(), codes);
  }

  @Test
  void everyParagraphSaysWhatItMeansAndWhatToDo() throws Exception {
    String[] paragraphs = Files.readString(ERRORS).split("(?m)^### ", -1);
    for (String paragraph : List.of(paragraphs).subList(1, paragraphs.length)) {
      String own = paragraph.split("(?m)^#", -1)[0].strip();
      assertTrue(own.lines().count() >= 3, own);
      assertTrue(own.contains("Example: ") || own.startsWith("CNS-INT-001"), own);
    }
  }

  private static Set<String> documented() throws Exception {
    Set<String> found = new TreeSet<>();
    Matcher matcher = HEADING.matcher(Files.readString(ERRORS));
    while (matcher.find()) {
      assertTrue(found.add(matcher.group(1)), matcher.group(1) + " has two paragraphs");
    }
    return found;
  }
}
