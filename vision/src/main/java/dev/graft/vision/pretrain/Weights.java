package dev.graft.vision.pretrain;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.backbone.Network;
import dev.graft.vision.layer.Weight;
import dev.graft.vision.tensors.NamedTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A network's weights before training, and after it. */
final class Weights {
  private Weights() {}

  /** Fills every weight with what it starts from; the arrays belong to {@code owner}. */
  static void begin(Network network, NDManager owner, long seed) {
    var random = new SplittableRandom(seed);
    network
        .weights()
        .forEach(
            (name, weight) -> {
              if (weight.kind() != Weight.Kind.COUNTER) {
                weight.fill(owner.create(start(weight, random), new Shape(weight.shape())));
              }
            });
  }

  private static float[] start(Weight weight, SplittableRandom random) {
    float[] values = new float[Math.toIntExact(weight.size())];
    double deviation =
        switch (weight.start()) {
          case KAIMING -> Math.sqrt(2.0 * weight.shape()[0] / weight.size() / fanRatio(weight));
          case SMALL -> 0.01;
          case ONES, ZEROS -> 0;
        };
    float level = weight.start() == Weight.Start.ONES ? 1 : 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = level + (float) (deviation == 0 ? 0 : deviation * random.nextGaussian());
    }
    return values;
  }

  /** Fan out over fan in, of a convolution {@code [out, in, k, k]}. */
  private static double fanRatio(Weight weight) {
    return (double) weight.shape()[0] / weight.shape()[1];
  }

  /** Copies of the weights whose names do not begin with {@code without}. */
  static List<NamedTensor> copy(Network network, String without) {
    var tensors = new ArrayList<NamedTensor>();
    network
        .weights()
        .forEach(
            (name, weight) -> {
              if (weight.kind() != Weight.Kind.COUNTER && !name.startsWith(without)) {
                tensors.add(new NamedTensor(name, weight.shape(), weight.array().toFloatArray()));
              }
            });
    return tensors;
  }
}
