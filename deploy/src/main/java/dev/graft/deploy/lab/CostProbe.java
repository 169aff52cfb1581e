package dev.graft.deploy.lab;

import dev.graft.vision.tune.Beginning;
import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.FineTuning;
import dev.graft.vision.tune.HeadStart;
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

  /**
   * By passes and a step of the tail, in batches and on one thread, as a fine-tune has them.
   *
   * @param embedded pictures whose activations are kept already; at least one
   * @param whole seconds of a forward pass of one picture through the whole network
   */
  static TuneCost of(CutSource source, LabSet set, List<Embedded> embedded, double whole)
      throws IOException {
    var pictures =
        embedded.stream()
            .limit((long) BATCHES * TuneGround.BATCH)
            .map(one -> CutSource.labelled(one.picture()))
            .toList();
    try (var split = source.split(new HeadStart.Fresh(set.classes().size(), 0))) {
      CutInputs inputs = source.inputs(split, Views.plain());
      int first = Math.min(pictures.size(), TuneGround.BATCH);
      split.embed(pictures.subList(0, first), inputs, TuneGround.BATCH); // loads code
      long began = System.nanoTime();
      split.embed(pictures, inputs, TuneGround.BATCH);
      double tail = seconds(began) / pictures.size();
      var some = new TuneSet(set.classes(), pictures, List.of());
      double step = step(split, some, inputs, Recipe.oneCycle(source.cut()));
      return new TuneCost(Math.max(0, whole - tail), tail, Math.max(1, step / tail));
    }
  }

  /**
   * Seconds of a step for each of its pictures; the first step, which loads code, does not count.
   */
  private static double step(SplitNetwork split, TuneSet some, CutInputs inputs, Recipe usual)
      throws IOException {
    Recipe recipe = usual.withViews(Views.plain()).withBatch(TuneGround.BATCH);
    var begun = FineTuning.begin(split, some, inputs, recipe, TuneListener.SILENT);
    try (FineTuning run = ((Beginning.Ready) begun).run()) {
      run.step();
      long began = System.nanoTime();
      run.step();
      int batches = (some.train().size() + TuneGround.BATCH - 1) / TuneGround.BATCH;
      return seconds(began) * batches / some.train().size();
    }
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
