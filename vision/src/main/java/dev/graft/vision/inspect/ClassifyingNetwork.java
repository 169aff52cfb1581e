package dev.graft.vision.inspect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Network;
import dev.graft.vision.backbone.NetworkWeights;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.layer.Pass;
import dev.graft.vision.tensors.BadTensorsException;
import dev.graft.vision.tensors.SafetensorsReader;
import dev.graft.vision.tensors.TensorInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * A network from pixels to logits, not folded, so that gradients pass through all of it. One thread
 * at a time.
 */
public final class ClassifyingNetwork implements AutoCloseable {
  /** Tokens in rows {@code [tokens, width]}, not a map {@code [channels, height, width]}. */
  private static final int TOKENS = 2;

  private final Architecture architecture;
  private final Network network;
  private final NDManager owner;
  private final BiFunction<NDArray, Pass, NDArray> logits; // of the last stage's output
  private final int classes;

  private ClassifyingNetwork(
      Architecture architecture,
      Network network,
      NDManager owner,
      BiFunction<NDArray, Pass, NDArray> logits,
      int classes) {
    this.architecture = architecture;
    this.network = network;
    this.owner = owner;
    this.logits = logits;
    this.classes = classes;
  }

  /**
   * With the classifier that the weights bring, of whatever width.
   *
   * @throws BadWeightsException if they bring none, or are not of that network
   */
  public static ClassifyingNetwork withItsOwnClassifier(
      Architecture architecture, WeightsFile weights, Device device)
      throws BadWeightsException, IOException {
    int classes = weights.look(in -> classes(architecture, in));
    Network network = architecture.network(classes);
    return load(
        architecture,
        network,
        weights,
        device,
        name -> false,
        owner -> new ClassifyingNetwork(architecture, network, owner, network::logits, classes));
  }

  /**
   * With a head on its embeddings.
   *
   * @throws BadWeightsException if the weights are not of that network
   */
  public static ClassifyingNetwork withHead(
      Architecture architecture, WeightsFile weights, LinearHead head, Device device)
      throws BadWeightsException, IOException {
    if (head.width() != architecture.width()) {
      throw new IllegalArgumentException(
          "a head for embeddings of %d can't answer for %s, whose have %d"
              .formatted(head.width(), architecture.name(), architecture.width()));
    }
    Network network = architecture.network(0);
    Set<String> withClassifier = architecture.network(1).weights().keySet();
    return load(
        architecture,
        network,
        weights,
        device,
        withClassifier::contains,
        owner -> {
          NDArray weight = owner.create(head.weight()); // [classes, width]
          NDArray bias = owner.create(head.bias()); // [classes]
          return new ClassifyingNetwork(
              architecture,
              network,
              owner,
              (last, pass) ->
                  ai.djl.nn.core.Linear.linear(network.embedding(last, pass), weight, bias)
                      .singletonOrThrow(),
              head.classes());
        });
  }

  private interface Assembly {
    ClassifyingNetwork of(NDManager owner);
  }

  private static ClassifyingNetwork load(
      Architecture architecture,
      Network network,
      WeightsFile weights,
      Device device,
      Predicate<String> optional,
      Assembly assembly)
      throws BadWeightsException, IOException {
    NDManager owner = VisionRuntime.manager(device);
    boolean loaded = false;
    try {
      weights.readWhole(
          in -> {
            NetworkWeights.load(network, owner, in, optional, architecture);
            return true;
          });
      var whole = assembly.of(owner);
      loaded = true;
      return whole;
    } finally {
      if (!loaded) {
        owner.close();
      }
    }
  }

  /** As many as the classifier's last tensor, its bias, has numbers. */
  private static int classes(Architecture architecture, java.io.InputStream in)
      throws IOException, BadWeightsException {
    var classifier = new ArrayList<>(architecture.network(1).weights().keySet());
    classifier.removeAll(architecture.network(0).weights().keySet());
    String last = classifier.get(classifier.size() - 1);
    try {
      for (TensorInfo tensor : new SafetensorsReader(in).tensors()) {
        if (architecture.weightName(tensor.name()).equals(last) && tensor.shape().length == 1) {
          return Math.toIntExact(tensor.shape()[0]);
        }
      }
    } catch (BadTensorsException e) {
      throw new BadWeightsException(e.getMessage(), e);
    }
    throw new BadWeightsException("these weights bring no classifier: there is no tensor " + last);
  }

  public Architecture architecture() {
    return architecture;
  }

  public int classes() {
    return classes;
  }

  public List<String> stageNames() {
    return network.stageNames();
  }

  /**
   * The last stage whose whole output reaches the answer: of maps the very last; of tokens the one
   * before, for all that leaves the last one is the class token.
   */
  public String lastTelling() {
    var parts = network.outline(architecture.inputSize(), architecture.inputSize()).stages();
    int last = parts.size() - 1;
    return parts.get(parts.get(last).shape().size() == TOKENS ? last - 1 : last).name();
  }

  /** Logits of one prepared picture {@code [3, side, side]}. */
  public float[] logits(float[] prepared, int side) {
    return VisionRuntime.withoutGradients(
        () -> {
          try (NDManager scratch = owner.newSubManager()) {
            NDArray features = network.features(input(scratch, prepared, side), Pass.INFER);
            return logits.apply(features, Pass.INFER).toFloatArray();
          }
        });
  }

  NDManager scratch() {
    return owner.newSubManager();
  }

  NDArray input(NDManager scratch, float[] prepared, int side) {
    return scratch.create(prepared, new Shape(1, prepared.length / side / side, side, side));
  }

  /** What leaves a stage, without gradients. */
  NDArray until(String stage, NDArray input) {
    int cut = network.indexOf(stage) + 1;
    return VisionRuntime.withoutGradients(() -> network.stages(input, 0, cut, Pass.INFER));
  }

  /** Logits {@code [1, classes]} of what leaves a stage; gradients flow. */
  NDArray after(String stage, NDArray output) {
    int cut = network.indexOf(stage) + 1;
    NDArray last = network.stages(output, cut, network.stageNames().size(), Pass.TUNE);
    return logits.apply(last, Pass.TUNE);
  }

  @Override
  public void close() {
    owner.close();
  }
}
