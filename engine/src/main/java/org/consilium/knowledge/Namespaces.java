package org.consilium.knowledge;

/**
 * IRI namespaces of Consilium; every identifier of the knowledge graph starts with {@link #BASE}.
 */
public final class Namespaces {
  /** Base of all identifiers. */
  public static final String BASE = "https://w3id.org/consilium/";

  /** The knowledge model: guidelines, recommendations, studies, evidence. */
  public static final String CNS = BASE + "core#";

  /** Features and values shared by the cancers. */
  public static final String ONC = BASE + "oncology#";

  public static final String RECOMMENDATION = BASE + "recommendation/";
  public static final String GUIDELINE = BASE + "guideline/";
  public static final String QUESTION = BASE + "question/";
  public static final String THERAPY = BASE + "therapy/";
  public static final String STUDY = BASE + "study/";
  public static final String SAFETY = BASE + "safety/";

  /** The class of which every patient description is an instance. */
  public static final String CASE = CNS + "Case";

  /** The functional property that ties a case to its cancer. */
  public static final String PRIMARY_CANCER = ONC + "primaryCancer";

  /** The datatype of class expressions in OWL 2 Manchester syntax. */
  public static final String MANCHESTER = CNS + "manchester";

  private Namespaces() {}

  /**
   * The last segment of an IRI, after {@code #} or the last {@code /}: the public identifier of
   * recommendations, studies, therapies and safety rules.
   */
  public static String localName(String iri) {
    int hash = iri.lastIndexOf('#');
    return iri.substring((hash >= 0 ? hash : iri.lastIndexOf('/')) + 1);
  }
}
