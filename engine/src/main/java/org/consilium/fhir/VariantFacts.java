package org.consilium.fhir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.consilium.coding.CodeSystem;
import org.consilium.fhir.Concept.Coding;
import org.consilium.fhir.Finding.Rank;
import org.consilium.fhir.Ignored.Reason;
import org.consilium.fhir.VariantTable.Kind;
import org.consilium.fhir.VariantTable.Origin;
import org.consilium.fhir.VariantTable.Row;
import org.consilium.fhir.VariantTable.Significance;
import org.consilium.knowledge.Feature;

/**
 * Reads genomic variants, the regions studied and the reports that tie them together.
 *
 * <p>A variant that is said to be absent makes its genes negative. A gene is negative, too, if a
 * final report lists it among the regions studied, all results of the report were sent along, and
 * none of them is a variant of the gene. A list of variants alone proves nothing absent. Whether a
 * region was studied in the tumour or in the germline is taken from its variants if they agree.
 */
final class VariantFacts {
  private static final String VARIANT = "69548-6";
  private static final String REGION_STUDIED = "53041-0";

  /** The codes of Observations that are read here. */
  static final Set<String> CODES = Set.of(VARIANT, REGION_STUDIED);

  private static final String REPORT = "51969-4";
  private static final String GENE = "48018-6";
  private static final String PROTEIN = "48005-3";
  private static final String VARIATION = "81252-9";
  private static final String SOURCE_CLASS = "48002-0";
  private static final String CHANGE_TYPE = "48019-4";
  private static final String COPY_NUMBER = "82155-3";
  private static final String SIGNIFICANCE = "53037-8";

  private static final Set<String> FUSIONS =
      Set.of("SO:0001565", "SO:0001886", "SO:0002062", "SO:0000199", "SO:1000044");
  private static final Set<String> COPY_NUMBER_CHANGES =
      Set.of("SO:0001019", "SO:0001742", "SO:0001743");
  private static final Map<String, String> ONE_LETTER =
      Map.ofEntries(
          Map.entry("Ala", "A"),
          Map.entry("Arg", "R"),
          Map.entry("Asn", "N"),
          Map.entry("Asp", "D"),
          Map.entry("Cys", "C"),
          Map.entry("Gln", "Q"),
          Map.entry("Glu", "E"),
          Map.entry("Gly", "G"),
          Map.entry("His", "H"),
          Map.entry("Ile", "I"),
          Map.entry("Leu", "L"),
          Map.entry("Lys", "K"),
          Map.entry("Met", "M"),
          Map.entry("Phe", "F"),
          Map.entry("Pro", "P"),
          Map.entry("Ser", "S"),
          Map.entry("Thr", "T"),
          Map.entry("Trp", "W"),
          Map.entry("Tyr", "Y"),
          Map.entry("Val", "V"),
          Map.entry("Ter", "*"));
  private static final Pattern PROTEIN_CHANGE = Pattern.compile("p\\.\\(?([A-Za-z0-9_*]{2,60})");

  /** What a significance says: pathogenic, uncertain, or neither. */
  private enum Weight {
    PATHOGENIC,
    UNCERTAIN,
    BENIGN,
    NOT_SAID
  }

  private record Variant(
      String path,
      Set<String> genes,
      String protein,
      Kind kind,
      Optional<Origin> origin,
      Weight weight,
      boolean present,
      FhirDate date,
      Rank rank,
      Source source) {}

  private record Negative(String gene, Optional<Origin> origin, FhirDate date, Source source) {}

  private record Region(
      String path, Set<String> genes, Optional<Origin> origin, FhirDate date, Source source) {}

  private final Reading reading;
  private final Account account;
  private final List<Variant> variants = new ArrayList<>();
  private final List<Region> regions = new ArrayList<>();
  private final Map<String, Weight> implications = new HashMap<>();

  VariantFacts(Reading reading) {
    this.reading = reading;
    this.account = reading.account();
  }

  /** Takes an Observation that is about a variant or a region; {@code false} if it is not. */
  boolean read(FhirResource observation, Concept code, FhirDate date) {
    if (code.has(CodeSystems.LOINC, VARIANT)) {
      readVariant(observation, date);
      return true;
    }
    if (code.has(CodeSystems.LOINC, REGION_STUDIED)) {
      readRegion(observation, date);
      return true;
    }
    return readImplication(observation);
  }

  /** What an Observation that is derived from variants says of their significance. */
  private boolean readImplication(FhirResource observation) {
    List<FhirResource> origins = new ArrayList<>();
    for (Element each : observation.element("derivedFrom").items()) {
      reading
          .index()
          .resolve(observation, each.text("reference"))
          .filter(origin -> reading.concept(origin.element("code")).has(CodeSystems.LOINC, VARIANT))
          .ifPresent(origins::add);
    }
    Weight weight = weight(observation);
    if (!origins.isEmpty() && weight == Weight.NOT_SAID) {
      account.ignore(
          observation.source(), Reason.NOT_ASKED_FOR, "an implication of a variant is not read");
    } else {
      origins.forEach(origin -> implications.put(origin.path(), weight));
    }
    return !origins.isEmpty();
  }

  private List<Concept> components(FhirResource observation, String code) {
    List<Concept> found = new ArrayList<>();
    for (Element component : observation.element("component").items()) {
      if (reading.concept(component.get("code")).has(CodeSystems.LOINC, code)) {
        found.add(reading.concept(component.get("valueCodeableConcept")));
      }
    }
    return found;
  }

  private boolean hasComponent(FhirResource observation, String code) {
    return observation.element("component").items().stream()
        .anyMatch(each -> reading.concept(each.get("code")).has(CodeSystems.LOINC, code));
  }

  private Set<String> genes(FhirResource observation) {
    Set<String> genes = new LinkedHashSet<>();
    for (Concept each : components(observation, GENE)) {
      for (Coding coding : each.codings()) {
        if (coding.system().equals(CodeSystem.HGNC.uri())) {
          genes.add(coding.code());
        }
      }
    }
    return genes;
  }

  private Optional<Origin> origin(FhirResource observation) {
    for (Concept each : components(observation, SOURCE_CLASS)) {
      if (each.has(CodeSystems.LOINC, "LA6683-2")) {
        return Optional.of(Origin.GERMLINE);
      }
      if (each.has(CodeSystems.LOINC, "LA6684-0")) {
        return Optional.of(Origin.SOMATIC);
      }
    }
    return Optional.empty();
  }

  private Weight weight(FhirResource observation) {
    for (Concept each : components(observation, SIGNIFICANCE)) {
      if (each.has(CodeSystems.LOINC, "LA6668-3") || each.has(CodeSystems.LOINC, "LA26332-9")) {
        return Weight.PATHOGENIC;
      }
      if (each.has(CodeSystems.LOINC, "LA26333-7")) {
        return Weight.UNCERTAIN;
      }
      if (each.has(CodeSystems.LOINC, "LA26334-5") || each.has(CodeSystems.LOINC, "LA6675-8")) {
        return Weight.BENIGN;
      }
    }
    return Weight.NOT_SAID;
  }

  private void readVariant(FhirResource observation, FhirDate date) {
    Element value = observation.element("valueCodeableConcept");
    Element absent = observation.element("dataAbsentReason");
    if (absent.exists()) {
      account.ignore(absent.source(), Reason.UNKNOWN, "the variant is not known");
      return;
    }
    Optional<Answer> answer = Answer.of(reading.concept(value));
    if (answer.isEmpty()) {
      account.notUnderstood(
          value.source(), "a variant is present (LA9633-4) or absent (LA9634-2), or unknown");
      return;
    }
    Set<String> genes = genes(observation);
    if (genes.isEmpty()) {
      account.notUnderstood(observation.source(), "the variant has no gene by its HGNC identifier");
      return;
    }
    boolean fusion = false;
    boolean copies = hasComponent(observation, COPY_NUMBER);
    for (Concept each : components(observation, CHANGE_TYPE)) {
      for (Coding coding : each.codings()) {
        boolean ontology = coding.system().equals(CodeSystems.SEQUENCE_ONTOLOGY);
        fusion |= ontology && FUSIONS.contains(coding.code());
        copies |= ontology && COPY_NUMBER_CHANGES.contains(coding.code());
      }
    }
    variants.add(
        new Variant(
            observation.path(),
            genes,
            protein(observation),
            fusion ? Kind.FUSION : copies ? Kind.ANY : Kind.MUTATION,
            origin(observation),
            weight(observation),
            answer.get() == Answer.POSITIVE,
            date,
            observation.element("status").text().equals("final") ? Rank.PLAIN : Rank.CORRECTED,
            observation.source()));
  }

  /** The change of the protein in one-letter code, without {@code p.}; empty if it is not given. */
  private String protein(FhirResource observation) {
    List<String> texts = new ArrayList<>();
    for (String component : List.of(PROTEIN, VARIATION)) {
      for (Concept each : components(observation, component)) {
        each.codings().forEach(coding -> texts.add(coding.code()));
        each.codings().forEach(coding -> texts.add(coding.display()));
        texts.add(each.text());
      }
    }
    for (String text : texts) {
      Matcher matcher = PROTEIN_CHANGE.matcher(text);
      if (text.length() <= 500 && matcher.find()) {
        String change = matcher.group(1);
        for (Map.Entry<String, String> each : ONE_LETTER.entrySet()) {
          change = change.replace(each.getKey(), each.getValue());
        }
        return change;
      }
    }
    return "";
  }

  private void readRegion(FhirResource observation, FhirDate date) {
    Set<String> genes = genes(observation);
    if (genes.isEmpty()) {
      account.notUnderstood(observation.source(), "the region has no gene by its HGNC identifier");
      return;
    }
    regions.add(
        new Region(observation.path(), genes, origin(observation), date, observation.source()));
  }

  /** Makes facts of what was taken. */
  void decide(List<FhirResource> reports) {
    List<Variant> weighed =
        variants.stream()
            .map(
                each ->
                    each.weight() == Weight.NOT_SAID && implications.containsKey(each.path())
                        ? withWeight(each, implications.get(each.path()))
                        : each)
            .toList();
    List<Row> rows = reading.variants().rows(reading.vocabulary().cancer());
    List<Negative> negatives = new ArrayList<>(negatives(weighed, reports));
    for (Variant each : weighed) {
      if (each.present()) {
        present(each, rows);
      } else {
        absent(each, rows, negatives);
      }
    }
    for (Row row : rows) {
      row.absent().ifPresent(value -> negative(row, negatives, weighed));
    }
    reading.vocabulary().feature("germlineTested").ifPresent(feature -> tested(feature, weighed));
  }

  private static Variant withWeight(Variant each, Weight weight) {
    return new Variant(
        each.path(),
        each.genes(),
        each.protein(),
        each.kind(),
        each.origin(),
        weight,
        each.present(),
        each.date(),
        each.rank(),
        each.source());
  }

  private void present(Variant variant, List<Row> rows) {
    List<Row> ofGene =
        rows.stream()
            .filter(row -> row.genes().stream().anyMatch(variant.genes()::contains))
            .toList();
    Set<Feature> said = new HashSet<>();
    for (Row row : ofGene) {
      if (!said.contains(row.feature()) && fits(variant, row)) {
        said.add(row.feature());
        reading
            .facts()
            .add(
                new Finding(
                    row.feature(),
                    row.present(),
                    variant.date(),
                    variant.rank(),
                    variant.source(),
                    "from a variant that is present"));
      }
    }
    if (!said.isEmpty()) {
      return;
    }
    if (ofGene.isEmpty()) {
      account.ignore(
          variant.source(),
          Reason.NOT_ASKED_FOR,
          "no feature of " + reading.vocabulary().cancer() + " cancer is read from this gene");
    } else {
      account.notUnderstood(
          variant.source(),
          "this variant of "
              + String.join(", ", variant.genes())
              + " decides no feature: "
              + why(variant, ofGene));
    }
  }

  private static String why(Variant variant, List<Row> rows) {
    if (variant.weight() == Weight.BENIGN) {
      return "it is benign";
    }
    if (variant.weight() == Weight.NOT_SAID
        && rows.stream().anyMatch(row -> row.significance() != Significance.REPORTED)) {
      return "its clinical significance (53037-8) is not given";
    }
    if (variant.origin().isEmpty() && rows.stream().anyMatch(row -> row.origin() != Origin.ANY)) {
      return "whether it is germline or somatic (48002-0) is not given";
    }
    if (rows.stream().allMatch(row -> row.kind() == Kind.FUSION)) {
      return "it is no fusion by its change type (48019-4)";
    }
    return "its protein change (48005-3) is missing or not one that is asked for";
  }

  private static boolean fits(Variant variant, Row row) {
    boolean kind = row.kind() == Kind.ANY || row.kind() == variant.kind();
    boolean origin =
        row.origin() == Origin.ANY || variant.origin().filter(row.origin()::equals).isPresent();
    boolean weight =
        switch (row.significance()) {
          case PATHOGENIC -> variant.weight() == Weight.PATHOGENIC;
          case UNCERTAIN -> variant.weight() == Weight.UNCERTAIN;
          case REPORTED ->
              variant.weight() == Weight.PATHOGENIC || variant.weight() == Weight.NOT_SAID;
        };
    return kind && origin && weight && row.protein().matcher(variant.protein()).matches();
  }

  /**
   * An absent variant with a protein change is absent itself; without one, its gene is negative.
   */
  private void absent(Variant variant, List<Row> rows, List<Negative> negatives) {
    if (variant.protein().isEmpty()) {
      variant
          .genes()
          .forEach(
              gene ->
                  negatives.add(
                      new Negative(gene, variant.origin(), variant.date(), variant.source())));
      return;
    }
    boolean used = false;
    for (Row row : rows) {
      boolean single =
          row.genes().size() == 1
              && variant.genes().containsAll(row.genes())
              && !row.protein().matcher("").matches()
              && row.protein().matcher(variant.protein()).matches();
      if (single && row.absent().isPresent()) {
        used = true;
        reading
            .facts()
            .add(
                new Finding(
                    row.feature(),
                    row.absent().get(),
                    variant.date(),
                    variant.rank(),
                    variant.source(),
                    "from a variant that is absent"));
      }
    }
    if (!used) {
      account.ignore(
          variant.source(), Reason.NOT_ASKED_FOR, "the absence of this variant decides no feature");
    }
  }

  private List<Negative> negatives(List<Variant> weighed, List<FhirResource> reports) {
    List<Negative> found = new ArrayList<>();
    Set<String> reported = new HashSet<>();
    for (FhirResource report : reports) {
      String status = report.element("status").text();
      boolean genetic = reading.concept(report.element("code")).has(CodeSystems.LOINC, REPORT);
      if (!genetic || !Set.of("final", "amended", "corrected").contains(status)) {
        continue;
      }
      Set<String> results = new HashSet<>();
      boolean whole = true;
      for (Element result : report.element("result").items()) {
        Optional<FhirResource> target = reading.index().resolve(report, result.text("reference"));
        whole &= target.isPresent();
        target.map(FhirResource::path).ifPresent(results::add);
      }
      for (Region region : regions) {
        if (results.contains(region.path())) {
          reported.add(region.path());
          if (whole) {
            negatives(region, weighed, results, found);
          } else {
            account.notUnderstood(
                region.source(),
                "not all results of its report were sent along, so that nothing is known to be"
                    + " absent");
          }
        }
      }
    }
    for (Region region : regions) {
      if (!reported.contains(region.path())) {
        account.notUnderstood(
            region.source(),
            "no final report has it among its results, so that nothing is known to be absent");
      }
    }
    return found;
  }

  private static void negatives(
      Region region, List<Variant> weighed, Set<String> results, List<Negative> found) {
    Set<Optional<Origin>> origins = new HashSet<>();
    weighed.stream()
        .filter(each -> results.contains(each.path()))
        .forEach(each -> origins.add(each.origin()));
    Optional<Origin> origin =
        region.origin().isPresent() || origins.size() != 1
            ? region.origin()
            : origins.iterator().next();
    for (String gene : region.genes()) {
      boolean changed =
          weighed.stream()
              .anyMatch(
                  each ->
                      each.present()
                          && results.contains(each.path())
                          && each.genes().contains(gene));
      if (!changed) {
        found.add(new Negative(gene, origin, region.date(), region.source()));
      }
    }
  }

  /** All genes of a line were tested where it matters, and nothing was found. */
  private void negative(Row row, List<Negative> negatives, List<Variant> weighed) {
    List<Negative> fitting = new ArrayList<>();
    for (String gene : row.genes()) {
      List<Negative> ofGene =
          negatives.stream()
              .filter(each -> each.gene().equals(gene))
              .filter(
                  each ->
                      row.origin() == Origin.ANY
                          ? !each.origin().equals(Optional.of(Origin.GERMLINE))
                          : each.origin().equals(Optional.of(row.origin())))
              .toList();
      if (ofGene.isEmpty()) {
        return;
      }
      fitting.addAll(ofGene);
    }
    Negative last = fitting.get(0);
    for (Negative each : fitting) {
      last = each.date().isAfter(last.date()) ? each : last;
    }
    FhirDate date = last.date();
    boolean foundThen =
        weighed.stream()
            .anyMatch(
                each ->
                    each.present()
                        && each.genes().stream().anyMatch(row.genes()::contains)
                        && !date.isAfter(each.date()));
    if (!foundThen) {
      reading
          .facts()
          .add(
              new Finding(
                  row.feature(),
                  row.absent().orElseThrow(),
                  date,
                  Rank.PLAIN,
                  last.source(),
                  "tested, nothing found"));
    }
  }

  private void tested(Feature feature, List<Variant> weighed) {
    Optional<Source> source =
        weighed.stream()
            .filter(each -> each.origin().equals(Optional.of(Origin.GERMLINE)))
            .map(Variant::source)
            .findFirst()
            .or(
                () ->
                    regions.stream()
                        .filter(each -> each.origin().equals(Optional.of(Origin.GERMLINE)))
                        .map(Region::source)
                        .findFirst());
    source.ifPresent(
        where ->
            reading
                .facts()
                .add(
                    new Finding(
                        feature,
                        new org.consilium.patient.FeatureValue.Truth(true),
                        FhirDate.UNKNOWN,
                        Rank.PLAIN,
                        where,
                        "a germline result is there")));
  }
}
