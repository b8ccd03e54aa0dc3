package org.consilium.server;

import java.util.Set;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.Syntax;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprFunction;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.apache.jena.sparql.expr.aggregate.AggCustom;
import org.apache.jena.sparql.syntax.Element;
import org.apache.jena.sparql.syntax.ElementBind;
import org.apache.jena.sparql.syntax.ElementFilter;
import org.apache.jena.sparql.syntax.ElementService;
import org.apache.jena.sparql.syntax.ElementSubQuery;
import org.apache.jena.sparql.syntax.ElementVisitorBase;
import org.apache.jena.sparql.syntax.ElementWalker;
import org.apache.jena.vocabulary.XSD;

/**
 * Which SPARQL queries are evaluated at all, decided on the syntax tree: those of SPARQL 1.1 that
 * stay within this dataset and use only functions of the standard.
 */
final class QueryPolicy {
  private static final String BASE = "http://localhost/";

  private final int characters;
  private final int depth;

  /**
   * @param characters longest query
   * @param depth deepest nesting of brackets
   */
  QueryPolicy(int characters, int depth) {
    this.characters = characters;
    this.depth = depth;
  }

  /**
   * Parses a query under the limits and checks it.
   *
   * @param graphs names of the graphs that FROM may name
   * @throws Refusal if it is not to be evaluated
   */
  void check(String text, Set<String> graphs) {
    checkSize(text);
    Query query;
    try {
      query = QueryFactory.create(text, BASE, Syntax.syntaxSPARQL_11);
    } catch (QueryException e) {
      if (e.getCause() instanceof StackOverflowError) {
        throw tooDeep();
      }
      throw new Refusal(
          ErrorCode.QUERY_SYNTAX,
          e instanceof QueryParseException
              ? firstLine(e.getMessage())
              : "this is no SPARQL 1.1 query");
    } catch (StackOverflowError e) {
      throw tooDeep();
    }
    query.getGraphURIs().forEach(graph -> checkGraph(graph, graphs));
    query.getNamedGraphURIs().forEach(graph -> checkGraph(graph, graphs));
    check(query);
  }

  private static Refusal tooDeep() {
    return new Refusal(ErrorCode.QUERY_TOO_DEEP, "the query is nested too deeply");
  }

  private void checkSize(String text) {
    if (text.length() > characters) {
      throw new Refusal(
          ErrorCode.QUERY_TOO_DEEP, "the query is longer than " + characters + " characters");
    }
    int level = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '(', '{', '[' -> level++;
        case ')', '}', ']' -> level--;
        default -> {}
      }
      if (level > depth) {
        throw new Refusal(
            ErrorCode.QUERY_TOO_DEEP, "the query is nested deeper than " + depth + " brackets");
      }
    }
  }

  /**
   * A graph that the query or the request names.
   *
   * @throws Refusal if the dataset has no such graph
   */
  static void checkGraph(String iri, Set<String> graphs) {
    if (!graphs.contains(iri)) {
      throw new Refusal(
          ErrorCode.UNKNOWN_GRAPH,
          "the dataset has no graph of this name; it has " + String.join(", ", graphs));
    }
  }

  private static void check(Query query) {
    if (query.getQueryPattern() != null) {
      ElementWalker.walk(query.getQueryPattern(), new Elements());
    }
    for (Var variable : query.getProject().getVars()) {
      check(query.getProject().getExpr(variable));
    }
    query.getGroupBy().getExprs().values().forEach(QueryPolicy::check);
    query.getHavingExprs().forEach(QueryPolicy::check);
    query.getAggregators().forEach(QueryPolicy::check);
    if (query.getOrderBy() != null) {
      query.getOrderBy().forEach(condition -> check(condition.getExpression()));
    }
  }

  private static void check(Expr expression) {
    if (expression instanceof ExprFunctionOp pattern) {
      Element element = pattern.getElement();
      ElementWalker.walk(element, new Elements());
    } else if (expression instanceof ExprFunction function) {
      String iri = function.getFunctionIRI();
      if (iri != null && !iri.startsWith(XSD.NS)) {
        throw new Refusal(ErrorCode.FUNCTION_REFUSED, "the function is not one of SPARQL 1.1");
      }
      function.getArgs().forEach(QueryPolicy::check);
    } else if (expression instanceof ExprAggregator aggregation) {
      if (aggregation.getAggregator() instanceof AggCustom) {
        throw new Refusal(ErrorCode.FUNCTION_REFUSED, "the aggregate is not one of SPARQL 1.1");
      }
      if (aggregation.getAggregator().getExprList() != null) {
        aggregation.getAggregator().getExprList().forEach(QueryPolicy::check);
      }
    }
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private static final class Elements extends ElementVisitorBase {
    @Override
    public void visit(ElementService service) {
      throw new Refusal(ErrorCode.SERVICE_REFUSED, "the query asks another server by SERVICE");
    }

    @Override
    public void visit(ElementFilter filter) {
      check(filter.getExpr());
    }

    @Override
    public void visit(ElementBind binding) {
      check(binding.getExpr());
    }

    @Override
    public void visit(ElementSubQuery query) {
      check(query.getQuery());
    }
  }
}
