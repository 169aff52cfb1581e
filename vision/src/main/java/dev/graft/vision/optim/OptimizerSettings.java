package dev.graft.vision.optim;

import ai.djl.ndarray.NDManager;
import java.util.List;

/** Which optimizer, and its numbers. */
public sealed interface OptimizerSettings {
  /** A fresh one, whose state belongs to {@code owner}. */
  Optimizer on(NDManager owner, List<Parameter> parameters, GradientClip clip);

  /** Momentum 0.9, no weight decay. */
  static OptimizerSettings sgd() {
    return new Sgd(0.9, false, 0);
  }

  /** PyTorch's defaults: 0.9, 0.999, 1e-8, weight decay 0.01. */
  static OptimizerSettings adamW() {
    return new AdamW(0.9, 0.999, 1e-8, 0.01, false);
  }

  /**
   * PyTorch's SGD.
   *
   * @param nesterov Sutskever et al. 2013: the gradient is added to the momentum once more
   * @param weightDecay added to the gradient, as {@code weightDecay * weight}
   */
  record Sgd(double momentum, boolean nesterov, double weightDecay) implements OptimizerSettings {
    @Override
    public Optimizer on(NDManager owner, List<Parameter> parameters, GradientClip clip) {
      return new SgdOptimizer(owner, parameters, clip, this);
    }
  }

  /**
   * Loshchilov and Hutter 2019, "Decoupled weight decay regularization".
   *
   * @param first how much of the running mean of the gradient stays
   * @param second how much of that of its square stays
   * @param weightDecay decoupled: a weight shrinks by {@code rate * weightDecay} of itself
   * @param uncorrectedEpsilon epsilon is added to the square root before the correction for the
   *     first steps (Kingma and Ba 2015, end of section 2) and not after it, as PyTorch does
   */
  record AdamW(
      double first, double second, double epsilon, double weightDecay, boolean uncorrectedEpsilon)
      implements OptimizerSettings {
    @Override
    public Optimizer on(NDManager owner, List<Parameter> parameters, GradientClip clip) {
      return new AdamWOptimizer(owner, parameters, clip, this);
    }
  }
}
