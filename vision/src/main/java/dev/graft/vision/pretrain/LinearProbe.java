package dev.graft.vision.pretrain;

import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.SoftmaxFit;
import dev.graft.vision.head.SoftmaxFitOptions;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import dev.graft.vision.pretrain.ProbeSet.Example;
import dev.graft.vision.score.Scores;
import java.util.ArrayList;
import java.util.List;

/** What a backbone is worth: how well a linear head on its frozen embeddings does on a task. */
public final class LinearProbe {
  private static final int BATCH = 16;

  private LinearProbe() {}

  /**
   * Fits a head on the train part, as the trainer would, and scores it on the test part.
   *
   * @throws IllegalArgumentException if a picture cannot be read
   */
  public static Scores of(Backbone backbone, ProbeSet set) throws InterruptedException {
    int[] labels = labels(set.train());
    long[] folds = new long[labels.length];
    for (int i = 0; i < folds.length; i++) {
      folds[i] = i * 0x9E3779B97F4A7C15L;
    }
    var train =
        new LabelledEmbeddings(embed(backbone, set.train()), labels, folds, set.classes().size());
    FittedHead fitted = SoftmaxFit.fit(train, SoftmaxFitOptions.choosing(), null);
    float[][] test = embed(backbone, set.test());
    float[][] probabilities = new float[test.length][];
    for (int i = 0; i < test.length; i++) {
      probabilities[i] = fitted.head().probabilities(test[i], fitted.temperature());
    }
    return Scores.of(set.classes(), probabilities, labels(set.test()));
  }

  private static float[][] embed(Backbone backbone, List<Example> examples) {
    var decoder = new PictureDecoder(PictureLimits.DEFAULT);
    float[][] vectors = new float[examples.size()][];
    for (int from = 0; from < vectors.length; from += BATCH) {
      int to = Math.min(from + BATCH, vectors.length);
      var prepared = new ArrayList<float[]>();
      for (Example example : examples.subList(from, to)) {
        prepared.add(prepare(backbone, decoder.decode(example.picture())));
      }
      System.arraycopy(backbone.embed(prepared), 0, vectors, from, to - from);
    }
    return vectors;
  }

  private static float[] prepare(Backbone backbone, Decoded decoded) {
    if (decoded instanceof Decoded.Readable readable) {
      return backbone.prepare(readable.picture());
    }
    throw new IllegalArgumentException("a picture of the probe cannot be read: " + decoded);
  }

  private static int[] labels(List<Example> examples) {
    return examples.stream().mapToInt(Example::label).toArray();
  }
}
