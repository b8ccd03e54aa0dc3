package org.consilium.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.consilium.knowledge.Criterion;
import org.consilium.knowledge.Criterion.ValueExpression;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.FeatureKind;
import org.consilium.knowledge.NumberRange;
import org.consilium.knowledge.ValueClass;
import org.consilium.patient.FeatureValue;

/** Says criteria and facts in the words of the ontology's labels. */
public final class Words {
  private Words() {}

  /** A criterion as a phrase, for example {@code Serum PSA: below 10 ng/mL}. */
  public static String of(Criterion criterion) {
    return of(criterion, true);
  }

  private static String of(Criterion criterion, boolean positive) {
    if (criterion instanceof Criterion.Not not) {
      return of(not.part(), !positive);
    }
    if (criterion instanceof Criterion.Defined defined) {
      return positive ? defined.label() : "not: " + defined.label();
    }
    if (criterion instanceof Criterion.AllOf all) {
      return join(all.parts(), positive, positive ? " and " : " or ");
    }
    if (criterion instanceof Criterion.AnyOf any) {
      return join(any.parts(), positive, positive ? " or " : " and ");
    }
    if (criterion instanceof Criterion.Truth truth) {
      return truth.feature().label() + ": " + (truth.value() == positive ? "yes" : "no");
    }
    if (criterion instanceof Criterion.Numeric numeric) {
      return numeric.feature().label()
          + ": "
          + (positive ? "" : "not ")
          + number(numeric.feature(), numeric.range());
    }
    if (criterion instanceof Criterion.Coded coded) {
      String values = values(coded.values());
      if (coded.feature().kind() == FeatureKind.CODES) {
        return coded.feature().label() + (positive ? ": including " : ": without ") + values;
      }
      return coded.feature().label() + ": " + (positive ? "" : "not ") + values;
    }
    if (criterion instanceof Criterion.Present present) {
      return present.feature().label() + (positive ? ": any" : ": none");
    }
    Criterion.Outside outside = (Criterion.Outside) criterion;
    return (positive ? "" : "not: ") + outside.expression();
  }

  private static String join(List<Criterion> parts, boolean positive, String word) {
    String text = parts.stream().map(part -> of(part, positive)).collect(Collectors.joining(word));
    return parts.size() > 1 ? "(" + text + ")" : text;
  }

  private static String values(ValueExpression values) {
    if (values instanceof ValueExpression.Of of) {
      return of.value().label();
    }
    if (values instanceof ValueExpression.Either either) {
      return either.parts().stream().map(Words::values).collect(Collectors.joining(" or "));
    }
    if (values instanceof ValueExpression.Both both) {
      return both.parts().stream().map(Words::values).collect(Collectors.joining(" and "));
    }
    return "other than " + values(((ValueExpression.Other) values).part());
  }

  private static String number(Feature feature, NumberRange range) {
    String unit = feature.unit().isEmpty() || feature.unit().equals("1") ? "" : feature.unit();
    String readable =
        switch (unit) {
          case "a" -> range.isSingle() && range.low().intValue() == 1 ? "year" : "years";
          case "mo" -> "months";
          case "wk" -> "weeks";
          case "{score}", "{rises}" -> "";
          default ->
              unit.startsWith("{") && unit.endsWith("}")
                  ? unit.substring(1, unit.length() - 1)
                  : unit;
        };
    return readable.isEmpty() ? range.toString() : range + " " + readable;
  }

  /** What is known of a feature as a phrase, for example {@code Serum PSA: 6.2 ng/mL}. */
  public static String of(Feature feature, FeatureValue value) {
    return feature.label() + ": " + value(feature, value);
  }

  private static String value(Feature feature, FeatureValue value) {
    if (value instanceof FeatureValue.Truth truth) {
      return truth.value() ? "yes" : "no";
    }
    if (value instanceof FeatureValue.Numeric number) {
      return number.anyOf().stream()
          .map(range -> number(feature, range))
          .collect(Collectors.joining(" or "));
    }
    if (value instanceof FeatureValue.Coded coded) {
      List<String> parts = new ArrayList<>();
      if (!coded.anyOf().isEmpty()) {
        parts.add(labels(coded.anyOf(), " or "));
      }
      if (!coded.noneOf().isEmpty()) {
        parts.add("not " + labels(coded.noneOf(), " or "));
      }
      return String.join(", ", parts);
    }
    FeatureValue.Members members = (FeatureValue.Members) value;
    List<String> parts = new ArrayList<>();
    if (!members.present().isEmpty()) {
      parts.add(labels(members.present(), ", "));
    }
    if (members.only().isPresent()) {
      parts.add(members.present().isEmpty() ? "none" : "no others");
    } else if (!members.absent().isEmpty()) {
      parts.add("without " + labels(members.absent(), ", "));
    }
    return parts.isEmpty() ? "unknown" : String.join("; ", parts);
  }

  private static String labels(List<ValueClass> values, String separator) {
    return values.stream().map(ValueClass::label).collect(Collectors.joining(separator));
  }
}
