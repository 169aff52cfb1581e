package dev.graft.vision.tune;

import ai.djl.ndarray.NDManager;
import dev.graft.vision.backbone.Network;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.layer.Linear;
import dev.graft.vision.layer.Weight;
import dev.graft.vision.tensors.NamedTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Weights and statistics of a tail and its head by name: what a fine-tune makes a task's own. */
final class TaskWeights {
  private final NDManager owner;
  private final Map<String, Weight> weights = new LinkedHashMap<>();

  /**
   * @param cut first stage of the tail
   */
  TaskWeights(NDManager owner, Network network, int cut, Linear head) {
    this.owner = owner;
    for (int stage = cut; stage < network.stageNames().size(); stage++) {
      weights.putAll(network.weights(stage));
    }
    weights.putAll(network.embeddingWeights());
    head.eachWeight(Phase.HEAD, weights::put);
    weights.values().removeIf(weight -> weight.kind() == Weight.Kind.COUNTER);
  }

  Map<String, Weight> all() {
    return weights;
  }

  List<NamedTensor> copy() {
    return weights.entrySet().stream()
        .map(
            entry ->
                new NamedTensor(
                    entry.getKey(), entry.getValue().shape(), entry.getValue().values()))
        .toList();
  }

  /** Puts copies back, of all or of some. */
  void restore(List<NamedTensor> tensors) {
    for (NamedTensor tensor : tensors) {
      Weight weight = weights.get(tensor.name());
      if (weight == null) {
        throw new IllegalArgumentException(tensor.name() + " is no weight of the tail or head");
      }
      weight.fill(owner, tensor.values(), tensor.shape());
    }
  }

  /** As it is now. */
  LinearHead head() {
    float[] bias = values(Phase.HEAD + ".bias");
    float[] flat = values(Phase.HEAD + ".weight");
    int width = flat.length / bias.length;
    var rows = new float[bias.length][];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = Arrays.copyOfRange(flat, k * width, (k + 1) * width);
    }
    return new LinearHead(rows, bias);
  }

  private float[] values(String name) {
    Weight weight = weights.get(name);
    if (weight == null) {
      throw new IllegalStateException("a head has " + name);
    }
    return weight.values();
  }
}
