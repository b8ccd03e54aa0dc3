package org.consilium.server;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Recommendation;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientProblem;
import org.consilium.reasoning.BatchAnswer;
import org.consilium.reasoning.CompiledCancer;
import org.consilium.reasoning.CompiledKnowledge;
import org.consilium.reasoning.JsonLinesReasoner;

/**
 * Answers that name what applies and what is undetermined, in the order of the knowledge;
 * everything else does not apply.
 */
final class CompactAnswers implements BatchRoute.BatchAnswers, JsonLinesReasoner.Sink {
  private static final byte[] ID = ascii("{\"id\":\"");
  private static final byte[] APPLIES = ascii("\"applies\":[");
  private static final byte[] AFTER_ID = ascii("\",");
  private static final byte[] UNDETERMINED = ascii("],\"undetermined\":[");
  private static final byte[] END = ascii("]}");

  private static final PatientProblem CONTRADICTION =
      new PatientProblem(
          PatientProblem.Code.CONTRADICTORY_FACTS,
          "/facts",
          "the facts contradict each other",
          "Send the description alone to see which of them do.");

  private final JsonLinesReasoner reasoner;
  private final LineWriter out;

  /** By cancer: the identifier of each population in quotation marks, or null of safety rules. */
  private final Map<String, byte[][]> identifiers = new HashMap<>();

  CompactAnswers(ServedKnowledge served, LineWriter out) {
    CompiledKnowledge compiled =
        served
            .compiledWhole()
            .orElseThrow(
                () ->
                    new Refusal(
                        ErrorCode.NOT_COMPILED, "this version of the knowledge is not compiled"));
    this.reasoner = new JsonLinesReasoner(served.knowledge(), compiled);
    this.out = out;
    for (CompiledCancer cancer : compiled.cancers()) {
      identifiers.put(
          cancer.vocabulary().cancer(),
          identifiers(served.knowledge(), cancer.vocabulary().cancer(), cancer));
    }
  }

  private static byte[][] identifiers(
      KnowledgeBase knowledge, String cancer, CompiledCancer compiled) {
    Map<String, String> ids =
        knowledge.recommendations(cancer).stream()
            .collect(Collectors.toMap(Recommendation::iri, Recommendation::id));
    List<String> populations = compiled.compiledPopulations();
    byte[][] result = new byte[populations.size()][];
    for (int i = 0; i < result.length; i++) {
      String id = ids.get(populations.get(i));
      result[i] = id == null ? null : ascii("\"" + id + "\"");
    }
    return result;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void judge(InputStream in) throws IOException {
    try {
      reasoner.judge(in, this);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void answer(long line, Optional<String> id, String cancer, BatchAnswer answer) {
    try {
      if (answer.contradictory()) {
        ObjectNode entry = BatchRoute.error(line, new PatientException(List.of(CONTRADICTION)));
        id.ifPresent(label -> entry.put("id", label));
        out.refusal(entry);
        return;
      }
      if (id.isPresent()) {
        out.put(ID).put(JsonStringEncoder.getInstance().quoteAsUTF8(id.get())).put(AFTER_ID);
      } else {
        out.put('{');
      }
      byte[][] names = identifiers.get(cancer);
      out.put(APPLIES);
      boolean first = true;
      for (int i = answer.nextApplying(0); i >= 0; i = answer.nextApplying(i + 1)) {
        first = put(names[i], first);
      }
      out.put(UNDETERMINED);
      first = true;
      for (int i = answer.nextUndetermined(0); i >= 0; i = answer.nextUndetermined(i + 1)) {
        first = put(names[i], first);
      }
      out.put(END).endAnswer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean put(byte[] name, boolean first) {
    if (name == null) {
      return first;
    }
    if (!first) {
      out.put(',');
    }
    out.put(name);
    return false;
  }

  @Override
  public void refused(long line, PatientException problems) {
    try {
      out.refusal(BatchRoute.error(line, problems));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
