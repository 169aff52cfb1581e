package dev.graft.vision.tune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.layer.Pass;
import dev.graft.vision.optim.DivergedException;
import java.io.IOException;
import java.util.List;

/** Fetch, forward, backward: one batch leaves its gradients on the weights. */
final class Learning {
  private final SplitNetwork split;
  private final CutInputs inputs;
  private final Recipe recipe;
  private final int classes;

  /**
   * What a batch said before it was learned from.
   *
   * @param loss mean over the batch
   * @param right answers that were the picture's own class
   * @param pictures how many there were
   */
  record Learned(double loss, int right, int pictures) {}

  Learning(SplitNetwork split, CutInputs inputs, Recipe recipe, int classes) {
    this.split = split;
    this.inputs = inputs;
    this.recipe = recipe;
    this.classes = classes;
  }

  /**
   * Learns from one batch.
   *
   * @param from first stage that learns
   * @param step of the run, for its chance
   * @throws DivergedException if the loss is not finite
   */
  Learned learn(List<View> batch, int from, long step) throws IOException {
    int n = batch.size();
    int[] labels = batch.stream().mapToInt(view -> view.picture().label()).toArray();
    Mixing mixing = Mixing.draw(recipe, step, n);
    Pass pass = recipe.batchNorm().pass();
    try (NDManager scratch = split.scratch()) {
      NDArray read = inputs.read(batch, scratch); // [n, c, h, w] at the cut
      NDArray atCut = VisionRuntime.withoutGradients(() -> mixing.mix(read));
      float[] wanted = mixing.targets(labels, classes, recipe.labelSmoothing());
      NDArray targets = scratch.create(wanted, new Shape(n, classes));
      return VisionRuntime.withGradients(
          () -> {
            NDArray logits = split.logits(atCut, from, pass); // [n, classes]
            NDArray loss = logits.logSoftmax(1).mul(targets).sum().div(-n); // cross-entropy
            VisionRuntime.backward(loss);
            return learned(loss.getFloat(), logits.toFloatArray(), labels);
          });
    }
  }

  private Learned learned(float loss, float[] logits, int[] labels) {
    if (!Float.isFinite(loss)) {
      throw new DivergedException("the loss is " + loss);
    }
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      int best = 0;
      for (int k = 1; k < classes; k++) {
        best = logits[i * classes + k] > logits[i * classes + best] ? k : best;
      }
      right += best == labels[i] ? 1 : 0;
    }
    return new Learned(loss, right, labels.length);
  }
}
