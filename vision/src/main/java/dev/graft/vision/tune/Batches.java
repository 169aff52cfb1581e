package dev.graft.vision.tune;

import dev.graft.vision.augment.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Which views make each batch of each epoch, by seed alone: nothing is remembered from one to the
 * next, so that any epoch can be gone on with anywhere.
 */
final class Batches {
  private final List<LabelledPicture> pictures;
  private final Recipe recipe;
  private List<View> kept = List.of(); // of the epoch asked for last: shuffled once, not each step
  private int keptPhase = -1;
  private int keptEpoch = -1;

  Batches(List<LabelledPicture> pictures, Recipe recipe) {
    this.pictures = pictures;
    this.recipe = recipe;
  }

  /** How many an epoch has; their sizes differ by one at most. */
  int count() {
    return (views() + recipe.batch() - 1) / recipe.batch();
  }

  private int views() {
    return pictures.size() * (recipe.views().each() ? recipe.views().count() : 1);
  }

  /** The views of a batch. */
  List<View> batch(int phase, int epoch, int batch) {
    if (phase != keptPhase || epoch != keptEpoch) {
      kept = shuffled(phase, epoch);
      keptPhase = phase;
      keptEpoch = epoch;
    }
    List<View> all = kept;
    int from = (int) ((long) batch * all.size() / count());
    int to = (int) ((long) (batch + 1) * all.size() / count());
    return all.subList(from, to);
  }

  private List<View> shuffled(int phase, int epoch) {
    SplittableRandom random = Chance.of(recipe.seed(), "order", phase, epoch);
    var all = new ArrayList<View>();
    for (LabelledPicture picture : pictures) {
      if (recipe.views().each()) {
        for (int number = 0; number < recipe.views().count(); number++) {
          all.add(new View(picture, number));
        }
      } else {
        all.add(new View(picture, random.nextInt(recipe.views().count())));
      }
    }
    for (int i = all.size() - 1; i > 0; i--) { // Fisher and Yates
      int j = random.nextInt(i + 1);
      View moved = all.get(i);
      all.set(i, all.get(j));
      all.set(j, moved);
    }
    return all;
  }

  /** Plain views in order, for judging: no chance in it. */
  static List<List<View>> plain(List<LabelledPicture> pictures, int size) {
    var batches = new ArrayList<List<View>>();
    for (int from = 0; from < pictures.size(); from += size) {
      batches.add(
          pictures.subList(from, Math.min(from + size, pictures.size())).stream()
              .map(picture -> new View(picture, 0))
              .toList());
    }
    return batches;
  }
}
