package org.consilium.load;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The patients of the examples and tests, packaged with the program. */
final class ExamplePatients {
  private static final List<String> DESCRIPTIONS =
      List.of(
          "breast-her2-ultralow-second-line",
          "localised-low-risk",
          "lung-adenocarcinoma-pdl1-50",
          "mcrpc-brca-unknown",
          "mhspc-high-volume",
          "recurrence-after-prostatectomy",
          "screening-elevated-risk");

  private static final List<String> BUNDLES =
      List.of(
          "breast-early",
          "breast-metastatic",
          "lung-contained",
          "lung-egfr",
          "prostate-mhspc",
          "prostate-suspected");

  private ExamplePatients() {}

  /** Patient descriptions. */
  static List<byte[]> descriptions() throws IOException {
    return read("patients/", DESCRIPTIONS);
  }

  /** FHIR Bundles. */
  static List<byte[]> bundles() throws IOException {
    return read("fhir/", BUNDLES);
  }

  private static List<byte[]> read(String folder, List<String> names) throws IOException {
    List<byte[]> result = new ArrayList<>();
    for (String name : names) {
      String resource = folder + name + ".json";
      try (InputStream in = ExamplePatients.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IOException("not packaged: " + resource);
        }
        result.add(in.readAllBytes());
      }
    }
    return result;
  }
}
