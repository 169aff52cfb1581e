package dev.graft.vision.backbone;

import dev.graft.vision.picture.Interpolation;
import dev.graft.vision.picture.Preprocessing;

/**
 * Weights that somebody published for an architecture, and what pictures must be put through for
 * them; torchvision's sets under torchvision's names.
 */
public record WeightSet(String name, Preprocessing preprocessing) {
  /** Trained on ImageNet's mean and deviation, resized bilinearly. */
  static WeightSet bilinear(String name, int resize, int crop) {
    return new WeightSet(name, Preprocessing.imagenet(resize, crop));
  }

  /** Trained on ImageNet's mean and deviation, resized bicubically. */
  static WeightSet bicubic(String name, int resize, int crop) {
    return new WeightSet(
        name,
        new Preprocessing(
            resize,
            Interpolation.BICUBIC,
            crop,
            Preprocessing.IMAGENET_MEAN,
            Preprocessing.IMAGENET_STD));
  }
}
