package org.consilium.server;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.TransformCopy;
import org.apache.jena.sparql.algebra.Transformer;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.expr.E_Regex;
import org.apache.jena.sparql.expr.E_StrConcat;
import org.apache.jena.sparql.expr.E_StrEncodeForURI;
import org.apache.jena.sparql.expr.E_StrReplace;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.ExprFunctionN;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.ExprTransformCopy;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.RegexEngine;
import org.apache.jena.sparql.expr.aggregate.Accumulator;
import org.apache.jena.sparql.expr.aggregate.AccumulatorExpr;
import org.apache.jena.sparql.expr.aggregate.AggGroupConcat;
import org.apache.jena.sparql.expr.aggregate.AggGroupConcatDistinct;
import org.apache.jena.sparql.expr.aggregate.Aggregator;
import org.apache.jena.sparql.expr.nodevalue.NodeValueOps;
import org.apache.jena.sparql.function.FunctionEnv;

/**
 * Replaces, everywhere in a query, the functions that can run on or grow without end: {@code
 * REGEX}, {@code REPLACE}, {@code CONCAT}, {@code ENCODE_FOR_URI}, {@code GROUP_CONCAT}. The ones
 * in their place give the same results within the bounds, and fail the query beyond them.
 */
final class BoundedExpressions extends ExprTransformCopy {
  private final QueryBounds bounds;

  private BoundedExpressions(QueryBounds bounds) {
    this.bounds = bounds;
  }

  /** The same query within bounds. */
  static Op in(Op query, QueryBounds bounds) {
    return Transformer.transform(new Groups(bounds), new BoundedExpressions(bounds), query);
  }

  @Override
  public Expr transform(ExprFunctionN function, ExprList arguments) {
    if (function instanceof E_Regex) {
      return new Regex(arguments, bounds);
    }
    if (function instanceof E_StrReplace) {
      return new Replace(arguments, bounds);
    }
    if (function instanceof E_StrConcat) {
      return new Concat(arguments, bounds);
    }
    return super.transform(function, arguments);
  }

  @Override
  public Expr transform(ExprFunction1 function, Expr argument) {
    return function instanceof E_StrEncodeForURI
        ? new Encode(argument, bounds)
        : super.transform(function, argument);
  }

  private static Expr at(ExprList arguments, int index) {
    return index < arguments.size() ? arguments.get(index) : null;
  }

  private static Pattern pattern(String function, List<NodeValue> arguments, int flags) {
    String text =
        NodeValueOps.checkAndGetStringLiteral(function, arguments.get(1)).getLiteralLexicalForm();
    String flagText =
        arguments.size() > flags
            ? NodeValueOps.checkAndGetStringLiteral(function, arguments.get(flags))
                .getLiteralLexicalForm()
            : null;
    return RegexEngine.makePattern(function, text, flagText);
  }

  private static final class Regex extends E_Regex {
    private final QueryBounds bounds;

    Regex(ExprList arguments, QueryBounds bounds) {
      super(at(arguments, 0), at(arguments, 1), at(arguments, 2));
      this.bounds = bounds;
    }

    @Override
    public NodeValue eval(List<NodeValue> arguments) {
      Node text = NodeValueOps.checkAndGetStringLiteral("REGEX", arguments.get(0));
      Matcher matcher =
          pattern("REGEX", arguments, 2).matcher(bounds.watched(text.getLiteralLexicalForm()));
      return NodeValue.booleanReturn(matcher.find());
    }

    @Override
    public Expr copy(ExprList arguments) {
      return new Regex(arguments, bounds);
    }
  }

  private static final class Replace extends E_StrReplace {
    private final QueryBounds bounds;

    Replace(ExprList arguments, QueryBounds bounds) {
      super(at(arguments, 0), at(arguments, 1), at(arguments, 2), at(arguments, 3));
      this.bounds = bounds;
    }

    @Override
    public NodeValue eval(List<NodeValue> arguments) {
      Node node = NodeValueOps.checkAndGetStringLiteral("REPLACE", arguments.get(0));
      String text = node.getLiteralLexicalForm();
      String replacement =
          NodeValueOps.checkAndGetStringLiteral("REPLACE", arguments.get(2))
              .getLiteralLexicalForm();
      Matcher matcher = pattern("REPLACE", arguments, 3).matcher(bounds.watched(text));
      StringBuilder result = new StringBuilder();
      try {
        for (boolean first = true; matcher.find(); first = false) {
          // As in the function replaced: of empty matches only one at the start counts.
          if (first || matcher.start() < matcher.end()) {
            matcher.appendReplacement(result, replacement);
            bounds.checkLength(result.length());
          }
        }
      } catch (IndexOutOfBoundsException e) {
        throw new ExprEvalException("the replacement names a group that the pattern lacks", e);
      }
      matcher.appendTail(result);
      bounds.checkLength(result.length());
      return NodeValue.makeNode(
          NodeFactory.createLiteral(
              result.toString(), node.getLiteralLanguage(), node.getLiteralDatatype()));
    }

    @Override
    public Expr copy(ExprList arguments) {
      return new Replace(arguments, bounds);
    }
  }

  private static final class Concat extends E_StrConcat {
    private final QueryBounds bounds;

    Concat(ExprList arguments, QueryBounds bounds) {
      super(arguments);
      this.bounds = bounds;
    }

    @Override
    public NodeValue eval(List<NodeValue> arguments) {
      bounds.checkLength(
          arguments.stream().mapToLong(argument -> argument.asUnquotedString().length()).sum());
      return super.eval(arguments);
    }

    @Override
    public Expr copy(ExprList arguments) {
      return new Concat(arguments, bounds);
    }
  }

  private static final class Encode extends E_StrEncodeForURI {
    private final QueryBounds bounds;

    Encode(Expr argument, QueryBounds bounds) {
      super(argument);
      this.bounds = bounds;
    }

    @Override
    public NodeValue eval(NodeValue argument) {
      NodeValue result = super.eval(argument);
      bounds.checkLength(result.asUnquotedString().length());
      return result;
    }

    @Override
    public Expr copy(Expr argument) {
      return new Encode(argument, bounds);
    }
  }

  private static final class Groups extends TransformCopy {
    private final QueryBounds bounds;

    Groups(QueryBounds bounds) {
      this.bounds = bounds;
    }

    @Override
    public Op transform(OpGroup group, Op part) {
      List<ExprAggregator> aggregators =
          group.getAggregators().stream()
              .map(one -> new ExprAggregator(one.getVar(), bounded(one.getAggregator())))
              .toList();
      return OpGroup.create(part, group.getGroupVars(), aggregators);
    }

    private Aggregator bounded(Aggregator aggregator) {
      if (aggregator instanceof AggGroupConcat plain) {
        Expr expression = plain.getExprList().get(0);
        return new GroupConcat(expression, plain.getSeparator(), false, bounds);
      }
      if (aggregator instanceof AggGroupConcatDistinct distinct) {
        Expr expression = distinct.getExprList().get(0);
        return new GroupConcat(expression, distinct.getSeparator(), true, bounds);
      }
      return aggregator;
    }
  }

  private static final class GroupConcat extends AggGroupConcat {
    private final boolean distinct;
    private final QueryBounds bounds;

    GroupConcat(Expr expression, String separator, boolean distinct, QueryBounds bounds) {
      super(expression, separator);
      this.distinct = distinct;
      this.bounds = bounds;
    }

    @Override
    public Aggregator copy(ExprList expressions) {
      return new GroupConcat(expressions.get(0), getSeparator(), distinct, bounds);
    }

    @Override
    public boolean equals(Aggregator other, boolean bySyntax) {
      return super.equals(other, bySyntax)
          && other instanceof GroupConcat concat
          && concat.distinct == distinct;
    }

    @Override
    public int hashCode() {
      return super.hashCode();
    }

    @Override
    public Accumulator createAccumulator() {
      String separator = getSeparator() == null ? " " : getSeparator();
      StringBuilder text = new StringBuilder();
      return new AccumulatorExpr(getExprList().get(0), distinct) {
        private boolean first = true;

        @Override
        protected void accumulate(NodeValue value, Binding binding, FunctionEnv environment) {
          text.append(first ? "" : separator).append(value.asString());
          first = false;
          bounds.checkLength(text.length());
        }

        @Override
        protected void accumulateError(Binding binding, FunctionEnv environment) {}

        @Override
        protected NodeValue getAccValue() {
          return NodeValue.makeString(text.toString());
        }
      };
    }
  }
}
