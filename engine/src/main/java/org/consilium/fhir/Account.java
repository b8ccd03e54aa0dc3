package org.consilium.fhir;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is left aside and what is not understood, while resources are being read. */
final class Account {
  private final Set<Ignored> ignored = new LinkedHashSet<>();
  private final Set<NotUnderstood> notUnderstood = new LinkedHashSet<>();

  void ignore(Source source, Ignored.Reason reason, String words) {
    ignored.add(new Ignored(source, reason, words));
  }

  void notUnderstood(Source source, String words) {
    notUnderstood.add(new NotUnderstood(source, words));
  }

  /** How much was not understood so far. */
  int misunderstandings() {
    return notUnderstood.size();
  }

  List<Ignored> ignored() {
    return List.copyOf(ignored);
  }

  List<NotUnderstood> notUnderstood() {
    return List.copyOf(notUnderstood);
  }
}
