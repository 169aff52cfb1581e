package dev.graft.bench.heads;

import dev.graft.vision.head.LabelledEmbeddings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Embeddings like a network's: never negative, each class around a mean of its own. */
final class DrawnEmbeddings {
  private static final double APART = 0.12;
  private static final double NOISE = 0.5;

  private DrawnEmbeddings() {}

  static LabelledEmbeddings of(int n, int width, int classes) {
    var random = new Random(1);
    var centres = new double[classes][];
    for (int k = 0; k < classes; k++) {
      centres[k] = random.doubles(width, -2 * APART, 2 * APART).toArray();
    }
    var vectors = new float[n][width];
    var labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextInt(classes);
      for (int j = 0; j < width; j++) {
        double value = 0.3 + centres[labels[i]][j] + NOISE * random.nextGaussian();
        vectors[i][j] = (float) Math.max(0, value);
      }
    }
    return new LabelledEmbeddings(vectors, labels, random.longs(n).toArray(), classes);
  }

  /** Writes {@code x.f32} and {@code y.i32}. */
  static void write(Path folder, LabelledEmbeddings examples) throws IOException {
    try (var out = Files.newOutputStream(folder.resolve("x.f32"))) {
      for (var vector : examples.vectors()) {
        var bytes = little(vector.length);
        bytes.asFloatBuffer().put(vector);
        out.write(bytes.array());
      }
    }
    var labels = little(examples.size());
    labels.asIntBuffer().put(examples.labels());
    Files.write(folder.resolve("y.i32"), labels.array());
  }

  private static ByteBuffer little(int values) {
    return ByteBuffer.allocate(values * 4).order(ByteOrder.LITTLE_ENDIAN);
  }
}
