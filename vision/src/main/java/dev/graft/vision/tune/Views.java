package dev.graft.vision.tune;

import dev.graft.vision.augment.Augmentation;
import dev.graft.vision.augment.Transformation;

/**
 * In how many ways each picture is looked at. Views have numbers: 0 is the plain one, then the
 * mirrored one if there is one, then augmented ones; a view's chance is drawn by seed, picture and
 * number, so that its activations at the cut may be kept.
 *
 * @param mirrored whether there is a mirrored view
 * @param augmented how many augmented views there are
 * @param each an epoch shows every view of every picture; else one of each picture
 * @param augmentation what augmented views are made by
 */
public record Views(boolean mirrored, int augmented, boolean each, Augmentation augmentation) {
  /** The picture as it will be asked about, and nothing else. */
  public static Views plain() {
    return new Views(false, 0, false, Augmentation.standard());
  }

  /** Plain and mirrored, both in each epoch. */
  public static Views mirroredToo() {
    return new Views(true, 0, true, Augmentation.standard());
  }

  /**
   * So many augmented views beside the plain one and, if that keeps labels, the mirrored one; one
   * of all in each epoch. The plain one alone where nothing keeps labels.
   */
  public static Views augmentedBy(Augmentation augmentation, int count) {
    boolean mirrored = augmentation.keepingLabels().contains(Transformation.MIRROR);
    boolean none = augmentation.keepingLabels().isEmpty();
    return none ? plain() : new Views(mirrored, count, false, augmentation);
  }

  /** How many of each picture. */
  public int count() {
    return 1 + (mirrored ? 1 : 0) + augmented;
  }

  boolean isMirrored(int number) {
    return mirrored && number == 1;
  }
}
