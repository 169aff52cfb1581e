package dev.graft.vision.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * PyTorch's AdamW, to float precision. DJL's own counts its steps for all arrays together and can
 * be neither saved nor cleared.
 */
final class AdamWOptimizer extends Optimizer {
  private final OptimizerSettings.AdamW settings;
  private double firstShare; // what a running mean that began at zero has seen of the whole
  private double secondShare;

  AdamWOptimizer(
      NDManager owner,
      List<Parameter> parameters,
      GradientClip clip,
      OptimizerSettings.AdamW settings) {
    super(owner, parameters, clip);
    this.settings = settings;
  }

  @Override
  List<String> stateNames() {
    return List.of("moment", "square");
  }

  @Override
  void begin(long step) {
    firstShare = 1 - Math.pow(settings.first(), step);
    secondShare = 1 - Math.pow(settings.second(), step);
  }

  @Override
  void update(NDArray weight, NDArray gradient, List<NDArray> state, double rate, boolean decays) {
    NDArray moment = state.get(0);
    NDArray square = state.get(1);
    try (NDArray squared = gradient.square()) {
      square.muli(settings.second()).addi(squared.muli(1 - settings.second()));
    }
    moment.muli(settings.first()).addi(gradient.muli(1 - settings.first()));
    if (decays) {
      weight.muli(1 - rate * settings.weightDecay());
    }
    try (NDArray spread = square.sqrt()) {
      if (settings.uncorrectedEpsilon()) {
        double corrected = rate * (Math.sqrt(secondShare) / firstShare);
        try (NDArray inverse = spread.addi(settings.epsilon()).pow(-1)) {
          weight.subi(inverse.muli(corrected).muli(moment));
        }
      } else {
        // m / (sqrt(v) / c + e) * r = m / (sqrt(v) + c * e) * (c * r): one operator less
        double corrected = Math.sqrt(secondShare);
        spread.addi(corrected * settings.epsilon());
        try (NDArray down = moment.div(spread)) {
          weight.subi(down.muli(corrected * rate / firstShare));
        }
      }
    }
  }
}
