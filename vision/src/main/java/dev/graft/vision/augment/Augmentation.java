package dev.graft.vision.augment;

import java.util.EnumSet;
import java.util.Set;

/**
 * By how much pictures are changed. Published defaults: Szegedy et al. 2015 (crops), torchvision's
 * ColorJitter, Zhong et al. 2020 (erasing).
 *
 * @param keepingLabels what may be done at all
 * @param smallestArea of the cropped box, as a share of the picture's
 * @param degrees of rotation at most, either way
 * @param brightness factor within {@code 1 - x .. 1 + x}
 * @param contrast likewise
 * @param saturation likewise
 * @param hue shift at most, as a share of the circle
 * @param erasing probability
 */
public record Augmentation(
    Set<Transformation> keepingLabels,
    double smallestArea,
    double degrees,
    double brightness,
    double contrast,
    double saturation,
    double hue,
    double erasing) {
  public Augmentation {
    keepingLabels =
        keepingLabels.isEmpty()
            ? Set.of()
            : java.util.Collections.unmodifiableSet(EnumSet.copyOf(keepingLabels));
  }

  /** All but upside down. */
  public static Augmentation standard() {
    return keeping(EnumSet.complementOf(EnumSet.of(Transformation.UPSIDE_DOWN)));
  }

  /** The usual amounts of these alone. */
  public static Augmentation keeping(Set<Transformation> keepingLabels) {
    return new Augmentation(keepingLabels, 0.8, 15, 0.2, 0.2, 0.2, 0.1, 0.1);
  }
}
