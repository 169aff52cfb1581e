package dev.graft.bench.micro;

import dev.graft.bench.material.Material;
import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.head.SoftmaxFit;
import dev.graft.vision.head.SoftmaxFitOptions;
import dev.graft.vision.head.statistics.ClassStatistics;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import dev.graft.vision.picture.Preprocessing;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One thread, no network: what a picture and a head cost. Pictures are taken in turn, so the means
 * are over 64 real ones; embeddings are synthetic, in the shape of MobileNetV2's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Parts {
  private static final int PICTURES = 64;
  private static final int WIDTH = 1280;
  private static final int CLASSES = 20;
  private static final int EXAMPLES = 600;
  private static final int NARROW = 512;
  private static final int BATCH = 256;

  /** Folder of pictures. */
  @Param("")
  public String images = "";

  private final PictureDecoder decoder = new PictureDecoder(PictureLimits.DEFAULT);
  private final Preprocessing preprocessing = Preprocessing.imagenet(256, 224);
  private List<byte[]> encoded = List.of();
  private List<Picture> pictures = List.of();
  private LabelledEmbeddings examples = embeddings(EXAMPLES, WIDTH);
  private LinearHead head = new LinearHead(new float[CLASSES][WIDTH], new float[CLASSES]);
  private final LabelledEmbeddings narrow = embeddings(BATCH, NARROW);
  private final ClassStatistics statistics = ClassStatistics.none(CLASSES, NARROW);
  private int next;

  /** Reads and decodes the pictures. */
  @Setup
  public void read() {
    encoded = Material.pictures(Path.of(images), PICTURES);
    pictures = encoded.stream().map(this::decoded).toList();
    var random = new Random(2);
    for (var row : head.weight()) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
  }

  private Picture decoded(byte[] bytes) {
    if (decoder.decode(bytes) instanceof Decoded.Readable readable) {
      return readable.picture();
    }
    throw new IllegalStateException("one of the pictures in " + images + " is none");
  }

  private static LabelledEmbeddings embeddings(int n, int width) {
    var random = new Random(1);
    var vectors = new float[n][width];
    var labels = new int[n];
    var folds = new long[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % CLASSES;
      folds[i] = random.nextLong();
      for (int j = 0; j < width; j++) {
        double signal = j % CLASSES == labels[i] ? 0.5 : 0;
        vectors[i][j] = (float) Math.max(0, signal + random.nextGaussian());
      }
    }
    return new LabelledEmbeddings(vectors, labels, folds, CLASSES);
  }

  private int turn() {
    next = (next + 1) % pictures.size();
    return next;
  }

  /** A JPEG's bytes to pixels. */
  @Benchmark
  public Picture decode() {
    return decoded(encoded.get(turn()));
  }

  /** Pixels to {@code [3, 224, 224]}. */
  @Benchmark
  public float[] preprocess() {
    return preprocessing.tensor(pictures.get(turn()));
  }

  /** {@code [1280]} to 20 probabilities. */
  @Benchmark
  public float[] score() {
    return head.probabilities(examples.vectors()[turn()], 1);
  }

  /** 256 examples of width 512 into sufficient statistics, and out of them again. */
  @Benchmark
  public ClassStatistics statistics() {
    statistics.add(narrow.vectors(), narrow.labels());
    statistics.remove(narrow.vectors(), narrow.labels());
    return statistics;
  }

  /** L-BFGS on 600 examples of 20 classes, with what an earlier fit chose. */
  @Benchmark
  public FittedHead fit() throws InterruptedException {
    return SoftmaxFit.fit(examples, SoftmaxFitOptions.choosing().reusing(100, 1), null);
  }
}
