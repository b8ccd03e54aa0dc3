package org.consilium.reasoning;

import org.consilium.patient.PatientCase;

/** Decides, for a case, all populations of its cancer; exact, and safe to share between threads. */
public sealed interface Reasoner permits CompiledReasoner, HermitReasoner {
  /** Decides all recommendations and safety rules of the case's cancer. */
  Judgement judge(PatientCase patient);

  /** The name under which it is chosen on the command line. */
  String name();
}
