package dev.graft.vision.tune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.layer.Pass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Scores the weights as they are on the held-out slice, on plain views. */
final class Judge {
  private final SplitNetwork split;
  private final CutInputs inputs;
  private final List<LabelledPicture> heldOut;
  private final int classes;
  private final int batch;
  private final double smoothing;

  Judge(SplitNetwork split, CutInputs inputs, TuneSet set, Recipe recipe) {
    this.split = split;
    this.inputs = inputs;
    this.heldOut = set.heldOut();
    this.classes = set.classes().size();
    this.batch = recipe.batch();
    this.smoothing = recipe.labelSmoothing();
  }

  boolean hasPictures() {
    return !heldOut.isEmpty();
  }

  HeldOutScore score() throws IOException {
    double loss = 0;
    double squares = 0;
    var right = new int[classes];
    var seen = new int[classes];
    for (List<View> views : Batches.plain(heldOut, batch)) {
      float[] logits = logits(views); // [n * classes]
      for (int i = 0; i < views.size(); i++) {
        int label = views.get(i).picture().label();
        float[] row = Arrays.copyOfRange(logits, i * classes, (i + 1) * classes);
        double one = SmoothedLoss.of(row, label, 1, smoothing);
        loss += one;
        squares += one * one;
        seen[label]++;
        right[label] += largest(row) == label ? 1 : 0;
      }
    }
    var each = new ArrayList<Double>();
    for (int k = 0; k < classes; k++) {
      each.add(seen[k] == 0 ? Double.NaN : (double) right[k] / seen[k]);
    }
    int n = heldOut.size();
    double spread = Math.sqrt(Math.max(0, squares / n - loss / n * (loss / n)));
    double accuracy = (double) Arrays.stream(right).sum() / n;
    return new HeldOutScore(loss / n, spread / Math.sqrt(n), accuracy, each);
  }

  private float[] logits(List<View> views) throws IOException {
    try (NDManager scratch = split.scratch()) {
      NDArray atCut = inputs.read(views, scratch); // [n, c, h, w]
      return VisionRuntime.withoutGradients(
          () -> split.logits(atCut, split.cut(), Pass.INFER).toFloatArray());
    }
  }

  private static int largest(float[] row) {
    int best = 0;
    for (int k = 1; k < row.length; k++) {
      best = row[k] > row[best] ? k : best;
    }
    return best;
  }

  /** Of each stage of the tail: shares of its channels that are dead, and saturated. */
  List<double[]> activations() throws IOException {
    var shares = new ArrayList<double[]>();
    List<View> views = Batches.plain(heldOut, batch).get(0);
    try (NDManager scratch = split.scratch()) {
      NDArray atCut = inputs.read(views, scratch); // [n, c, h, w]
      VisionRuntime.withoutGradients(
          () -> {
            NDArray at = atCut;
            for (int stage = split.cut(); stage < split.stages(); stage++) {
              at = split.stage(at, stage);
              shares.add(Activity.of(at));
            }
          });
    }
    return shares;
  }
}
