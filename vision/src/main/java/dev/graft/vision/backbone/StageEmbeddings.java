package dev.graft.vision.backbone;

import ai.djl.ndarray.NDArray;
import dev.graft.vision.layer.Pass;
import dev.graft.vision.layer.Pool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Embeddings after every stage in one pass: the mean of each map, and at the end the embedding
 * itself. Any number of threads may embed at once.
 */
public final class StageEmbeddings implements AutoCloseable {
  /** The name of what a {@link Backbone} gives, where the last map's mean is something else. */
  public static final String EMBEDDING = "embedding";

  private final PlainNetwork plain;
  private final List<String> names;

  private StageEmbeddings(PlainNetwork plain) {
    this.plain = plain;
    Network network = plain.network();
    VisionRuntime.withoutGradients(() -> network.fold(network.stageNames()));
    var all = new ArrayList<>(network.stageNames());
    if (!network.pooling().equals("mean")) {
      all.add(EMBEDDING);
    }
    this.names = List.copyOf(all);
  }

  /**
   * Loads and checks a network.
   *
   * @throws BadWeightsException if the bytes are not those of the digest, or not of that network
   * @throws IllegalArgumentException if there is no such architecture, or it ships no weights and
   *     none are named
   */
  public static StageEmbeddings load(BackboneSpec spec, WeightsSource weights, Device device)
      throws BadWeightsException {
    return new StageEmbeddings(PlainNetwork.load(spec, weights, device));
  }

  public Architecture architecture() {
    return plain.architecture();
  }

  /** Of the stages, shallow to deep; the last one is the embedding. */
  public List<String> names() {
    return names;
  }

  /** Of prepared pictures: {@code [stage][n][channels of the stage]}. */
  public float[][][] embed(List<float[]> prepared) {
    float[][][] all = new float[names.size()][][];
    plain.pass(
        prepared,
        input -> {
          walk(input, (index, means) -> all[index] = rows(means, prepared.size()));
          return all;
        });
    return all;
  }

  /** How long one prepared picture takes to the end of each stage: nanoseconds {@code [stage]}. */
  public long[] nanos(float[] prepared) {
    long[] until = new long[names.size()];
    plain.pass(
        List.of(prepared),
        input -> {
          long began = System.nanoTime();
          walk(input, (index, means) -> until[index] = System.nanoTime() - began);
          return until;
        });
    return until;
  }

  /** Shows the mean of each stage {@code [n, channels]}, and frees maps that are done with. */
  private void walk(NDArray input, BiConsumer<Integer, NDArray> visit) {
    Network network = plain.network();
    NDArray at = input;
    int stages = network.stageNames().size();
    for (int i = 0; i < stages; i++) {
      NDArray next = network.stages(at, i, i + 1, Pass.INFER);
      try (NDArray means = Pool.mean().forward(next, Pass.INFER)) {
        visit.accept(i, means);
      }
      if (next != at) {
        at.close();
      }
      at = next;
    }
    if (names.size() > stages) {
      visit.accept(stages, network.embedding(at, Pass.INFER));
    }
  }

  private static float[][] rows(NDArray means, int n) {
    float[] values = means.toFloatArray(); // waits for the device, too
    int width = values.length / n;
    float[][] rows = new float[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
    }
    return rows;
  }

  @Override
  public void close() {
    plain.close();
  }
}
