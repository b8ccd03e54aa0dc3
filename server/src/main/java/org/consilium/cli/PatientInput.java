package org.consilium.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.consilium.fhir.FhirBundleReader;
import org.consilium.fhir.FhirCase;
import org.consilium.fhir.FhirSelection;
import org.consilium.knowledge.KnowledgeBase;
import org.consilium.patient.PatientCase;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientJsonReader;

/** Reads patients from files or standard input: descriptions in JSON, or FHIR Bundles. */
final class PatientInput {
  /**
   * A patient.
   *
   * @param patient the case
   * @param fhir how it was read, if it was a FHIR Bundle
   */
  record Read(PatientCase patient, Optional<FhirCase> fhir) {}

  static final String STANDARD_INPUT = "-";

  private final KnowledgeBase knowledge;
  private final PatientJsonReader descriptions;
  private final FhirSelection selection;
  private FhirBundleReader bundles;

  PatientInput(KnowledgeBase knowledge, FhirSelection selection) {
    this.knowledge = knowledge;
    this.descriptions = new PatientJsonReader(knowledge);
    this.selection = selection;
  }

  /**
   * Reads a file.
   *
   * @param file its path, or {@code -} for standard input
   * @throws PatientException if its content is refused
   * @throws CommandException if it cannot be read
   */
  Read read(String file) throws PatientException, IOException, CommandException {
    if (file.equals(STANDARD_INPUT)) {
      return read(System.in);
    }
    Path path = Path.of(file);
    if (!Files.exists(path) || Files.isDirectory(path)) {
      throw new CommandException(
          CommandException.Code.NOT_READABLE,
          file
              + (Files.exists(path)
                  ? " is a folder, not a patient description"
                  : " does not exist"));
    }
    try (InputStream in = Files.newInputStream(path)) {
      return read(in);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.Code.NOT_READABLE, file + " cannot be read: " + e.getMessage());
    }
  }

  private Read read(InputStream in) throws PatientException, IOException {
    byte[] bytes = in.readNBytes(FhirBundleReader.MAXIMUM_BYTES + 1);
    if (FhirBundleReader.isFhir(bytes)) {
      if (bundles == null) {
        bundles = FhirBundleReader.of(knowledge); // Its tables are read for FHIR only.
      }
      FhirCase fhir = bundles.read(bytes, selection);
      return new Read(fhir.patient(), Optional.of(fhir));
    }
    return new Read(descriptions.read(bytes), Optional.empty());
  }
}
