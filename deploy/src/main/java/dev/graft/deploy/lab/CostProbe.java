package dev.graft.deploy.lab;

import dev.graft.vision.tune.Beginning;
import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.FineTuning;
import dev.graft.vision.tune.HeadStart;
import dev.graft.vision.tune.LabelledPicture;
import dev.graft.vision.tune.Recipe;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.TuneListener;
import dev.graft.vision.tune.TuneSet;
import dev.graft.vision.tune.Views;
import java.io.IOException;
import java.util.List;

/**
 * Measures what an epoch costs before one is begun: a schedule knows its end from the beginning, so
 * the number of epochs must fit the time that there is.
 */
final class CostProbe {
  private static final int BATCHES = 3;

  private CostProbe() {}

  /** By passes and a step of the tail, in batches and on one thread, as a fine-tune has them. */
  static EpochCost ofTail(CutSource source, List<String> classes, List<LabelledPicture> pictures)
      throws IOException {
    try (var split = source.split(new HeadStart.Fresh(classes.size(), 0))) {
      return of(source, split, Recipe.oneCycle(source.cut()), classes, pictures);
    }
  }

  /**
   * The same of a network at hand, which learns a little from it.
   *
   * @param split with a fresh head
   * @param pictures at least one; some batches of them are used, and their activations are kept
   */
  static EpochCost of(
      CutSource source,
      SplitNetwork split,
      Recipe like,
      List<String> classes,
      List<LabelledPicture> pictures)
      throws IOException {
    var some = pictures.subList(0, Math.min(pictures.size(), BATCHES * TuneGround.BATCH));
    var first = some.subList(0, Math.min(some.size(), TuneGround.BATCH));
    CutInputs inputs = source.inputs(split, Views.plain());
    split.embed(first, inputs, TuneGround.BATCH); // loads code, and the pictures' activations
    long began = System.nanoTime();
    split.embed(first, inputs, TuneGround.BATCH);
    double look = seconds(began) / first.size();
    Recipe recipe = like.withViews(Views.plain()).withBatch(TuneGround.BATCH);
    var set = new TuneSet(classes, some, List.of());
    var begun = FineTuning.begin(split, set, inputs, recipe, TuneListener.SILENT);
    try (FineTuning run = ((Beginning.Ready) begun).run()) {
      return new EpochCost(Math.max(look, step(run, some.size())), look);
    }
  }

  /**
   * Seconds of a step for each of its pictures; the first step, which loads code, does not count.
   */
  private static double step(FineTuning run, int pictures) throws IOException {
    run.step();
    long began = System.nanoTime();
    run.step();
    int batches = (pictures + TuneGround.BATCH - 1) / TuneGround.BATCH;
    return seconds(began) * batches / pictures;
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
