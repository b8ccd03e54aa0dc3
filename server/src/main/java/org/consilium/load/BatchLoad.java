package org.consilium.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.consilium.bench.SyntheticPatients;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.knowledge.Recommendation;
import org.consilium.patient.PatientException;
import org.consilium.reasoning.BatchAnswer;
import org.consilium.reasoning.CompiledKnowledge;
import org.consilium.reasoning.JsonLinesReasoner;

/** Many generated patients on one connection, beside the engine on the same lines. */
final class BatchLoad {
  private static final String CANCER = "prostate";
  private static final String PATH = "/api/recommendations/batch";
  private static final int PATIENTS = 640;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Contenders contenders;
  private final KnowledgeBase knowledge;
  private final CompiledKnowledge compiled;
  private final byte[] lines;

  BatchLoad(Contenders contenders, KnowledgeBase knowledge, CompiledKnowledge compiled) {
    this.contenders = contenders;
    this.knowledge = knowledge;
    this.compiled = compiled;
    this.lines =
        new SyntheticPatients(knowledge, CANCER, 0.35, 0.15, 0.05, 1)
            .make(PATIENTS).stream()
                .map(patient -> patient.json() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param differences takes the lines that the two answer differently
   */
  Finding measure(Consumer<String> differences) throws IOException {
    compare(differences);
    overHttp(20);
    double speed = PATIENTS * 20 / overHttp(20);
    int repetitions = Math.max(1, (int) (speed * contenders.seconds() / PATIENTS));
    overHttp(repetitions);
    inProcess(repetitions);
    Contenders.Pair pair =
        contenders.alternate(
            () -> PATIENTS * repetitions / overHttp(repetitions),
            () -> PATIENTS * repetitions / inProcess(repetitions));
    return new Finding(
        "batch",
        "patients over one connection; beside: the engine alone, one thread",
        "1/s",
        pair.own(),
        Optional.of(pair.reference()),
        pair.own(),
        Optional.of(Goal.atLeast(30_000)));
  }

  /** Seconds for the patients, so many times over. */
  private double overHttp(int repetitions) throws IOException {
    LineCount answered = new LineCount();
    long begin = System.nanoTime();
    send(repetitions, answered);
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (answered.lines != PATIENTS * repetitions) {
      throw new IOException(
          answered.lines + " of " + PATIENTS * repetitions + " patients answered");
    }
    return seconds;
  }

  /** Sends the patients, so many times over, while the answers are read. */
  private void send(int repetitions, OutputStream answers) throws IOException {
    try (Connection connection = Connection.to(contenders.own().port())) {
      CompletableFuture<Void> written =
          CompletableFuture.runAsync(
              () -> {
                try {
                  write(repetitions, connection.out());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      int status = connection.read(answers);
      written.get();
      if (status != 200) {
        throw new IOException("the batch is answered with status " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("the batch could not be sent", e);
    }
  }

  private void write(int repetitions, OutputStream out) throws IOException {
    out.write(Call.headOfPost(PATH, "application/x-ndjson", (long) lines.length * repetitions));
    for (int i = 0; i < repetitions; i++) {
      out.write(lines);
    }
  }

  /** Counts lines and forgets them. */
  private static final class LineCount extends OutputStream {
    private int lines;

    @Override
    public void write(int octet) {
      lines += octet == '\n' ? 1 : 0;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        write(bytes[i]);
      }
    }
  }

  private double inProcess(int repetitions) throws IOException {
    JsonLinesReasoner reasoner = new JsonLinesReasoner(knowledge, compiled);
    Counts counts = new Counts(false);
    long begin = System.nanoTime();
    for (int i = 0; i < repetitions; i++) {
      reasoner.judge(new ByteArrayInputStream(lines), counts);
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private void compare(Consumer<String> differences) throws IOException {
    Counts counts = new Counts(true);
    new JsonLinesReasoner(knowledge, compiled).judge(new ByteArrayInputStream(lines), counts);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    send(1, body);
    List<String> answers = body.toString(StandardCharsets.UTF_8).lines().toList();
    for (int i = 0; i < answers.size(); i++) {
      JsonNode answer = MAPPER.readTree(answers.get(i));
      String over =
          answer.has("error")
              ? Counts.CONTRADICTORY
              : answer.get("applies") + " " + answer.get("undetermined");
      if (!over.equals(counts.answers.get(i))) {
        differences.accept("line " + (i + 1) + " of the batch is answered differently");
      }
    }
  }

  /** What the engine alone answers, in the form of the server's answers. */
  private final class Counts implements JsonLinesReasoner.Sink {
    static final String CONTRADICTORY = "contradictory";

    private final boolean kept;
    private final List<String> answers = new ArrayList<>();
    private final String[] ids;
    private long sum;

    Counts(boolean kept) {
      this.kept = kept;
      Map<String, String> known =
          knowledge.recommendations(CANCER).stream()
              .collect(Collectors.toMap(Recommendation::iri, Recommendation::id));
      this.ids =
          compiled.cancer(CANCER).compiledPopulations().stream()
              .map(known::get)
              .toArray(String[]::new);
    }

    @Override
    public void answer(long line, Optional<String> id, String cancer, BatchAnswer answer) {
      if (!kept) {
        sum += answer.applyingCount() + answer.undeterminedCount();
      } else if (answer.contradictory()) {
        answers.add(CONTRADICTORY);
      } else {
        answers.add(names(answer::nextApplying).toString() + " " + names(answer::nextUndetermined));
      }
    }

    private JsonNode names(IntUnaryOperator next) {
      List<String> names = new ArrayList<>();
      for (int i = next.applyAsInt(0); i >= 0; i = next.applyAsInt(i + 1)) {
        if (ids[i] != null) {
          names.add(ids[i]);
        }
      }
      return MAPPER.valueToTree(names);
    }

    @Override
    public void refused(long line, PatientException problems) {
      throw new IllegalStateException("the generator made an invalid description " + sum, problems);
    }
  }
}
