package dev.graft.vision.tune;

import ai.djl.ndarray.NDManager;
import dev.graft.vision.augment.Chance;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.layer.Weight;
import java.util.Map;
import java.util.SplittableRandom;

/** Fills the head with what a fine-tune begins at. */
final class StartingHead {
  private StartingHead() {}

  static void fill(NDManager owner, Map<String, Weight> weights, HeadStart start) {
    Weight matrix = weights.get(Phase.HEAD + ".weight"); // [classes, width]
    Weight bias = weights.get(Phase.HEAD + ".bias"); // [classes]
    if (matrix == null || bias == null) {
      throw new IllegalStateException("a head has a weight and a bias");
    }
    if (start instanceof HeadStart.Fitted fitted) {
      matrix.fill(owner, flat(fitted, Math.toIntExact(matrix.size())));
      bias.fill(owner, scaled(fitted.head().head().bias(), fitted.temperature()));
    } else if (start instanceof HeadStart.Fresh fresh) {
      SplittableRandom random = Chance.of(fresh.seed(), Phase.HEAD);
      var values = new float[Math.toIntExact(matrix.size())];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (0.01 * random.nextGaussian()); // as torchvision's last layers
      }
      matrix.fill(owner, values);
      bias.fill(owner, new float[fresh.classes()]);
    }
  }

  private static float[] flat(HeadStart.Fitted fitted, int size) {
    LinearHead head = fitted.head().head();
    if (head.classes() * head.width() != size) {
      throw new IllegalArgumentException(
          head + " does not fit a network of width " + size / head.classes());
    }
    var flat = new float[size];
    for (int k = 0; k < head.classes(); k++) {
      float[] row = scaled(head.weight()[k], fitted.temperature());
      System.arraycopy(row, 0, flat, k * row.length, row.length);
    }
    return flat;
  }

  private static float[] scaled(float[] values, double temperature) {
    var scaled = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = (float) (values[i] / temperature);
    }
    return scaled;
  }
}
