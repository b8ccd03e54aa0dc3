package org.consilium.knowledge;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.serializers.MapSerializer;
import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.consilium.coding.Code;
import org.consilium.coding.CodeKind;
import org.consilium.coding.CodeMapping;
import org.consilium.coding.CodeMappings;
import org.consilium.coding.MappingPredicate;
import org.semanticweb.owlapi.model.OWLClassExpression;

/**
 * Knowledge that was read and checked before, as bytes from which it is there again at once. They
 * hold what the files say; the RDF and OWL behind it is read from the files when it is asked for.
 * Bytes that were made from other files, or by a program with other records, do not count.
 */
public final class PreparedKnowledge {
  /** Where the build puts those of the packaged knowledge. */
  public static final String RESOURCE = "prepared/knowledge.kryo";

  /** What may stand in the bytes; their numbers there follow from the order here. */
  private static final List<Class<?>> RECORDS_AND_ENUMS =
      List.of(
          KnowledgeContent.class,
          Guideline.class,
          DecisionQuestion.class,
          Therapy.class,
          Study.class,
          Publication.class,
          Outcome.class,
          Recommendation.class,
          Recommendation.Evidence.class,
          Recommendation.Action.class,
          Recommendation.Direction.class,
          Recommendation.Strength.class,
          SafetyRule.class,
          SafetyRule.Kind.class,
          Feature.class,
          FeatureKind.class,
          NumberRange.class,
          ValueClass.class,
          ValueTaxonomy.Covering.class,
          CaseAxiom.class,
          Criterion.AllOf.class,
          Criterion.AnyOf.class,
          Criterion.Not.class,
          Criterion.Defined.class,
          Criterion.Coded.class,
          Criterion.Numeric.class,
          Criterion.Truth.class,
          Criterion.Present.class,
          Criterion.ValueExpression.Of.class,
          Criterion.ValueExpression.Both.class,
          Criterion.ValueExpression.Either.class,
          Criterion.ValueExpression.Other.class,
          Code.class,
          CodeKind.class,
          CodeMapping.class,
          MappingPredicate.class);

  private PreparedKnowledge() {}

  /**
   * The bytes of a knowledge base; the same knowledge always gives the same ones.
   *
   * @throws IllegalArgumentException if it has axioms or populations outside of the feature
   *     fragment, which need their OWL from the start
   */
  public static byte[] of(KnowledgeBase knowledge) {
    try (Output output = new Output(1 << 20, -1)) {
      output.writeString(stamp(knowledge.files()));
      kryo(Suppliers.ofInstance(Map.of())).writeObject(output, knowledge.content());
      return output.toBytes();
    } catch (KryoException e) {
      throw new IllegalArgumentException("this knowledge cannot be prepared", e);
    }
  }

  /**
   * The knowledge base again.
   *
   * @param bytes what {@link #of} gave
   * @param files the files that it was read from
   * @return empty if the bytes were made of other files or by another program
   */
  public static Optional<KnowledgeBase> read(byte[] bytes, KnowledgeFiles files) {
    Supplier<KnowledgeBase> whole = Suppliers.memoize(() -> load(files));
    Supplier<Map<String, OWLClassExpression>> expressions =
        Suppliers.memoize(() -> expressions(whole.get()));
    try (Input input = new Input(bytes)) {
      if (!stamp(files).equals(input.readString())) {
        return Optional.empty();
      }
      KnowledgeContent content = kryo(expressions).readObject(input, KnowledgeContent.class);
      return Optional.of(new KnowledgeBase(files, content, () -> whole.get().origin()));
    } catch (KryoException e) {
      return Optional.empty();
    }
  }

  static Optional<KnowledgeBase> packaged(KnowledgeFiles files) throws IOException {
    Optional<InputStream> resource = KnowledgeFiles.open(RESOURCE);
    if (resource.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = resource.get()) {
      return read(in.readAllBytes(), files);
    }
  }

  private static KnowledgeBase load(KnowledgeFiles files) {
    try {
      return KnowledgeBase.load(files);
    } catch (KnowledgeException e) {
      throw new IllegalStateException("files that were sound when prepared are not sound now", e);
    }
  }

  private static Map<String, OWLClassExpression> expressions(KnowledgeBase knowledge) {
    Map<String, OWLClassExpression> expressions = new HashMap<>();
    Stream.concat(
            knowledge.recommendations().stream().map(Recommendation::population),
            knowledge.cancers().stream()
                .flatMap(cancer -> knowledge.safetyRules(cancer).stream())
                .map(SafetyRule::population))
        .forEach(population -> expressions.put(population.subject(), population.expression()));
    return expressions;
  }

  /** Identifies the files and the form of the records. */
  private static String stamp(KnowledgeFiles files) {
    MessageDigest digest = Sha256.digest();
    for (Class<?> type : RECORDS_AND_ENUMS) {
      update(digest, type.getName());
      if (type.isRecord()) {
        for (RecordComponent component : type.getRecordComponents()) {
          update(digest, component.getName() + " " + component.getGenericType());
        }
      } else {
        update(digest, Arrays.toString(type.getEnumConstants()));
      }
    }
    for (KnowledgeFiles.KnowledgeFile file : files.files()) {
      update(digest, file.path());
      update(digest, file.text());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static Kryo kryo(Supplier<Map<String, OWLClassExpression>> expressions) {
    Kryo kryo = new Kryo();
    kryo.setRegistrationRequired(true);
    kryo.setReferences(true);
    RECORDS_AND_ENUMS.forEach(kryo::register);
    kryo.register(Population.class, new PopulationSerializer(expressions));
    kryo.register(Vocabulary.class, new VocabularySerializer());
    kryo.register(ValueTaxonomy.class, new TaxonomySerializer());
    kryo.register(CodeMappings.class, new MappingsSerializer());
    for (Class<?> type :
        List.of(
            ArrayList.class,
            BigDecimal.class,
            LinkedHashMap.class,
            LinkedHashSet.class,
            Optional.class,
            TreeMap.class,
            TreeSet.class,
            List.of().getClass(),
            List.of("").getClass())) {
      kryo.register(type);
    }
    for (Map<?, ?> map : List.of(Collections.unmodifiableMap(Map.of()), Map.of("", ""))) {
      kryo.register(map.getClass(), new OrderedMapSerializer());
    }
    for (Set<?> set : List.of(Set.of(), Set.of(""))) {
      kryo.register(set.getClass(), new TextsSerializer());
    }
    return kryo;
  }

  private static final class PopulationSerializer extends Serializer<Population> {
    private final Supplier<Map<String, OWLClassExpression>> expressions;

    PopulationSerializer(Supplier<Map<String, OWLClassExpression>> expressions) {
      this.expressions = expressions;
    }

    @Override
    public void write(Kryo kryo, Output output, Population population) {
      output.writeString(population.subject());
      output.writeString(population.text());
      kryo.writeClassAndObject(output, population.criterion());
    }

    @Override
    public Population read(Kryo kryo, Input input, Class<? extends Population> type) {
      String subject = input.readString();
      String text = input.readString();
      Criterion criterion = (Criterion) kryo.readClassAndObject(input);
      return new Population(subject, () -> expressions.get().get(subject), criterion, text);
    }
  }

  private static final class VocabularySerializer extends Serializer<Vocabulary> {
    @Override
    public void write(Kryo kryo, Output output, Vocabulary vocabulary) {
      output.writeString(vocabulary.cancer());
      output.writeString(vocabulary.cancerIri());
      output.writeString(vocabulary.label());
      writeAll(kryo, output, vocabulary.features());
      writeAll(kryo, output, vocabulary.axioms());
    }

    @Override
    public Vocabulary read(Kryo kryo, Input input, Class<? extends Vocabulary> type) {
      return new Vocabulary(
          input.readString(),
          input.readString(),
          input.readString(),
          readAll(kryo, input, Feature.class),
          readAll(kryo, input, CaseAxiom.class));
    }
  }

  private static final class TaxonomySerializer extends Serializer<ValueTaxonomy> {
    @Override
    public void write(Kryo kryo, Output output, ValueTaxonomy taxonomy) {
      output.writeString(taxonomy.root());
      writeAll(kryo, output, taxonomy.classes());
      writeAll(
          kryo,
          output,
          taxonomy.disjointPairs().stream()
              .flatMap(pair -> TextsSerializer.sorted(pair).stream())
              .toList());
      writeAll(kryo, output, taxonomy.coverings());
    }

    @Override
    public ValueTaxonomy read(Kryo kryo, Input input, Class<? extends ValueTaxonomy> type) {
      String root = input.readString();
      List<ValueClass> classes = readAll(kryo, input, ValueClass.class);
      List<String> disjoint = readAll(kryo, input, String.class);
      List<Set<String>> pairs = new ArrayList<>(disjoint.size() / 2);
      for (int i = 0; i < disjoint.size(); i += 2) {
        pairs.add(Set.of(disjoint.get(i), disjoint.get(i + 1)));
      }
      return new ValueTaxonomy(
          root, classes, pairs, readAll(kryo, input, ValueTaxonomy.Covering.class));
    }
  }

  private static final class MappingsSerializer extends Serializer<CodeMappings> {
    @Override
    public void write(Kryo kryo, Output output, CodeMappings mappings) {
      writeAll(kryo, output, mappings.all());
    }

    @Override
    public CodeMappings read(Kryo kryo, Input input, Class<? extends CodeMappings> type) {
      return new CodeMappings(readAll(kryo, input, CodeMapping.class));
    }
  }

  /** Keeps the order in which a map that cannot be changed gives its entries. */
  private static final class OrderedMapSerializer extends MapSerializer<Map<Object, Object>> {
    @Override
    protected Map<Object, Object> create(
        Kryo kryo, Input input, Class<? extends Map<Object, Object>> type, int size) {
      return new LinkedHashMap<>(size * 2);
    }
  }

  /** A set of texts has an order of its own in every process; here they are sorted. */
  private static final class TextsSerializer extends Serializer<Set<?>> {
    @Override
    public void write(Kryo kryo, Output output, Set<?> texts) {
      writeAll(kryo, output, sorted(texts));
    }

    @Override
    public Set<?> read(Kryo kryo, Input input, Class<? extends Set<?>> type) {
      return Set.copyOf(readAll(kryo, input, String.class));
    }

    static List<String> sorted(Set<?> texts) {
      return texts.stream().map(String.class::cast).sorted().toList();
    }
  }

  private static void writeAll(Kryo kryo, Output output, Collection<?> all) {
    output.writeInt(all.size(), true);
    all.forEach(each -> kryo.writeObject(output, each));
  }

  private static <T> List<T> readAll(Kryo kryo, Input input, Class<T> type) {
    int size = input.readInt(true);
    List<T> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      all.add(kryo.readObject(input, type));
    }
    return all;
  }
}
