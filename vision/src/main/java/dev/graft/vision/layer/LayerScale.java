package dev.graft.vision.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Each channel times a learned number, over the last axis: {@code [n, ..., channels]}. Touvron et
 * al. 2021, "Going deeper with image transformers".
 */
public final class LayerScale extends Layer {
  private final Weight scale; // [channels, 1, 1], as torchvision keeps it
  private boolean absorbed;

  public LayerScale(int channels) {
    this.scale = weight(Weight.Kind.TRAINED, Weight.Start.TINY, "layer_scale", channels, 1, 1);
    this.scale.alsoTakes(shape -> shape.length == 1 && shape[0] == channels); // as timm keeps it
  }

  @Override
  public Flow flow(Flow in) {
    return in;
  }

  @Override
  public NDArray forward(NDArray x, Pass pass) {
    if (absorbed) {
      return x;
    }
    NDArray row = scale.array().reshape(new Shape(scale.size())); // a view
    NDArray scaled = x.mul(row);
    pass.done(row);
    return scaled;
  }

  float[] factors() {
    return scale.values();
  }

  /** The layer before does it all from now on. */
  void absorbed() {
    absorbed = true;
    scale.free();
  }
}
