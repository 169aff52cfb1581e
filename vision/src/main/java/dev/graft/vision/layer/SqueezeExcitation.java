package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;

/**
 * Each channel times a gate that two small layers make of the means of all channels: {@code [n, c,
 * h, w]}. Hu et al. 2018, "Squeeze-and-excitation networks".
 */
public final class SqueezeExcitation extends Layer {
  private final Chain gate;

  /**
   * @param squeezed width between the two layers
   * @param inner activation between them
   * @param outer from a number to a gate in 0..1
   */
  public SqueezeExcitation(int channels, int squeezed, Activation inner, Activation outer) {
    this.gate =
        child(
            "",
            new Chain()
                .then(Pool.globalAverageMap())
                .then("fc1", Conv2d.withBias(channels, squeezed, 1, 1, 0, 1))
                .then(inner)
                .then("fc2", Conv2d.withBias(squeezed, channels, 1, 1, 0, 1))
                .then(outer));
  }

  @Override
  public Flow flow(Flow in) {
    return in.spending(gate.flow(in).multiplyAdds() - in.multiplyAdds());
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    NDArray gates = gate.forward(x, pass); // [n, c, 1, 1]
    NDArray excited = x.mul(gates);
    pass.done(gates);
    return excited;
  }
}
