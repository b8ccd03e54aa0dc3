package org.consilium.knowledge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.consilium.knowledge.Criterion.AllOf;
import org.consilium.knowledge.Criterion.AnyOf;
import org.consilium.knowledge.Criterion.Coded;
import org.consilium.knowledge.Criterion.Defined;
import org.consilium.knowledge.Criterion.Not;
import org.consilium.knowledge.Criterion.Numeric;
import org.consilium.knowledge.Criterion.Outside;
import org.consilium.knowledge.Criterion.Present;
import org.consilium.knowledge.Criterion.Truth;
import org.consilium.knowledge.Criterion.ValueExpression;

/** Questions about criteria. */
public final class Criteria {
  private Criteria() {}

  /** The first part of a criterion that is outside the feature fragment. */
  public static Optional<Outside> outside(Criterion criterion) {
    List<Outside> found = new ArrayList<>();
    visit(
        criterion,
        part -> {
          if (part instanceof Outside outside) {
            found.add(outside);
          }
        });
    return found.stream().findFirst();
  }

  /** The features that a criterion speaks of, definitions included, ordered by key. */
  public static Set<Feature> features(Criterion criterion) {
    Set<Feature> features = new TreeSet<>();
    visit(
        criterion,
        part -> {
          if (part instanceof Coded coded) {
            features.add(coded.feature());
          } else if (part instanceof Numeric numeric) {
            features.add(numeric.feature());
          } else if (part instanceof Truth truth) {
            features.add(truth.feature());
          } else if (part instanceof Present present) {
            features.add(present.feature());
          }
        });
    return features;
  }

  /** Calls back for a criterion and all its parts, outermost first, definitions included. */
  public static void visit(Criterion criterion, Consumer<Criterion> visitor) {
    visitor.accept(criterion);
    if (criterion instanceof AllOf all) {
      all.parts().forEach(part -> visit(part, visitor));
    } else if (criterion instanceof AnyOf any) {
      any.parts().forEach(part -> visit(part, visitor));
    } else if (criterion instanceof Not not) {
      visit(not.part(), visitor);
    } else if (criterion instanceof Defined defined) {
      visit(defined.definition(), visitor);
    }
  }

  /** The criteria that all must hold for a criterion to hold, definitions opened. */
  public static List<Criterion> conjuncts(Criterion criterion) {
    List<Criterion> result = new ArrayList<>();
    if (criterion instanceof AllOf all) {
      all.parts().forEach(part -> result.addAll(conjuncts(part)));
    } else if (criterion instanceof Defined defined && isConjunction(defined.definition())) {
      result.addAll(conjuncts(defined.definition()));
    } else {
      result.add(criterion);
    }
    return result.stream().distinct().toList();
  }

  private static boolean isConjunction(Criterion criterion) {
    return criterion instanceof AllOf
        || (criterion instanceof Defined defined && isConjunction(defined.definition()));
  }

  /** Whether a criterion is met by every case for reasons of form alone. */
  public static boolean isTrue(Criterion criterion) {
    if (criterion instanceof AllOf all) {
      return all.parts().stream().allMatch(Criteria::isTrue);
    }
    return criterion instanceof Defined defined && isTrue(defined.definition());
  }

  /** Whether a criterion is met by no case for reasons of form alone. */
  static boolean isFalse(Criterion criterion) {
    if (criterion instanceof AnyOf any) {
      return any.parts().stream().allMatch(Criteria::isFalse);
    }
    if (criterion instanceof AllOf all) {
      return all.parts().stream().anyMatch(Criteria::isFalse);
    }
    return criterion instanceof Defined defined && isFalse(defined.definition());
  }

  /** The feature of a criterion that says only that the feature has a value. */
  static Optional<Feature> presence(Criterion criterion) {
    if (criterion instanceof Present present) {
      return Optional.of(present.feature());
    }
    if (criterion instanceof Coded coded
        && coded.values() instanceof ValueExpression.Of of
        && of.value().iri().equals(coded.feature().taxonomy().root())) {
      return Optional.of(coded.feature());
    }
    if (criterion instanceof Numeric numeric
        && numeric
            .range()
            .covers(numeric.feature().range(), numeric.feature().kind() == FeatureKind.INTEGER)) {
      return Optional.of(numeric.feature());
    }
    return Optional.empty();
  }

  /** The conjunction of two criteria. */
  public static Criterion and(Criterion first, Criterion second) {
    return isTrue(first) ? second : new AllOf(List.of(first, second));
  }
}
