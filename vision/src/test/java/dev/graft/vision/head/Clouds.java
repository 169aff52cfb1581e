package dev.graft.vision.head;

import java.util.Arrays;
import java.util.Random;

/** Gaussian clouds, one per class, on features of very different size and offset. */
final class Clouds {
  private Clouds() {}

  /** Class k lies {@code distance} along feature k; the noise is 1. */
  static LabelledEmbeddings of(int n, int width, int classes, double distance, long seed) {
    Random random = new Random(seed);
    float[][] vectors = new float[n][width];
    int[] labels = new int[n];
    long[] hashes = new long[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % classes;
      hashes[i] = random.nextLong();
      for (int j = 0; j < width; j++) {
        double z = random.nextGaussian() + (j == labels[i] ? distance : 0);
        vectors[i][j] = (float) (5 + j + z * (1 + j % 7) * 0.3);
      }
    }
    return new LabelledEmbeddings(vectors, labels, hashes, classes);
  }

  /**
   * As a fine-tuned network gives them: close about the mean of their class, in every feature; but
   * one of twenty lies nearer to another class.
   */
  static LabelledEmbeddings tight(int n, int width, int classes, long seed) {
    Random random = new Random(seed);
    double[][] means = new double[classes][];
    for (int k = 0; k < classes; k++) {
      means[k] = random.doubles(width).toArray();
    }
    float[][] vectors = new float[n][width];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % classes;
      double away = random.nextDouble() < 0.05 ? 0.3 + 0.5 * random.nextDouble() : 0;
      double[] other = means[(labels[i] + 1) % classes];
      for (int j = 0; j < width; j++) {
        double mean = (1 - away) * means[labels[i]][j] + away * other[j];
        vectors[i][j] = (float) (mean + 0.2 * random.nextGaussian());
      }
    }
    return new LabelledEmbeddings(vectors, labels, random.longs(n).toArray(), classes);
  }

  static LabelledEmbeddings firstOf(LabelledEmbeddings all, int n) {
    return new LabelledEmbeddings(
        Arrays.copyOf(all.vectors(), n),
        Arrays.copyOf(all.labels(), n),
        Arrays.copyOf(all.foldHashes(), n),
        all.classes());
  }

  static LabelledEmbeddings labelled(LabelledEmbeddings all, int[] labels, int classes) {
    return new LabelledEmbeddings(all.vectors(), labels, all.foldHashes(), classes);
  }

  /**
   * As a network gives them that has learned from four of five: these lie further out than their
   * class does otherwise.
   */
  static LabelledEmbeddings learned(LabelledEmbeddings all, double further) {
    float[][] vectors = Vectors.copy(all.vectors());
    boolean[] learned = new boolean[all.size()];
    for (int i = 0; i < learned.length; i++) {
      learned[i] = i % 5 != 0;
      if (learned[i]) {
        int j = all.labels()[i];
        vectors[i][j] += (float) (further * (1 + j % 7) * 0.3);
      }
    }
    return new LabelledEmbeddings(vectors, all.labels(), all.foldHashes(), all.classes(), learned);
  }

  static double accuracy(LinearHead head, LabelledEmbeddings examples) {
    int right = 0;
    for (int i = 0; i < examples.size(); i++) {
      right += head.answer(examples.vectors()[i]) == examples.labels()[i] ? 1 : 0;
    }
    return (double) right / examples.size();
  }

  static double largestDifference(LinearHead a, LinearHead b, LabelledEmbeddings on) {
    double largest = 0;
    for (float[] v : on.vectors()) {
      float[] p = a.probabilities(v, 1);
      float[] q = b.probabilities(v, 1);
      for (int k = 0; k < p.length; k++) {
        largest = Math.max(largest, Math.abs(p[k] - q[k]));
      }
    }
    return largest;
  }
}
