package dev.graft.vision.backbone;

import ai.djl.ndarray.NDArray;
import dev.graft.vision.layer.Chain;
import dev.graft.vision.layer.Flow;
import dev.graft.vision.layer.Layer;
import dev.graft.vision.layer.Pass;
import dev.graft.vision.layer.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A chain of named stages, what makes an embedding of the last stage's output, and perhaps a
 * classifier. Everything up to a stage is a trunk, everything from it on a tail.
 */
public final class Network {
  private final List<Stage> stages;
  private final Stage embedding;
  private final @Nullable Stage classifier;
  private final boolean classifiesEmbedding;
  private final Map<String, Weight> weights = new LinkedHashMap<>();
  private final Set<String> merged = new HashSet<>(); // stages whose own output is gone

  private Network(Builder built) {
    this.stages = List.copyOf(built.stages);
    this.embedding = built.embedding;
    this.classifier = built.classifier;
    this.classifiesEmbedding = built.classifiesEmbedding;
    stages.forEach(this::declare);
    declare(embedding);
    if (classifier != null) {
      declare(classifier);
    }
  }

  private void declare(Stage stage) {
    stage.layer().eachWeight(stage.prefix(), weights::put);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Every weight by its full name, statistics and counters too, in order of declaration. */
  public Map<String, Weight> weights() {
    return java.util.Collections.unmodifiableMap(weights);
  }

  public List<String> stageNames() {
    return stages.stream().map(Stage::name).toList();
  }

  /** Every weight of a stage by its full name, statistics and counters too. */
  public Map<String, Weight> weights(int stage) {
    return named(stages.get(stage));
  }

  /** Every weight of what makes an embedding of the last stage's output; often none. */
  public Map<String, Weight> embeddingWeights() {
    return named(embedding);
  }

  private static Map<String, Weight> named(Stage stage) {
    var named = new LinkedHashMap<String, Weight>();
    stage.layer().eachWeight(stage.prefix(), named::put);
    return named;
  }

  /** The stages themselves, shallow to deep. */
  public List<Stage> chain() {
    return stages;
  }

  /** How the last stage's output becomes an embedding, in a word; part of a space's identity. */
  public String pooling() {
    return embedding.name();
  }

  /** Index of a stage by its name. */
  public int indexOf(String stage) {
    int index = stageNames().indexOf(stage);
    if (index < 0) {
      throw new IllegalArgumentException("no stage " + stage + " among " + stageNames());
    }
    return index;
  }

  /**
   * Runs the stages {@code from} (inclusive) to {@code to} (exclusive); does not free {@code x}.
   */
  public NDArray stages(NDArray x, int from, int to, Pass pass) {
    if (to > 0 && to < stages.size() && merged.contains(stages.get(to - 1).name())) {
      throw new IllegalStateException(
          "%s was merged with what follows; fold the network keeping it"
              .formatted(stages.get(to - 1).name()));
    }
    NDArray at = x;
    for (Stage stage : stages.subList(from, to)) {
      NDArray next = stage.layer().forward(at, pass);
      if (at != x && next != at) {
        pass.done(at);
      }
      at = next;
    }
    return at;
  }

  /**
   * All stages: {@code [n, 3, size, size]} to the last feature map, or to what an embedding needs
   * of it if folding has merged the last stage.
   */
  public NDArray features(NDArray x, Pass pass) {
    return stages(x, 0, stages.size(), pass);
  }

  /** From the last feature map: {@code [n, width]}. */
  public NDArray embedding(NDArray features, Pass pass) {
    return embedding.layer().forward(features, pass);
  }

  /** From the last feature map: {@code [n, classes]}. */
  public NDArray logits(NDArray features, Pass pass) {
    if (classifier == null) {
      throw new IllegalStateException("this network was built without a classifier");
    }
    NDArray input = classifiesEmbedding ? embedding(features, pass) : features;
    return classifier.layer().forward(input, pass);
  }

  /** Merges BatchNorms into convolutions; afterwards the network can only infer. */
  public void fold() {
    fold(List.of());
  }

  /**
   * As {@link #fold()}, also across the boundaries of stages: the output of a convolution that is a
   * stage by itself is gone then.
   *
   * @param kept stages whose outputs are wanted, because somebody taps them or cuts after them
   */
  public void fold(Collection<String> kept) {
    stages.forEach(stage -> stage.layer().fold());
    embedding.layer().fold();
    for (int i = 0; i < stages.size(); i++) {
      merge(i, kept);
    }
  }

  /** Lets a stage take over those that follow, one by one, as long as it can. */
  private void merge(int first, Collection<String> kept) {
    for (int last = first; last < stages.size(); last++) {
      Layer next = last + 1 < stages.size() ? stages.get(last + 1).layer() : embedding.layer();
      if (kept.contains(stages.get(last).name()) || !stages.get(first).layer().absorb(next)) {
        return;
      }
      merged.add(stages.get(last).name());
    }
  }

  /** Stages whose own outputs {@link #fold(Collection)} gave up. */
  public Set<String> merged() {
    return Set.copyOf(merged);
  }

  /** Everything there is to know without weights, for pictures of a size. */
  public Outline outline(int height, int width) {
    var parts = new ArrayList<Outline.Part>();
    Flow at = Flow.of(1, 3, height, width);
    for (Stage stage : stages) {
      Flow next = stage.layer().flow(at);
      parts.add(part(stage, at, next));
      at = next;
    }
    Flow embedded = embedding.layer().flow(at);
    Stage last = classifier == null ? new Stage("none", "", new Chain()) : classifier;
    Flow input = classifiesEmbedding ? embedded : at;
    return new Outline(
        List.copyOf(parts),
        part(embedding, at, embedded),
        part(last, input, last.layer().flow(input)));
  }

  private static Outline.Part part(Stage stage, Flow in, Flow out) {
    long[] shape = out.shape().getShape();
    var parameters = new long[1];
    stage
        .layer()
        .eachWeight(
            "",
            (name, weight) ->
                parameters[0] += weight.kind() == Weight.Kind.TRAINED ? weight.size() : 0);
    return new Outline.Part(
        stage.name(),
        Arrays.stream(shape, 1, shape.length).mapToObj(Math::toIntExact).toList(),
        parameters[0],
        out.multiplyAdds() - in.multiplyAdds());
  }

  /** Puts a network together, stage by stage. */
  public static final class Builder {
    private final List<Stage> stages = new ArrayList<>();
    private Stage embedding = new Stage("none", "", new Chain());
    private @Nullable Stage classifier;
    private boolean classifiesEmbedding;

    private Builder() {}

    /** A stage whose weights are named under its own name. */
    public Builder stage(String name, Layer layer) {
      return stage(name, name, layer);
    }

    public Builder stage(String name, String prefix, Layer layer) {
      stages.add(new Stage(name, prefix, layer));
      return this;
    }

    /**
     * @param word what it does, in a word, e.g. {@code mean}
     */
    public Builder embedding(String prefix, Layer layer, String word) {
      embedding = new Stage(word, prefix, layer);
      return this;
    }

    public Builder classifierOnEmbedding(String prefix, Layer layer) {
      classifier = new Stage("classifier", prefix, layer);
      classifiesEmbedding = true;
      return this;
    }

    /** For classifiers that see the last feature map itself, as VGG's and SqueezeNet's. */
    public Builder classifierOnFeatures(String prefix, Layer layer) {
      classifier = new Stage("classifier", prefix, layer);
      classifiesEmbedding = false;
      return this;
    }

    public Network build() {
      return new Network(this);
    }
  }
}
