package dev.graft.vision.tune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.augment.Augmenter;
import dev.graft.vision.augment.Mirror;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.Preprocessing;
import java.io.IOException;
import java.util.List;

/** Prepares pictures and runs the trunk anew whenever it is asked. */
public final class LiveInputs implements CutInputs {
  private final SplitNetwork split;
  private final Preprocessing preprocessing;
  private final PictureSource pictures;
  private final Views views;
  private final long seed;

  /**
   * Nothing is read yet.
   *
   * @param views and {@code seed} of the recipe
   */
  public LiveInputs(
      SplitNetwork split,
      Preprocessing preprocessing,
      PictureSource pictures,
      Views views,
      long seed) {
    this.split = split;
    this.preprocessing = preprocessing;
    this.pictures = pictures;
    this.views = views;
    this.seed = seed;
  }

  @Override
  public NDArray read(List<View> batch, NDManager scratch) throws IOException {
    int side = preprocessing.crop();
    var all = new float[batch.size() * 3 * side * side];
    for (int i = 0; i < batch.size(); i++) {
      float[] one = tensor(batch.get(i));
      System.arraycopy(one, 0, all, i * one.length, one.length);
    }
    NDArray pixels = scratch.create(all, new Shape(batch.size(), 3, side, side));
    return split.trunk(pixels); // [n, c, h, w] at the cut
  }

  /** A view as the network takes it: {@code [3, side, side]}. */
  float[] tensor(View view) throws IOException {
    Picture picture = pictures.open(view.picture().digest());
    if (view.number() == 0) {
      return preprocessing.tensor(picture);
    }
    if (views.isMirrored(view.number())) {
      return Mirror.leftRight(preprocessing.tensor(picture), preprocessing.crop());
    }
    return new Augmenter(views.augmentation(), preprocessing)
        .tensor(picture, seed, view.picture().digest(), view.number());
  }

  /** What a view's activations depend on, beside trunk and picture. */
  String nameOf(View view) {
    if (view.number() == 0) {
      return "plain";
    }
    return views.isMirrored(view.number())
        ? "mirrored"
        : "augmented %d of seed %d by %s".formatted(view.number(), seed, views.augmentation());
  }
}
