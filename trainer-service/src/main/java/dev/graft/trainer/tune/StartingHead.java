package dev.graft.trainer.tune;

import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.head.SoftmaxFit;
import dev.graft.vision.head.SoftmaxFitOptions;
import dev.graft.vision.score.Scores;
import dev.graft.vision.strategy.HeadRecord;
import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.HeadStart;
import dev.graft.vision.tune.LabelledPicture;
import dev.graft.vision.tune.Recipe;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.TuneSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The head that a tail begins to learn under: that of the newest version, fitted again without the
 * held-out pictures. It had seen them, and no epoch would look better than what knows the answers.
 *
 * @param heldOut what it answers to the held-out pictures
 * @param learned embeddings of the pictures that it learned from
 * @param perSecond pictures that went through the network in a second
 */
record StartingHead(FittedHead head, Scores heldOut, LabelledEmbeddings learned, double perSecond) {
  private static final int BATCH = 32;

  /**
   * Sends all pictures through the published network and fits.
   *
   * @param hashes of the train pictures, for folds
   * @param images an image of each blob
   * @param judged where to start from
   */
  static StartingHead of(
      Bench bench,
      String cut,
      TuneSet set,
      long[] hashes,
      Map<String, String> images,
      Optional<LinearHead> judged)
      throws BadWeightsException, IOException, InterruptedException {
    float[][] train; // [n, width]
    float[][] heldOut;
    long began = System.nanoTime();
    try (SplitNetwork split = bench.split(cut, new HeadStart.Fresh(set.classes().size(), 1))) {
      CutInputs inputs = bench.inputs(split, cut, Recipe.oneCycle(cut), images);
      train = split.embed(set.train(), inputs, BATCH);
      heldOut = split.embed(set.heldOut(), inputs, BATCH);
    }
    double seconds = Math.max(1e-3, (System.nanoTime() - began) / 1e9);
    var examples = new LabelledEmbeddings(train, labels(set.train()), hashes, set.classes().size());
    FittedHead head = SoftmaxFit.fit(examples, SoftmaxFitOptions.choosing(), judged.orElse(null));
    return new StartingHead(
        head,
        scores(set.classes(), head, heldOut, set.heldOut()),
        examples,
        (train.length + heldOut.length) / seconds);
  }

  private static Scores scores(
      List<String> classes, FittedHead head, float[][] vectors, List<LabelledPicture> pictures) {
    return Scores.of(classes, head.head(), head.temperature(), vectors, labels(pictures));
  }

  private static int[] labels(List<LabelledPicture> pictures) {
    return pictures.stream().mapToInt(LabelledPicture::label).toArray();
  }

  /** For the planner. */
  HeadRecord record(List<HeadRecord.Point> curve) {
    return new HeadRecord(heldOut.accuracy(), heldOut.examples(), curve);
  }
}
