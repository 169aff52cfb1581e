package dev.graft.vision.picture;

import java.util.List;
import java.util.Locale;

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
    if (crop < 1 || resize < crop || mean.size() != 3 || std.size() != 3) {
      throw new IllegalArgumentException("not a preprocessing: " + resize + ", " + crop);
    }
  }

  /** ImageNet's normalisation with bilinear resizing. */
  public static Preprocessing imagenet(int resize, int crop) {
    return new Preprocessing(resize, Interpolation.BILINEAR, crop, IMAGENET_MEAN, IMAGENET_STD);
  }

  /** The cut-out as bytes, equal to PIL's: {@code [crop, crop, 3]}. */
  public byte[] crop(Picture picture) {
    long width = resized(picture.width(), picture.height());
    long height = resized(picture.height(), picture.width());
    return Resampling.square(
        picture, width, height, offset(width), offset(height), crop, interpolation);
  }

  /** The whole picture stretched to the square, proportions lost: {@code [crop, crop, 3]}. */
  public byte[] stretched(Picture picture) {
    return Resampling.square(picture, crop, crop, 0, 0, crop, interpolation);
  }

  /** The short side becomes {@code resize}, the long one keeps the proportion, rounded down. */
  private long resized(int side, int other) {
    return side <= other ? resize : (long) ((double) ((long) resize * side) / other);
  }

  /** Python's int(round(x / 2)): halves go to the even neighbour. */
  private long offset(long side) {
    return (long) Math.rint((side - crop) / 2.0);
  }

  /** The network's input: {@code [3, crop, crop]}. */
  public float[] tensor(Picture picture) {
    byte[] pixels = crop(picture);
    int plane = crop * crop;
    var tensor = new float[3 * plane];
    for (int channel = 0; channel < 3; channel++) {
      float[] normalised = normalised(mean.get(channel), std.get(channel));
      for (int i = 0; i < plane; i++) {
        tensor[channel * plane + i] = normalised[pixels[3 * i + channel] & 0xff];
      }
    }
    return tensor;
  }

  /** Of every byte, in the order of torchvision's float32 operations. */
  private static float[] normalised(float mean, float std) {
    var values = new float[256];
    for (int i = 0; i < 256; i++) {
      values[i] = (i / 255f - mean) / std;
    }
    return values;
  }

  /**
   * One line that says all of it, the same for equal preprocessings; part of a space's identity.
   */
  public String canonical() {
    return "resize=%d,interpolation=%s,antialias,crop=%d,rgb,scale=1/255,mean=%s,std=%s"
        .formatted(resize, interpolation.name().toLowerCase(Locale.ROOT), crop, mean, std);
  }
}
