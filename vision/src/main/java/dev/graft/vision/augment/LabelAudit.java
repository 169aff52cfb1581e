package dev.graft.vision.augment;

import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.Preprocessing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * Which classes do not survive which change: what the current version answers to changed pictures,
 * beside what it answers to the plain ones. A class whose answers change is either a class whose
 * label the change destroys (a mirrored b is a d) or one the version is unsure of; a person
 * decides, and declares it to the task.
 */
public final class LabelAudit {
  /** Answers to inputs {@code [3, side, side]}: the index of the class of each. */
  @FunctionalInterface
  public interface Answers {
    int[] to(List<float[]> inputs);
  }

  /**
   * A class under a change.
   *
   * @param pictures how many of the class were looked at
   * @param changed share of them whose answer changed
   * @param into the class that most of the changed became, -1 if none changed
   */
  public record Finding(
      Transformation transformation, int label, int pictures, double changed, int into) {}

  private LabelAudit() {}

  /**
   * Looks at every class under every change, the most changed first.
   *
   * @param pictures by index of their class
   * @param least findings below that share of changed answers are left out
   */
  public static List<Finding> of(
      Map<Integer, List<Picture>> pictures,
      Preprocessing preprocessing,
      Answers answers,
      double least) {
    var findings = new ArrayList<Finding>();
    pictures.forEach(
        (label, ofClass) -> {
          if (!ofClass.isEmpty()) {
            int[] plain = answers.to(ofClass.stream().map(preprocessing::tensor).toList());
            for (Transformation change : Transformation.values()) {
              int[] changed = answers.to(changed(ofClass, preprocessing, change));
              findings.add(compared(change, label, plain, changed));
            }
          }
        });
    return findings.stream()
        .filter(finding -> finding.changed() >= least)
        .sorted(Comparator.comparingDouble(finding -> -finding.changed()))
        .toList();
  }

  /** Mirrors always mirror here, and erasing always erases; the rest is drawn as in training. */
  private static List<float[]> changed(
      List<Picture> pictures, Preprocessing preprocessing, Transformation change) {
    var only = Augmentation.keeping(EnumSet.of(change));
    var certain =
        new Augmentation(
            only.keepingLabels(),
            only.smallestArea(),
            only.degrees(),
            only.brightness(),
            only.contrast(),
            only.saturation(),
            only.hue(),
            1);
    var augmenter = new Augmenter(certain, preprocessing);
    var inputs = new ArrayList<float[]>();
    for (int i = 0; i < pictures.size(); i++) {
      Picture picture = pictures.get(i);
      inputs.add(
          switch (change) {
            case MIRROR -> Mirror.leftRight(preprocessing.tensor(picture), preprocessing.crop());
            case UPSIDE_DOWN ->
                Mirror.topBottom(preprocessing.tensor(picture), preprocessing.crop());
            default -> augmenter.tensor(picture, 0, "audit", i);
          });
    }
    return inputs;
  }

  private static Finding compared(Transformation change, int label, int[] plain, int[] changed) {
    var became = new java.util.TreeMap<Integer, Integer>();
    int different = 0;
    for (int i = 0; i < plain.length; i++) {
      if (plain[i] != changed[i]) {
        different++;
        became.merge(changed[i], 1, Integer::sum);
      }
    }
    int into =
        became.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(-1);
    return new Finding(change, label, plain.length, (double) different / plain.length, into);
  }
}
