package org.consilium.coding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table of mappings in SSSOM/TSV (Simple Standard for Sharing Ontological Mappings): metadata in
 * YAML after {@code #}, a line with the names of the columns, one mapping in each further line.
 *
 * <p>Beside the slots of SSSOM there are two of our own, {@code ext_value} and {@code ext_checked}.
 * {@code object_category} is required and says what the code names, see {@link CodeKind}.
 *
 * @param rows the mappings that are well-formed, each with its line
 * @param faults what is wrong with the others and with the table
 */
public record MappingTable(List<Row> rows, List<Fault> faults) {
  private static final Set<String> REQUIRED =
      Set.of(
          "subject_id",
          "predicate_id",
          "object_id",
          "object_category",
          "mapping_justification",
          "confidence",
          "ext_checked");

  private static final Set<String> OPTIONAL =
      Set.of("subject_label", "object_label", "mapping_source", "comment", "ext_value");

  /** Prefixes that SSSOM has built in, as far as subjects and sources may use them. */
  private static final Map<String, String> BUILT_IN = Map.of("skos", MappingPredicate.SKOS);

  private static final Set<String> JUSTIFICATIONS =
      Set.of(
          "semapv:ManualMappingCuration",
          "semapv:MappingReview",
          "semapv:LexicalMatching",
          "semapv:LogicalReasoning",
          "semapv:MappingChaining",
          "semapv:UnspecifiedMatching");

  private static final CSVFormat TABS =
      CSVFormat.DEFAULT.builder().setDelimiter('\t').setIgnoreEmptyLines(false).get();

  /**
   * A mapping and where it stands.
   *
   * @param mapping the mapping
   * @param line line of the table, counted from 1
   */
  public record Row(CodeMapping mapping, long line) {}

  /** What can be wrong with a table by itself. */
  public enum FaultKind {
    /** The table, its metadata or a cell is not as SSSOM and this project want it. */
    FORM,
    /** The predicate is none that says how far a code may be read as a term. */
    PREDICATE,
    /** The system has no such code. */
    CODE,
    /** A checked mapping does not say where its code was seen. */
    SOURCE
  }

  /**
   * One finding.
   *
   * @param kind what sort
   * @param line line counted from 1
   * @param subject IRI of the subject of the line, or empty
   * @param message what is wrong
   */
  public record Fault(FaultKind kind, long line, String subject, String message) {}

  public MappingTable {
    rows = List.copyOf(rows);
    faults = List.copyOf(faults);
  }

  /** Reads a table; never throws for what is in it. */
  public static MappingTable read(String text) {
    return new Reading().of(text);
  }

  /** The state of reading one table. */
  private static final class Reading {
    private final List<Row> rows = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, String> prefixes = new HashMap<>(BUILT_IN);
    private final Map<String, Integer> columns = new TreeMap<>();

    MappingTable of(String text) {
      List<String> header = text.lines().takeWhile(line -> line.startsWith("#")).toList();
      if (!readMetadata(header)) {
        return new MappingTable(rows, faults);
      }
      String body = String.join("\n", text.lines().skip(header.size()).toList());
      try (CSVParser parser = CSVParser.parse(body, TABS)) {
        boolean first = true;
        for (CSVRecord record : parser) {
          long line = header.size() + parser.getCurrentLineNumber();
          if (!first) {
            readRow(record, line);
          } else if (!readColumns(record, line)) {
            break;
          }
          first = false;
        }
        if (first) {
          fault(FaultKind.FORM, header.size() + 1L, "there is no line with names of columns");
        }
      } catch (UncheckedIOException e) {
        fault(FaultKind.FORM, header.size() + 1L, "the table cannot be read: " + e.getMessage());
      } catch (CSVException e) {
        fault(FaultKind.FORM, header.size() + 1L, "the table cannot be read: " + e.getMessage());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new MappingTable(rows, faults);
    }

    /** Reads prefixes and checks what must be there; false if nothing could be read. */
    private boolean readMetadata(List<String> header) {
      StringBuilder yaml = new StringBuilder();
      header.forEach(line -> yaml.append(line.substring(1)).append('\n'));
      try {
        JsonNode metadata = new YAMLMapper().readTree(yaml.toString());
        for (String required : List.of("mapping_set_id", "license", "curie_map")) {
          if (!metadata.has(required)) {
            fault(FaultKind.FORM, 1, "the metadata have no " + required);
          }
        }
        for (Map.Entry<String, JsonNode> entry : metadata.path("curie_map").properties()) {
          String expansion = entry.getValue().asText();
          Optional<CodeSystem> system = CodeSystem.ofPrefix(entry.getKey());
          if (system.isPresent() && !system.get().iriPrefix().equals(expansion)) {
            fault(
                FaultKind.FORM,
                lineOf(header, entry.getKey()),
                "the prefix " + entry.getKey() + " stands for " + system.get().iriPrefix());
          }
          prefixes.put(entry.getKey(), expansion);
        }
        return true;
      } catch (JsonProcessingException e) {
        long line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
        String message = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
        fault(FaultKind.FORM, line, "the metadata are not YAML: " + message);
        return false;
      }
    }

    private static long lineOf(List<String> header, String key) {
      for (int i = 0; i < header.size(); i++) {
        if (header.get(i).substring(1).strip().startsWith(key + ":")) {
          return i + 1L;
        }
      }
      return 1;
    }

    private boolean readColumns(CSVRecord record, long line) {
      for (int i = 0; i < record.size(); i++) {
        String name = record.get(i);
        if (!REQUIRED.contains(name) && !OPTIONAL.contains(name)) {
          fault(FaultKind.FORM, line, "unknown column \"" + name + "\"");
        } else if (columns.put(name, i) != null) {
          fault(FaultKind.FORM, line, "the column " + name + " stands twice");
        }
      }
      Set<String> missing = new TreeSet<>(REQUIRED);
      missing.removeAll(columns.keySet());
      if (!missing.isEmpty()) {
        fault(FaultKind.FORM, line, "columns are missing: " + String.join(", ", missing));
      }
      return missing.isEmpty();
    }

    private void readRow(CSVRecord record, long line) {
      if (record.size() == 1 && record.get(0).isBlank()) {
        return;
      }
      int before = faults.size();
      if (record.size() > columns.values().stream().mapToInt(i -> i + 1).max().orElse(0)) {
        fault(FaultKind.FORM, line, "the line has more cells than there are columns");
      }
      String subject = expanded(record, line, "subject_id");
      Optional<MappingPredicate> predicate = MappingPredicate.ofCurie(cell(record, "predicate_id"));
      if (predicate.isEmpty()) {
        faults.add(
            new Fault(
                FaultKind.PREDICATE,
                line,
                subject,
                "\"" + cell(record, "predicate_id") + "\" is no predicate of mappings"));
      }
      Optional<Code> object = readCode(record, line, subject);
      Optional<CodeKind> kind = CodeKind.ofWord(cell(record, "object_category"));
      if (kind.isEmpty()) {
        wrongCell(record, line, subject, "object_category");
      }
      String justification = cell(record, "mapping_justification");
      if (!JUSTIFICATIONS.contains(justification)) {
        wrongCell(record, line, subject, "mapping_justification");
      }
      double confidence = readConfidence(record, line, subject);
      String checked = cell(record, "ext_checked");
      if (!checked.equals("true") && !checked.equals("false")) {
        wrongCell(record, line, subject, "ext_checked");
      }
      String source =
          cell(record, "mapping_source").isEmpty() ? "" : expanded(record, line, "mapping_source");
      if (checked.equals("true") && source.isEmpty()) {
        faults.add(
            new Fault(
                FaultKind.SOURCE,
                line,
                subject,
                cell(record, "object_id") + " is checked, but does not say where it was seen"));
      }
      if (faults.size() == before) {
        rows.add(
            new Row(
                new CodeMapping(
                    subject,
                    cell(record, "subject_label"),
                    cell(record, "ext_value"),
                    predicate.orElseThrow(),
                    object.orElseThrow(),
                    cell(record, "object_label"),
                    kind.orElseThrow(),
                    justification,
                    source,
                    confidence,
                    Boolean.parseBoolean(checked),
                    cell(record, "comment")),
                line));
      }
    }

    private Optional<Code> readCode(CSVRecord record, long line, String subject) {
      String curie = cell(record, "object_id");
      int colon = curie.indexOf(':');
      Optional<CodeSystem> system =
          CodeSystem.ofPrefix(curie.substring(0, Math.max(0, colon)))
              .filter(each -> prefixes.containsKey(each.prefix()));
      if (system.isEmpty()) {
        wrongCell(record, line, subject, "object_id");
        return Optional.empty();
      }
      Code code =
          Code.of(
              system.get(), system.get() == CodeSystem.HGNC ? curie : curie.substring(colon + 1));
      code.fault().ifPresent(fault -> faults.add(new Fault(FaultKind.CODE, line, subject, fault)));
      return Optional.of(code);
    }

    private double readConfidence(CSVRecord record, long line, String subject) {
      try {
        double confidence = Double.parseDouble(cell(record, "confidence"));
        if (confidence >= 0 && confidence <= 1) {
          return confidence;
        }
      } catch (NumberFormatException e) {
        // Reported below, as a number outside the bounds is.
      }
      wrongCell(record, line, subject, "confidence");
      return 0;
    }

    /** The IRI that a prefixed name stands for, or that is written out. */
    private String expanded(CSVRecord record, long line, String column) {
      String name = cell(record, column);
      int colon = name.indexOf(':');
      String expansion = colon < 0 ? null : prefixes.get(name.substring(0, colon));
      if (expansion != null) {
        return expansion + name.substring(colon + 1);
      }
      if (name.startsWith("https://") || name.startsWith("http://")) {
        return name;
      }
      wrongCell(record, line, "", column);
      return "";
    }

    private String cell(CSVRecord record, String column) {
      Integer index = columns.get(column);
      return index == null || index >= record.size() ? "" : record.get(index).strip();
    }

    private void wrongCell(CSVRecord record, long line, String subject, String column) {
      faults.add(
          new Fault(
              FaultKind.FORM,
              line,
              subject,
              column + " cannot be \"" + cell(record, column) + "\""));
    }

    private void fault(FaultKind kind, long line, String message) {
      faults.add(new Fault(kind, line, "", message));
    }
  }
}
