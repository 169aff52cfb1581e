package dev.graft.vision.picture;

import java.util.List;

/**
 * From a picture to a network's input, as torchvision's ImageClassification preset does it on PIL
 * images: resize the short side, antialiased; cut the centre; scale to 0..1; normalise.
 *
 * @param resize length of the short side after resizing
 * @param interpolation PIL's filter
 * @param crop side of the square that is cut out
 * @param mean per channel, in 0..1
 * @param std per channel, in 0..1
 */
public record Preprocessing(
    int resize, Interpolation interpolation, int crop, List<Float> mean, List<Float> std) {
  /** ImageNet's mean. */
  public static final List<Float> IMAGENET_MEAN = List.of(0.485f, 0.456f, 0.406f);

  /** ImageNet's standard deviation. */
  public static final List<Float> IMAGENET_STD = List.of(0.229f, 0.224f, 0.225f);

  public Preprocessing {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (resize < 1 || crop < 1 || mean.size() != 3 || std.size() != 3) {
      throw new IllegalArgumentException("not a preprocessing: " + resize + ", " + crop);
    }
  }

  /** ImageNet's normalisation with bilinear resizing. */
  public static Preprocessing imagenet(int resize, int crop) {
    return new Preprocessing(resize, Interpolation.BILINEAR, crop, IMAGENET_MEAN, IMAGENET_STD);
  }

  /** The cut-out as bytes: {@code [crop, crop, 3]}. */
  public byte[] crop(Picture picture) {
    throw new UnsupportedOperationException("coming");
  }

  /** The network's input: {@code [3, crop, crop]}. */
  public float[] tensor(Picture picture) {
    throw new UnsupportedOperationException("coming");
  }

  /**
   * One line that says all of it, the same for equal preprocessings; part of a space's identity.
   */
  public String canonical() {
    return "resize="
        + resize
        + ",interpolation="
        + interpolation.name().toLowerCase(java.util.Locale.ROOT)
        + ",antialias,crop="
        + crop
        + ",rgb,scale=1/255,mean="
        + mean
        + ",std="
        + std;
  }
}
