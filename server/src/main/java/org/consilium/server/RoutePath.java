package org.consilium.server;

import org.consilium.fhir.FhirBundleReader;

/** The paths of the server. They are part of the interface: changed only by adding. */
final class RoutePath {
  static final String GUIDELINES = "/api/guidelines";
  static final String RECOMMENDATIONS = "/api/recommendations";
  static final String BATCH = "/api/recommendations/batch";
  static final String STUDIES = "/api/studies";
  static final String QUESTIONS = "/api/questions";
  static final String THERAPIES = "/api/therapies";
  static final String VOCABULARY = "/api/vocabulary";
  static final String VERSIONS = "/api/versions";
  static final String QUERIES = "/api/queries";
  static final String HOOKS = "/cds-services";
  static final String AUDIT = "/api/audit";
  static final String OPENAPI = "/openapi.json";
  static final String DOCS = "/api/docs";
  static final String METRICS = "/metrics";
  static final String LIVE = "/health/live";
  static final String READY = "/health/ready";
  static final String SPARQL = "/sparql";

  private static final int LARGEST_UPLOAD = 64 << 20;

  private RoutePath() {}

  /** Whether a path is one of CDS Hooks, as far as tokens of its clients are concerned. */
  static boolean isHook(String path) {
    return path != null && (path.equals(HOOKS) || path.startsWith(HOOKS + "/"));
  }

  /** The largest body in bytes that is read under a path; batches are not read as a whole. */
  static int largestBody(String path) {
    return path.startsWith(VERSIONS) ? LARGEST_UPLOAD : FhirBundleReader.MAXIMUM_BYTES;
  }

  /** Whether a request to a path is worked on by the pool and on the budget of queries. */
  static boolean isQuery(String path) {
    return path.equals(SPARQL) || path.startsWith(QUERIES + "/");
  }
}
