package dev.graft.vision.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.head.HeadKind;
import dev.graft.vision.head.HeadPolicy;
import dev.graft.vision.head.Novelty;
import dev.graft.vision.picture.Preprocessing;
import dev.graft.vision.score.Scores;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code manifest.json} says, component by component. Canonical: keys sorted, no spaces, no
 * clock, numbers as short as they can be read back, by Jackson's own writer, because that of the
 * platform changed in Java 19.
 *
 * @param format {@value #FORMAT}; raised when a reader of the present one would misread
 * @param kind of the heads, by its word; absent for softmax, which was the first
 * @param novelty absent where none was learned
 * @param tail absent on a backbone as it was published
 * @param policy what was wanted of the heads; absent where that was softmax and nothing else
 * @param files by name
 */
record Manifest(
    int format,
    List<String> classes,
    BackboneSpec backbone,
    String space,
    Preprocessing preprocessing,
    double temperature,
    double l2,
    Scores scores,
    Dataset dataset,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String parent,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String kind,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable NoveltyEntry novelty,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TailEntry tail,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable PolicyEntry policy,
    Map<String, FileEntry> files) {
  static final int FORMAT = 1;
  static final String NAME = "manifest.json";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addDeserializer(BackboneSpec.class, new Sparse<>(BackboneSpec.class))
                  .addDeserializer(Preprocessing.class, new Sparse<>(Preprocessing.class)))
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /** Reads a part of which what is usual is left out; elsewhere a missing number is an error. */
  private static final class Sparse<T> extends JsonDeserializer<T> {
    private static final JsonMapper JSON =
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .build();

    private final Class<T> type;

    Sparse(Class<T> type) {
      this.type = type;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return JSON.readValue(in, type);
    }
  }

  /** A file of the bundle. */
  record FileEntry(String sha256, long bytes) {
    static FileEntry of(byte[] file) {
      return new FileEntry(Digest.of(file), file.length);
    }

    static FileEntry of(Tail tail) {
      return new FileEntry(tail.digest(), tail.bytes());
    }
  }

  /**
   * Where a tail of the task's own begins; its weights are a file.
   *
   * @param batchNorm what of BatchNorm learned in it; absent where that is not known
   */
  record TailEntry(
      String cut, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String batchNorm) {
    static TailEntry of(Tail tail) {
      return new TailEntry(tail.cut(), tail.batchNorm().isEmpty() ? null : tail.batchNorm());
    }

    Tail tail(FileEntry file) {
      return new Tail(cut, file.sha256(), file.bytes(), batchNorm == null ? "" : batchNorm);
    }
  }

  /**
   * What tells novelty; the examples lie beside the heads.
   *
   * @param threshold absent where it is infinite
   */
  record NoveltyEntry(
      double rejectionRate, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double threshold) {
    static NoveltyEntry of(Novelty novelty) {
      double threshold = novelty.threshold();
      return new NoveltyEntry(
          novelty.rejectionRate(), Double.isInfinite(threshold) ? null : threshold);
    }

    double orInfinite() {
      Double given = threshold;
      return given == null ? Double.POSITIVE_INFINITY : given;
    }
  }

  static Manifest of(Bundle bundle, Map<String, FileEntry> files) {
    return new Manifest(
        FORMAT,
        bundle.classes(),
        bundle.backbone(),
        bundle.space().id(),
        bundle.preprocessing(),
        bundle.temperature(),
        bundle.l2(),
        bundle.scores(),
        bundle.dataset(),
        bundle.parentDigest().orElse(null),
        bundle.kind() == HeadKind.SOFTMAX ? null : bundle.kind().word(),
        bundle.novelty().map(NoveltyEntry::of).orElse(null),
        bundle.tail().map(TailEntry::of).orElse(null),
        PolicyEntry.of(bundle.policy()),
        files);
  }

  byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (IOException e) {
      throw new IllegalArgumentException("this bundle can't be written", e);
    }
  }

  static Manifest parse(byte[] json) throws BadBundleException {
    try {
      JsonNode tree = JSON.readTree(json);
      int format = tree.path("format").asInt(0);
      if (format != FORMAT) {
        throw new BadBundleException(
            NAME, "is of format " + format + ", this reader knows only " + FORMAT);
      }
      Manifest manifest = JSON.treeToValue(tree, Manifest.class);
      manifest.requireWhole();
      return manifest;
    } catch (IOException e) {
      throw new BadBundleException(NAME, "is no manifest: " + e.getMessage(), e);
    }
  }

  /** Jackson leaves null what a file leaves out, whatever the types promise. */
  @SuppressWarnings("ConstantValue")
  private void requireWhole() throws BadBundleException {
    for (Object part :
        new @Nullable Object[] {classes, backbone, space, preprocessing, scores, dataset, files}) {
      if (part == null) {
        throw new BadBundleException(NAME, "lacks one of its parts");
      }
    }
    if (backbone.name().isEmpty() || preprocessing.interpolation() == null) {
      throw new BadBundleException(NAME, "does not say which backbone it is for");
    }
  }

  HeadKind headKind() throws BadBundleException {
    try {
      return kind == null ? HeadKind.SOFTMAX : HeadKind.of(kind);
    } catch (IllegalArgumentException e) {
      throw new BadBundleException(NAME, "has a head of an unknown kind: " + e.getMessage(), e);
    }
  }

  Optional<Tail> ownTail() throws BadBundleException {
    if (tail == null) {
      return Optional.empty();
    }
    return Optional.of(tail.tail(file(BundleFormat.TAIL)));
  }

  HeadPolicy headPolicy(HeadKind kind) throws BadBundleException {
    try {
      return policy == null ? HeadPolicy.of(kind) : policy.read();
    } catch (IllegalArgumentException e) {
      throw new BadBundleException(NAME, "says no policy of heads: " + e.getMessage(), e);
    }
  }

  /** The entry of a file that must be there. */
  FileEntry file(String name) throws BadBundleException {
    FileEntry entry = files.get(name);
    if (entry == null || entry.sha256() == null || !Digest.isOne(entry.sha256())) {
      throw new BadBundleException(name, "is not named by the manifest with its digest");
    }
    return entry;
  }
}
