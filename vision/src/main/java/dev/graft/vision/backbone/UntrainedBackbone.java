package dev.graft.vision.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.layer.Pass;
import dev.graft.vision.picture.Picture;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network with weights from chance, folded and run as {@link Backbone} does it: as fast as the
 * real one, and no file is needed. What it answers is worth nothing.
 */
public final class UntrainedBackbone implements AutoCloseable {
  private static final int SEED = 1;

  private final Architecture architecture;
  private final Network network;
  private final NDManager owner;
  private final ForwardPasses passes;

  private UntrainedBackbone(Architecture architecture, Network network, NDManager owner) {
    this.architecture = architecture;
    this.network = network;
    this.owner = owner;
    this.passes = new ForwardPasses(network, owner, ResolvedSpec.usual(architecture));
  }

  public static UntrainedBackbone of(Architecture architecture, Device device) {
    NDManager owner = VisionRuntime.manager(device);
    Network network = architecture.network(0);
    NetworkWeights.initialise(network, owner, SEED);
    VisionRuntime.withoutGradients(() -> network.fold());
    return new UntrainedBackbone(architecture, network, owner);
  }

  /** A picture as the network takes it, by the architecture's usual preprocessing. */
  public float[] prepare(Picture picture) {
    return architecture.preprocessing().tensor(picture);
  }

  /** So many different prepared pictures, of numbers as normalised pictures have them. */
  public List<float[]> input(int count) {
    return IntStream.range(0, count).mapToObj(this::prepared).toList();
  }

  private float[] prepared(int which) {
    int side = architecture.inputSize();
    var picture = new float[3 * side * side];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = (i * (31 + 2 * which) % 97 - 48) / 24f;
    }
    return picture;
  }

  /** One forward pass of all of them: {@code [n, width]}. */
  public List<float[]> embed(List<float[]> prepared, Layout layout) {
    return passes.embed(prepared, layout);
  }

  /**
   * Pictures a second, one by one, in the layout that is faster.
   *
   * @param nanos how long to measure, in all; at least three passes of each layout are made
   */
  public double picturesPerSecond(long nanos) {
    List<float[]> one = input(1);
    double best = 0;
    for (Layout layout : Layout.values()) {
      embed(one, layout); // memory is touched, loops are compiled
      long began = System.nanoTime();
      int passed = 0;
      while (passed < 2 || System.nanoTime() - began < nanos / Layout.values().length) {
        embed(one, layout);
        passed++;
      }
      best = Math.max(best, passed * 1e9 / (System.nanoTime() - began));
    }
    return best;
  }

  /**
   * The network and nothing else: the input lies on the device already, in the plain layout, and
   * only the last pass's embeddings are fetched, for a device must have done its work first.
   *
   * @return nanoseconds of all passes
   */
  public long bareNanos(int batch, int count) {
    int side = architecture.inputSize();
    var pictures = FloatBuffer.allocate(batch * 3 * side * side);
    input(batch).forEach(pictures::put);
    pictures.rewind();
    return VisionRuntime.withoutGradients(
        () -> {
          try (NDManager scratch = owner.newSubManager()) {
            NDArray input = scratch.create(pictures, new Shape(batch, 3, side, side));
            long began = System.nanoTime();
            for (int pass = 0; pass < count; pass++) {
              NDArray features = network.features(input, Pass.INFER);
              NDArray embeddings = network.embedding(features, Pass.INFER);
              if (pass == count - 1) {
                embeddings.toFloatArray();
              }
              embeddings.close();
              features.close();
            }
            return System.nanoTime() - began;
          }
        });
  }

  @Override
  public void close() {
    owner.close();
  }
}
