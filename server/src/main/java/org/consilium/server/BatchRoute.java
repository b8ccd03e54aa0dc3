package org.consilium.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.consilium.patient.PatientException;
import org.consilium.recommendation.Advice;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * Recommendations for many patients: a description in each line comes in, an answer in a line goes
 * out, in the same order, while the next ones are still on their way. A line that is no valid
 * description has an error in the place of its answer. Only as much is read as can be answered and
 * sent; memory does not grow with the number of lines.
 */
final class BatchRoute implements RouteGroup {
  static final String MEDIA_TYPE = "application/x-ndjson";

  private static final String FULL = "full";

  private final Metrics metrics;
  private final Semaphore turns;

  BatchRoute(ServerConfiguration configuration, Metrics metrics) {
    this.metrics = metrics;
    this.turns = new Semaphore(configuration.get(Setting.BATCHES));
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post(RoutePath.BATCH, Role.READER, MEDIA_TYPE, this::answer)
            .giving(MEDIA_TYPE)
            .with(FULL)
            .ofVersion()
            .ofPatients());
  }

  private void answer(Exchange exchange) throws Exception {
    boolean full = exchange.parameters().flag(FULL);
    if (!turns.tryAcquire()) {
      throw new Refusal(
          ErrorCode.BUSY,
          "as many batches as this server takes are being worked on",
          Map.of("Retry-After", "10"));
    }
    try {
      stream(exchange, full);
    } finally {
      turns.release();
    }
  }

  private void stream(Exchange exchange, boolean full) throws IOException {
    HttpServletRequest request = exchange.context().req();
    HttpServletResponse response = exchange.context().res();
    response.setContentType(MEDIA_TYPE);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Knowledge-Version", exchange.knowledge().knowledge().version());
    response.setHeader("Knowledge-Hash", exchange.knowledge().knowledge().hash());
    LineWriter out = new LineWriter(response.getOutputStream());
    BatchAnswers answers =
        full
            ? new FullAnswers(exchange.knowledge(), out)
            : new CompactAnswers(exchange.knowledge(), out);
    try {
      answers.judge(new FlushingInput(request.getInputStream(), out));
      out.flush();
    } catch (EOFException e) {
      breakOff(request); // The client has gone.
    } catch (IOException | RuntimeException e) {
      if (!response.isCommitted()) {
        throw e;
      }
      if (e instanceof RuntimeException) {
        InternalErrors.report(e);
      }
      breakOff(request);
    } finally {
      metrics.patients(out.answered(), out.refused());
    }
  }

  /** Ends the connection in the middle, so that no client takes what it has for the whole. */
  private static void breakOff(HttpServletRequest request) {
    ServletContextRequest.getServletContextRequest(request)
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }

  /** Turns lines into answers. */
  interface BatchAnswers {
    void judge(InputStream in) throws IOException;
  }

  /** Writes the error that stands in the place of an answer. */
  static ObjectNode error(long line, PatientException refused) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode().put("line", line);
    entry.set("error", ProblemDetails.of(refused).body());
    return entry;
  }

  /** Answers as for a single patient. */
  private static final class FullAnswers implements BatchAnswers {
    private final ServedKnowledge served;
    private final LineWriter out;

    FullAnswers(ServedKnowledge served, LineWriter out) {
      this.served = served;
      this.out = out;
    }

    @Override
    public void judge(InputStream in) throws IOException {
      LineReader lines = new LineReader(in);
      while (lines.next()) {
        try {
          Advice advice = served.recommender().advise(served.patients().read(lines.bytes()), false);
          out.put(served.writer().bytes(advice, false)).endAnswer();
        } catch (PatientException e) {
          out.refusal(error(lines.number(), e));
        }
      }
    }
  }
}
