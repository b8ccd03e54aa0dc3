package org.consilium.bench;

/**
 * What was measured for one vocabulary and one number of recommendations. Times are processor time
 * of the measuring thread.
 *
 * @param vocabulary what the recommendations speak of
 * @param recommendations how many populations
 * @param gates size of the compiled form
 * @param compileMilliseconds time to compile, in a warm process
 * @param workspaceBytes working memory of one thread
 * @param hermitMilliseconds HermiT for one patient
 * @param hermitPatients how many patients HermiT decided
 * @param singleMicroseconds the compiled form for one patient, coding and answer included
 * @param singleP99Microseconds 99 of 100 patients took no longer
 * @param batchNanoseconds for one patient of a batch, from coded facts to answers
 * @param batchBytes allocated for one patient of a batch
 * @param linesMicroseconds for one patient from a JSON line to the answer; 0 if not measured
 * @param disagreements answers that differ between any two of them
 */
public record Measurement(
    String vocabulary,
    int recommendations,
    int gates,
    double compileMilliseconds,
    long workspaceBytes,
    double hermitMilliseconds,
    int hermitPatients,
    double singleMicroseconds,
    double singleP99Microseconds,
    double batchNanoseconds,
    double batchBytes,
    double linesMicroseconds,
    long disagreements) {
  /** How many times faster than HermiT one patient is decided. */
  public double singleRatio() {
    return hermitMilliseconds * 1e3 / singleMicroseconds;
  }

  /** How many times faster than HermiT a patient of a batch is decided. */
  public double batchRatio() {
    return hermitMilliseconds * 1e6 / batchNanoseconds;
  }

  /** Patients of a batch in a second on one core. */
  public double batchPatientsPerSecond() {
    return 1e9 / batchNanoseconds;
  }
}
