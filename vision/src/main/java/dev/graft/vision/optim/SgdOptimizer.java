package dev.graft.vision.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** PyTorch's SGD, its operations in its order. */
final class SgdOptimizer extends Optimizer {
  private final OptimizerSettings.Sgd settings;

  SgdOptimizer(
      NDManager owner,
      List<Parameter> parameters,
      GradientClip clip,
      OptimizerSettings.Sgd settings) {
    super(owner, parameters, clip);
    this.settings = settings;
  }

  @Override
  List<String> stateNames() {
    return List.of("momentum");
  }

  @Override
  void update(NDArray weight, NDArray gradient, List<NDArray> state, double rate, boolean decays) {
    if (decays && settings.weightDecay() != 0) {
      try (NDArray pull = weight.mul(settings.weightDecay())) {
        gradient.addi(pull);
      }
    }
    NDArray momentum = state.get(0);
    momentum.muli(settings.momentum()).addi(gradient);
    try (NDArray down = momentum.mul(settings.nesterov() ? settings.momentum() : rate)) {
      if (settings.nesterov()) {
        down.addi(gradient).muli(rate);
      }
      weight.subi(down);
    }
  }
}
