package org.consilium.fhir;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.consilium.fhir.Finding.Rank;
import org.consilium.fhir.Ignored.Reason;
import org.consilium.knowledge.Feature;
import org.consilium.knowledge.ValueClass;
import org.consilium.patient.CompleteList;
import org.consilium.patient.FeatureValue;

/**
 * Makes one fact of all that is said of a feature. The rule, for features with at most one value:
 *
 * <ol>
 *   <li>a substitute counts only if there is nothing else;
 *   <li>what is certainly older than another statement is left aside;
 *   <li>of the rest, a corrected statement replaces plain ones of the same moment;
 *   <li>if a later statement is there that could not be read, nothing is known;
 *   <li>what is left holds together, if it can be true together; else one of it holds, which is
 *       shown as a contradiction, and nothing is known if the values together say nothing.
 * </ol>
 *
 * Of features with many values, everything that is said holds; what is both present and absent is a
 * contradiction and stays unknown.
 */
final class Reconciliation {
  /** More different values than this, all said to hold at one time, say nothing. */
  static final int MOST_VALUES = 16;

  private final Account account;
  private final Map<Feature, List<Finding>> findings = new TreeMap<>();
  private final Map<Feature, List<MemberFinding>> members = new TreeMap<>();
  private final Map<Feature, List<FhirDate>> unread = new TreeMap<>();
  private final Map<Feature, Source> complete = new TreeMap<>();
  private final Map<Feature, FeatureValue> facts = new TreeMap<>();
  private final Map<Feature, List<UsedFact>> used = new TreeMap<>();
  private final List<Contradiction> contradictions = new ArrayList<>();

  Reconciliation(Account account) {
    this.account = account;
  }

  void add(Finding finding) {
    findings.computeIfAbsent(finding.feature(), each -> new ArrayList<>()).add(finding);
  }

  /** Says that there is a statement on a feature that could not be read. */
  void unread(Feature feature, FhirDate date) {
    unread.computeIfAbsent(feature, each -> new ArrayList<>()).add(date);
  }

  void add(MemberFinding finding) {
    members.computeIfAbsent(finding.feature(), each -> new ArrayList<>()).add(finding);
  }

  /** Says that what is known to be present of a feature with many values is all there is. */
  void complete(Feature feature, Source source) {
    complete.put(feature, source);
  }

  boolean has(String key) {
    return findings.keySet().stream().anyMatch(feature -> feature.key().equals(key));
  }

  List<Finding> of(Feature feature) {
    return List.copyOf(findings.getOrDefault(feature, List.of()));
  }

  /** Takes back what was said of a feature. */
  void drop(Feature feature, String words) {
    findings
        .getOrDefault(feature, List.of())
        .forEach(finding -> account.ignore(finding.source(), Reason.SUPERSEDED, words));
    findings.remove(feature);
  }

  /**
   * Takes back what is certainly older than another statement on one of some features that tell the
   * same thing in different ways.
   */
  void keepLatest(Set<String> keys, String words) {
    List<Finding> all =
        findings.values().stream()
            .flatMap(List::stream)
            .filter(each -> keys.contains(each.feature().key()))
            .toList();
    Instant latestBegin = latestBegin(all);
    for (Finding each : all) {
      List<Finding> own = findings.get(each.feature());
      // What is older than another statement on the same feature gives way to that in any case.
      if (latestBegin.isAfter(each.date().to()) && !latestBegin(own).isAfter(each.date().to())) {
        account.ignore(each.source(), Reason.SUPERSEDED, words);
        own.remove(each);
        if (own.isEmpty()) {
          findings.remove(each.feature());
        }
      }
    }
  }

  void decide() {
    findings.forEach(this::decideOne);
    Set<Feature> many = new LinkedHashSet<>(members.keySet());
    many.addAll(complete.keySet());
    many.forEach(this::decideMany);
  }

  /** The latest moment at which one of the statements begins to hold. */
  private static Instant latestBegin(List<Finding> findings) {
    return findings.stream()
        .map(each -> each.date().from())
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  private void decideOne(Feature feature, List<Finding> all) {
    boolean onlySubstitutes = all.stream().allMatch(each -> each.rank() == Rank.SUBSTITUTE);
    List<Finding> latest = new ArrayList<>();
    Instant latestBegin =
        latestBegin(
            all.stream()
                .filter(other -> onlySubstitutes || other.rank() != Rank.SUBSTITUTE)
                .toList());
    Set<String> correctedDates =
        all.stream()
            .filter(other -> other.rank() == Rank.CORRECTED)
            .map(other -> other.date().text())
            .collect(Collectors.toSet());
    for (Finding each : all) {
      boolean substitute = each.rank() == Rank.SUBSTITUTE && !onlySubstitutes;
      boolean older = latestBegin.isAfter(each.date().to());
      boolean corrected = each.rank() == Rank.PLAIN && correctedDates.contains(each.date().text());
      if (substitute) {
        account.ignore(
            each.source(),
            Reason.SUPERSEDED,
            "a statement on " + feature.key() + " itself is used");
      } else if (older) {
        account.ignore(
            each.source(), Reason.SUPERSEDED, "a later statement on " + feature.key() + " is used");
      } else if (corrected) {
        account.ignore(
            each.source(),
            Reason.SUPERSEDED,
            "a corrected statement on " + feature.key() + " is used");
      } else {
        latest.add(each);
      }
    }
    boolean outdated =
        unread.getOrDefault(feature, List.of()).stream()
            .anyMatch(later -> latest.stream().allMatch(each -> later.isAfter(each.date())));
    if (outdated) {
      latest.forEach(
          each ->
              account.ignore(
                  each.source(),
                  Reason.SUPERSEDED,
                  "a later statement on " + feature.key() + " could not be read"));
      return;
    }
    // The order of the resources must not matter.
    latest.sort(
        Comparator.comparing((Finding each) -> each.value().toString())
            .thenComparing(each -> each.date().text())
            .thenComparing(Finding::how));
    Optional<FeatureValue> together = Optional.of(latest.get(0).value());
    for (Finding each : latest.subList(1, latest.size())) {
      together = together.flatMap(value -> ValueMeet.both(feature, value, each.value()));
    }
    if (together.isEmpty()) {
      List<FeatureValue> different = latest.stream().map(Finding::value).distinct().toList();
      together = different.size() > MOST_VALUES ? Optional.empty() : Optional.of(different.get(0));
      for (FeatureValue each : different) {
        together = together.flatMap(value -> ValueMeet.either(feature, value, each));
      }
      contradictions.add(
          new Contradiction(
              feature,
              latest.stream().map(Finding::source).toList(),
              together.isPresent()
                  ? "they cannot all be true; one of the values is taken to hold"
                  : "they cannot all be true; the feature counts as unknown"));
    }
    together.ifPresent(
        value -> {
          facts.put(feature, value);
          used.put(
              feature,
              List.of(
                  new UsedFact(
                      feature,
                      value,
                      latest.stream().map(Finding::source).distinct().toList(),
                      latest.stream()
                          .map(each -> each.date().text())
                          .filter(text -> !text.isEmpty())
                          .findFirst()
                          .orElse(""),
                      latest.stream()
                          .map(Finding::how)
                          .filter(how -> !how.isEmpty())
                          .distinct()
                          .collect(Collectors.joining("; ")))));
        });
  }

  private void decideMany(Feature feature) {
    List<MemberFinding> all = members.getOrDefault(feature, List.of());
    Set<ValueClass> present = new LinkedHashSet<>();
    Set<ValueClass> absent = new LinkedHashSet<>();
    List<UsedFact> sources = new ArrayList<>();
    for (MemberFinding each : all) {
      boolean contradicted =
          all.stream()
              .anyMatch(
                  other -> other.present() != each.present() && excludes(feature, each, other));
      if (contradicted) {
        contradictions.add(
            new Contradiction(
                feature,
                List.of(each.source()),
                "something else says the opposite of the same entry, which counts as unknown"));
        continue;
      }
      (each.present() ? present : absent).add(each.value());
      sources.add(
          new UsedFact(
              feature,
              new FeatureValue.Members(
                  each.present() ? List.of(each.value()) : List.of(),
                  each.present() ? List.of() : List.of(each.value()),
                  Optional.empty()),
              List.of(each.source()),
              each.date().text(),
              each.how()));
    }
    boolean closed = complete.containsKey(feature);
    List<ValueClass> there = sorted(feature, present);
    List<ValueClass> away = sorted(feature, absent);
    FeatureValue.Members value =
        closed
            ? CompleteList.of(feature.taxonomy(), there, away, List.of())
            : new FeatureValue.Members(there, away, Optional.empty());
    if (closed) {
      sources.add(
          new UsedFact(
              feature, value, List.of(complete.get(feature)), "", "said to be the whole list"));
    }
    if (closed || !there.isEmpty() || !away.isEmpty()) {
      facts.put(feature, value);
      used.put(feature, sources);
    }
  }

  /** Whether the presence of one class rules the absence of the other out. */
  private static boolean excludes(Feature feature, MemberFinding one, MemberFinding two) {
    MemberFinding there = one.present() ? one : two;
    MemberFinding away = one.present() ? two : one;
    return feature.taxonomy().isSubsumed(there.value().iri(), away.value().iri());
  }

  /** In the order of the taxonomy, so that the order of resources does not matter. */
  private static List<ValueClass> sorted(Feature feature, Set<ValueClass> values) {
    return feature.taxonomy().classes().stream().filter(values::contains).toList();
  }

  Map<Feature, FeatureValue> facts() {
    return facts;
  }

  List<UsedFact> used() {
    return used.values().stream().flatMap(List::stream).toList();
  }

  List<Contradiction> contradictions() {
    return List.copyOf(contradictions);
  }
}
