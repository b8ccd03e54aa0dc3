package org.consilium.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.consilium.fhir.Ignored.Reason;
import org.consilium.patient.PatientException;
import org.consilium.patient.PatientProblem.Code;

/**
 * The resources of what was sent, with references among them. A reference that leads to nothing
 * here stays unresolved; nothing is ever fetched.
 */
final class ResourceIndex {
  private static final Set<String> BUNDLE_TYPES =
      Set.of("collection", "transaction", "batch", "searchset");
  private static final Set<String> WRITING_METHODS = Set.of("", "POST", "PUT");
  private static final Pattern REST =
      Pattern.compile("(.*?)([A-Z][A-Za-z]+/[A-Za-z0-9.\\-]{1,64})");
  private static final Pattern VERSION = Pattern.compile("/_history/[A-Za-z0-9.\\-]{1,64}$");

  private final Account account;
  private final List<FhirResource> resources = new ArrayList<>();
  private final Map<String, FhirResource> byUrl = new LinkedHashMap<>();
  private final Map<String, List<FhirResource>> byTypeAndId = new LinkedHashMap<>();
  private final Map<String, FhirResource> seen = new LinkedHashMap<>();
  private Optional<FhirDate> timestamp = Optional.empty();
  private int count;

  ResourceIndex(Account account) {
    this.account = account;
  }

  /**
   * Adds a Bundle.
   *
   * @throws PatientException if it is none, of a type that is not read, or broken
   */
  void addBundle(JsonNode bundle, String path) throws PatientException {
    String type = typeOf(bundle, path);
    if (!type.equals("Bundle")) {
      throw FhirJson.refuse(
          Code.FHIR_RESOURCE,
          path,
          "this is a FHIR resource of another type than Bundle",
          "Send a Bundle with the Patient, the Condition of the cancer and the findings.");
    }
    String bundleType = bundle.path("type").asText("");
    if (!BUNDLE_TYPES.contains(bundleType)) {
      throw FhirJson.refuse(
          Code.FHIR_BUNDLE_TYPE,
          path + ".type",
          "a Bundle of this type is not read as a patient",
          "Send a Bundle of type collection, searchset, transaction or batch; of a document send"
              + " the resources as a collection.");
    }
    Element root = new Element(bundle, path, "");
    timestamp = timestamp.isPresent() ? timestamp : FhirDate.of(root.text("timestamp"));
    for (Element link : root.items("link")) {
      if (link.text("relation").equals("next")) {
        account.notUnderstood(
            link.source(), "the search result has further pages, which are not fetched");
      }
    }
    JsonNode entries = bundle.path("entry");
    if (!entries.isMissingNode() && !entries.isArray()) {
      throw broken(path + ".entry", "\"entry\" is no list");
    }
    for (Element entry : root.items("entry")) {
      addEntry(entry);
    }
  }

  private void addEntry(Element entry) throws PatientException {
    Element resource = entry.get("resource");
    if (!entry.json().isObject()) {
      throw broken(entry.path(), "an entry is no object");
    }
    if (!WRITING_METHODS.contains(entry.get("request").text("method"))) {
      account.ignore(
          entry.source(), Reason.STATUS, "a request that neither creates nor updates a resource");
    } else if (!resource.exists()) {
      account.ignore(entry.source(), Reason.STATUS, "an entry without a resource");
    } else {
      add(resource.json(), resource.path(), entry.text("fullUrl"));
    }
  }

  /**
   * Adds a resource that stands alone, or the resources of a Bundle; {@code null} is no resource.
   *
   * @param path what it is called in the account
   */
  void addAny(JsonNode resource, String path) throws PatientException {
    if (resource.isNull() || resource.isMissingNode()) {
      return;
    }
    if (typeOf(resource, path).equals("Bundle")) {
      addBundle(resource, path);
    } else {
      add(resource, path, "");
    }
  }

  private void add(JsonNode json, String path, String fullUrl) throws PatientException {
    if (++count > FhirBundleReader.MAXIMUM_RESOURCES) {
      throw FhirJson.tooLarge();
    }
    String type = typeOf(json, path);
    FhirResource resource =
        new FhirResource(json, type, json.path("id").asText(""), path, fullUrl, Optional.empty());
    if (type.equals("Bundle")) {
      account.notUnderstood(resource.source(), "a Bundle inside of a Bundle is not read");
      return;
    }
    String key = fullUrl.isEmpty() ? resource.typeAndId() : fullUrl;
    FhirResource earlier = key.isEmpty() ? null : seen.get(key);
    if (earlier != null) {
      if (earlier.json().equals(json)) {
        account.ignore(resource.source(), Reason.SUPERSEDED, "the same resource once more");
        return;
      }
      int order = compareVersions(earlier.json(), json);
      if (order > 0) {
        account.ignore(resource.source(), Reason.SUPERSEDED, "an older version of a resource");
        return;
      }
      if (order < 0) {
        account.ignore(earlier.source(), Reason.SUPERSEDED, "an older version of a resource");
        remove(earlier);
      }
    }
    resources.add(resource);
    if (!key.isEmpty()) {
      seen.put(key, resource);
    }
    if (!fullUrl.isEmpty()) {
      byUrl.put(fullUrl, resource);
    }
    if (!resource.typeAndId().isEmpty()) {
      byTypeAndId.computeIfAbsent(resource.typeAndId(), each -> new ArrayList<>()).add(resource);
    }
  }

  private void remove(FhirResource resource) {
    resources.remove(resource);
    byTypeAndId.getOrDefault(resource.typeAndId(), new ArrayList<>()).remove(resource);
  }

  /** Negative if the first is older, zero if that cannot be told. */
  private static int compareVersions(JsonNode first, JsonNode second) {
    Optional<FhirDate> one = FhirDate.of(first.path("meta").path("lastUpdated").asText(""));
    Optional<FhirDate> two = FhirDate.of(second.path("meta").path("lastUpdated").asText(""));
    if (one.isEmpty() || two.isEmpty()) {
      return 0;
    }
    return one.get().from().compareTo(two.get().from());
  }

  private static String typeOf(JsonNode json, String path) throws PatientException {
    if (!json.isObject()) {
      throw broken(path, "a resource is no object");
    }
    String type = json.path("resourceType").asText("");
    if (type.isEmpty()) {
      throw broken(path, "a resource has no \"resourceType\"");
    }
    return type;
  }

  private static PatientException broken(String path, String words) {
    return FhirJson.refuse(
        Code.FHIR_STRUCTURE, path, words, "Send a FHIR R4 Bundle as its specification says.");
  }

  /** All resources in their order, contained ones not among them. */
  List<FhirResource> resources() {
    return List.copyOf(resources);
  }

  List<FhirResource> ofType(String type) {
    return resources.stream().filter(resource -> resource.type().equals(type)).toList();
  }

  /** The timestamp of the first Bundle that has one. */
  Optional<FhirDate> timestamp() {
    return timestamp;
  }

  /** The resource that a reference leads to, if it is among those that were sent. */
  Optional<FhirResource> resolve(FhirResource from, String reference) {
    if (reference.isEmpty()) {
      return Optional.empty();
    }
    if (reference.startsWith("#")) {
      return contained(from.container().orElse(from), reference.substring(1));
    }
    String plain = VERSION.matcher(reference).replaceFirst("");
    if (byUrl.containsKey(plain)) {
      return Optional.of(byUrl.get(plain));
    }
    Matcher target = REST.matcher(plain);
    if (!target.matches()) {
      return Optional.empty();
    }
    String base = target.group(1);
    String home = from.container().orElse(from).fullUrl();
    Matcher own = REST.matcher(home);
    if (base.isEmpty() && own.matches() && own.group(1).startsWith("http")) {
      FhirResource near = byUrl.get(own.group(1) + target.group(2));
      if (near != null) {
        return Optional.of(near);
      }
      base = own.group(1);
    }
    String wanted = base;
    List<FhirResource> named =
        byTypeAndId.getOrDefault(target.group(2), List.of()).stream()
            .filter(
                resource ->
                    wanted.isEmpty()
                        || !resource.fullUrl().startsWith("http")
                        || resource.fullUrl().equals(wanted + target.group(2)))
            .toList();
    return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
  }

  private static Optional<FhirResource> contained(FhirResource container, String id) {
    for (Element inner : container.element("contained").items()) {
      if (!id.isEmpty() && inner.text("id").equals(id)) {
        return Optional.of(
            new FhirResource(
                inner.json(),
                inner.text("resourceType"),
                id,
                inner.path(),
                container.fullUrl(),
                Optional.of(container)));
      }
    }
    return Optional.empty();
  }
}
