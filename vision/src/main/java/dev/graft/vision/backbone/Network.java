package dev.graft.vision.backbone;

import ai.djl.ndarray.NDArray;
import dev.graft.vision.layer.Chain;
import dev.graft.vision.layer.Layer;
import dev.graft.vision.layer.Pass;
import dev.graft.vision.layer.Weight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Every weight by its full name, statistics and counters too, in torchvision's order. */
  public Map<String, Weight> weights() {
    return java.util.Collections.unmodifiableMap(weights);
  }

  public List<String> stageNames() {
    return stages.stream().map(Stage::name).toList();
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

  /** All stages: {@code [n, 3, size, size]} to the last feature map. */
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
    stages.forEach(stage -> stage.layer().fold());
    embedding.layer().fold();
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
