package dev.graft.vision.tune;

import java.util.List;

/**
 * What a fine-tune learns from.
 *
 * @param classes by index
 * @param train learned from; at least one
 * @param heldOut never learned from: chooses between epochs and phases, stops early. May be empty,
 *     and then the last weights are the result. A slice of the train split, not the validation
 *     split, which is the gate's
 */
public record TuneSet(
    List<String> classes, List<LabelledPicture> train, List<LabelledPicture> heldOut) {
  public TuneSet {
    classes = List.copyOf(classes);
    train = List.copyOf(train);
    heldOut = List.copyOf(heldOut);
    if (train.isEmpty()) {
      throw new IllegalArgumentException("there is no picture to learn from");
    }
    requireLabels(classes.size(), train);
    requireLabels(classes.size(), heldOut);
  }

  private static void requireLabels(int classes, List<LabelledPicture> pictures) {
    for (LabelledPicture picture : pictures) {
      if (picture.label() < 0 || picture.label() >= classes) {
        throw new IllegalArgumentException(
            "label %d of %s is no class of %d"
                .formatted(picture.label(), picture.digest(), classes));
      }
    }
  }
}
