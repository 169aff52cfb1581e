package dev.graft.vision.examine;

import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.Preprocessing;
import java.util.List;

/**
 * Whether two pictures are one that was only scaled or compressed anew: two likenesses must agree,
 * the network's and a thumbnail's. What the thresholds were drawn by stands in vision's README.
 */
public final class Likeness {
  /** Cosine of two embeddings around the mean of all: worth a look at the thumbnails. */
  public static final double SAME_EMBEDDING = 0.4;

  /** Correlation of two gray thumbnails. */
  public static final double SAME_THUMBNAIL = 0.98;

  private static final Preprocessing SMALL = Preprocessing.imagenet(16, 16);

  private Likeness() {}

  /** Of each value; zeros where there is no vector. */
  public static float[] mean(List<float[]> vectors, int width) {
    double[] sum = new double[width];
    for (float[] vector : vectors) {
      for (int i = 0; i < width; i++) {
        sum[i] += vector[i];
      }
    }
    float[] mean = new float[width];
    for (int i = 0; i < width && !vectors.isEmpty(); i++) {
      mean[i] = (float) (sum[i] / vectors.size());
    }
    return mean;
  }

  /** Where a vector lies from a mean: of length one, so that a dot product is a cosine. */
  public static float[] direction(float[] vector, float[] mean) {
    float[] centred = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      centred[i] = vector[i] - mean[i];
    }
    return unit(centred);
  }

  /** A picture in 16 by 16 gray pixels, around their mean and of length one. */
  public static float[] thumbnail(Picture picture) {
    byte[] rgb = SMALL.squares(picture).get(0);
    float[] gray = new float[rgb.length / 3];
    float sum = 0;
    for (int i = 0; i < gray.length; i++) {
      gray[i] = (rgb[3 * i] & 0xff) + (rgb[3 * i + 1] & 0xff) + (rgb[3 * i + 2] & 0xff);
      sum += gray[i];
    }
    for (int i = 0; i < gray.length; i++) {
      gray[i] -= sum / gray.length;
    }
    return unit(gray);
  }

  /** Cosine of two that are of length one. */
  public static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static float[] unit(float[] vector) {
    double length = Math.sqrt(dot(vector, vector));
    for (int i = 0; i < vector.length && length > 0; i++) {
      vector[i] /= (float) length;
    }
    return vector;
  }
}
