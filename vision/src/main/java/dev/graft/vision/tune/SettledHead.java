package dev.graft.vision.tune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.layer.Pass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Refuses heads that are still on their way: through such a head the first gradients would tear at
 * pretrained weights for the head's mistakes.
 */
final class SettledHead {
  private SettledHead() {}

  static Optional<String> objection(SplitNetwork split, TuneSet set, CutInputs inputs, int batch)
      throws IOException {
    int classes = split.start().classes();
    if (classes != set.classes().size()) {
      return Optional.of(
          "the head knows %d classes, the task has %d: fit it again first"
              .formatted(classes, set.classes().size()));
    }
    return split.start() instanceof HeadStart.Fitted fitted
        ? ofGradient(fitted, split, set, inputs, batch)
        : Optional.empty();
  }

  private static Optional<String> ofGradient(
      HeadStart.Fitted fitted, SplitNetwork split, TuneSet set, CutInputs inputs, int batch)
      throws IOException {
    float[][] embeddings = embeddings(split, set.train(), inputs, batch);
    int[] labels = set.train().stream().mapToInt(LabelledPicture::label).toArray();
    double largest = HeadGradient.largest(fitted.head(), embeddings, labels);
    return largest <= HeadGradient.SETTLED
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the head is not settled on these pictures (gradient %.3g, at most %.3g): fit it"
                    + " first",
                largest,
                HeadGradient.SETTLED));
  }

  /** Of the plain views: {@code [n, width]}. */
  static float[][] embeddings(
      SplitNetwork split, List<LabelledPicture> pictures, CutInputs inputs, int batch)
      throws IOException {
    var rows = new ArrayList<float[]>();
    for (List<View> views : Batches.plain(pictures, batch)) {
      try (NDManager scratch = split.scratch()) {
        NDArray atCut = inputs.read(views, scratch); // [n, c, h, w]
        float[] flat = VisionRuntime.withoutGradients(() -> embedded(split, atCut));
        int width = flat.length / views.size();
        for (int i = 0; i < views.size(); i++) {
          rows.add(Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        }
      }
    }
    return rows.toArray(float[][]::new);
  }

  private static float[] embedded(SplitNetwork split, NDArray atCut) {
    NDArray at = atCut;
    for (int stage = split.cut(); stage < split.stages(); stage++) {
      at = split.stage(at, stage);
    }
    return split.embedding(at, Pass.INFER).toFloatArray();
  }
}
