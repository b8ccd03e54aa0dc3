package org.consilium.query;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.query.ResultSet;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.riot.RDFWriter;
import org.apache.jena.riot.RIOT;
import org.apache.jena.shared.PrefixMapping;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sparql.exec.RowSetRewindable;
import org.apache.jena.sparql.exec.http.Service;
import org.consilium.knowledge.PublishedGraph;

/**
 * What a query found: rows, yes or no, or a graph; read to the end, so that it never changes.
 *
 * @see #write
 */
public final class QueryAnswer {
  /** The formats in which an answer can be written. */
  public enum Format {
    /** Columns for a person, with IRIs shortened by the prefixes of the knowledge. */
    TABLE,
    CSV,
    TSV,
    JSON,
    XML,
    /** For queries that construct or describe a graph. */
    TURTLE
  }

  private static final Duration NO_LIMIT = Duration.ofDays(1);

  private final RowSetRewindable rows;
  private final Boolean yes;
  private final Graph graph;
  private final PrefixMapping prefixes;

  private QueryAnswer(RowSetRewindable rows, Boolean yes, Graph graph, PrefixMapping prefixes) {
    this.rows = rows;
    this.yes = yes;
    this.graph = graph;
    this.prefixes = prefixes;
  }

  /**
   * Runs a query on the published graph. Nothing outside the graph is ever read.
   *
   * @param query the query with its parameters filled in
   * @param published the graph
   */
  public static QueryAnswer of(Query query, PublishedGraph published) {
    return of(query, published.graph(), NO_LIMIT);
  }

  /**
   * Runs a query on a graph, for a limited time.
   *
   * @param graph the published graph or a copy of it, with its prefixes
   * @param time how long it may take
   * @throws org.apache.jena.query.QueryCancelledException if the time is over
   */
  public static QueryAnswer of(Query query, Graph graph, Duration time) {
    PrefixMapping prefixes = graph.getPrefixMapping();
    try (QueryExec run =
        QueryExec.graph(graph)
            .query(query)
            .set(Service.httpServiceAllowed, false)
            .overallTimeout(time.toMillis(), TimeUnit.MILLISECONDS)
            .build()) {
      if (query.isAskType()) {
        return new QueryAnswer(null, run.ask(), null, prefixes);
      }
      if (query.isSelectType()) {
        return new QueryAnswer(run.select().rewindable(), null, null, prefixes);
      }
      Graph found = query.isDescribeType() ? run.describe() : run.construct();
      found.getPrefixMapping().setNsPrefixes(prefixes);
      return new QueryAnswer(null, null, found, prefixes);
    }
  }

  /** Number of rows, of triples, or 1 for yes and 0 for no. */
  public long size() {
    if (rows != null) {
      return rows.size();
    }
    return graph != null ? graph.size() : yes ? 1 : 0;
  }

  /**
   * Writes the answer as UTF-8 with line feeds. The stream stays open.
   *
   * @throws QueryException if the answer has no form in this format
   */
  public void write(Format format, OutputStream out) throws IOException, QueryException {
    if (graph != null) {
      writeGraph(format, out);
    } else if (format == Format.TURTLE) {
      throw new QueryException(
          QueryException.Code.FORMAT,
          "rows have no form in Turtle; choose table, csv, tsv, json or xml");
    } else if (yes != null) {
      writeYes(format, out);
    } else {
      writeRows(format, out);
    }
    out.flush();
  }

  private void writeGraph(Format format, OutputStream out) throws QueryException {
    RDFFormat target =
        switch (format) {
          case TABLE, TURTLE -> RDFFormat.TURTLE_PRETTY;
          case JSON -> RDFFormat.JSONLD11_PRETTY;
          case XML -> RDFFormat.RDFXML_PRETTY;
          case CSV, TSV ->
              throw new QueryException(
                  QueryException.Code.FORMAT, "a graph has no rows; choose turtle, json or xml");
        };
    RDFWriter.source(graph).format(target).set(RIOT.symTurtleDirectiveStyle, "rdf10").output(out);
  }

  private void writeYes(Format format, OutputStream out) throws IOException {
    switch (format) {
      case JSON -> ResultSetFormatter.outputAsJSON(out, yes);
      case XML -> ResultSetFormatter.outputAsXML(out, yes);
      case CSV -> ResultSetFormatter.outputAsCSV(out, yes);
      case TSV -> ResultSetFormatter.outputAsTSV(out, yes);
      default -> out.write((yes ? "yes\n" : "no\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private void writeRows(Format format, OutputStream out) throws IOException {
    rows.reset();
    ResultSet result = ResultSet.adapt(rows);
    switch (format) {
      case JSON -> ResultSetFormatter.outputAsJSON(out, result);
      case XML -> ResultSetFormatter.outputAsXML(out, result);
      case CSV -> out.write(csv(result).getBytes(StandardCharsets.UTF_8));
      case TSV -> ResultSetFormatter.outputAsTSV(out, result);
      default -> out.write(table().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String csv(ResultSet result) {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    ResultSetFormatter.outputAsCSV(bytes, result);
    return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  private String table() {
    List<Var> columns = rows.getResultVars();
    List<List<String>> cells = new ArrayList<>();
    cells.add(columns.stream().map(Var::getName).toList());
    RowSet each = rows;
    while (each.hasNext()) {
      Binding row = each.next();
      cells.add(columns.stream().map(column -> show(row.get(column))).toList());
    }
    List<Integer> widths = new ArrayList<>(Collections.nCopies(columns.size(), 0));
    cells.forEach(
        row -> {
          for (int i = 0; i < row.size(); i++) {
            widths.set(i, Math.max(widths.get(i), length(row.get(i))));
          }
        });
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line(text, cells.get(i), widths);
      if (i == 0) {
        line(text, widths.stream().map("-"::repeat).toList(), widths);
      }
    }
    int found = cells.size() - 1;
    return text.append(found == 1 ? "1 row" : found + " rows").append('\n').toString();
  }

  private static void line(StringBuilder text, List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append(i == 0 ? "" : "  ").append(cells.get(i));
      line.append(" ".repeat(widths.get(i) - length(cells.get(i))));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private String show(Node node) {
    if (node == null) {
      return "";
    }
    if (node.isLiteral()) {
      return node.getLiteralLexicalForm().replaceAll("\\s+", " ");
    }
    return node.isURI() ? shorten(node.getURI()) : "_:" + node.getBlankNodeLabel();
  }

  private String shorten(String iri) {
    String best = iri;
    for (Map.Entry<String, String> prefix : prefixes.getNsPrefixMap().entrySet()) {
      if (iri.startsWith(prefix.getValue())) {
        String shorter = prefix.getKey() + ":" + iri.substring(prefix.getValue().length());
        best = shorter.length() < best.length() ? shorter : best;
      }
    }
    return best;
  }
}
