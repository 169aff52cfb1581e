package dev.graft.vision.tune;

import dev.graft.vision.backbone.Network;
import dev.graft.vision.layer.Weight;
import dev.graft.vision.optim.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which weights of a network's last stages learn, in groups by stage. */
final class TrainedWeights {
  private TrainedWeights() {}

  static List<Parameter> of(Network network, int from, BatchNormMode mode) {
    var trained = new ArrayList<Parameter>();
    int stages = network.stageNames().size();
    for (int stage = from; stage < stages; stage++) {
      add(network.weights(stage), stage, mode, trained);
    }
    add(network.embeddingWeights(), stages - 1, mode, trained);
    return trained;
  }

  private static void add(
      Map<String, Weight> weights, int group, BatchNormMode mode, List<Parameter> trained) {
    weights.forEach(
        (name, weight) -> {
          boolean frozen = mode == BatchNormMode.ALL_FROZEN && isOfBatchNorm(name, weights);
          if (weight.kind() == Weight.Kind.TRAINED && !frozen) {
            trained.add(Parameter.of(name, weight, group));
          }
        });
  }

  /** BatchNorm is the only layer with running statistics. */
  private static boolean isOfBatchNorm(String name, Map<String, Weight> weights) {
    return weights.containsKey(name.substring(0, name.lastIndexOf('.') + 1) + "running_mean");
  }
}
