package dev.graft.vision.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.layer.FirstConvolution;
import dev.graft.vision.layer.Pass;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A network as its file has it, for those who look inside: nothing is folded away unless they do
 * it. A {@link Backbone} is what embeds for a living.
 */
public final class PlainNetwork implements AutoCloseable {
  private final ResolvedSpec spec;
  private final Network network;
  private final NDManager owner;

  private PlainNetwork(ResolvedSpec spec, Network network, NDManager owner) {
    this.spec = spec;
    this.network = network;
    this.owner = owner;
  }

  /**
   * Loads and checks a network.
   *
   * @throws BadWeightsException if the bytes are not those of the digest, or not of that network
   * @throws IllegalArgumentException if there is no such architecture, or it ships no weights and
   *     none are named
   */
  public static PlainNetwork load(BackboneSpec spec, WeightsSource weights, Device device)
      throws BadWeightsException {
    return load(spec, weights, device, (network, owner) -> {});
  }

  /**
   * The same with a task's own tail in the place of the later stages.
   *
   * @param file the tail's safetensors file
   * @throws BadWeightsException also if the file is not the tail's, or the tail no part of that
   *     network
   */
  public static PlainNetwork load(
      BackboneSpec spec, WeightsSource weights, Tail tail, byte[] file, Device device)
      throws BadWeightsException {
    return load(
        spec, weights, device, (network, owner) -> TailWeights.fill(network, owner, tail, file));
  }

  private static PlainNetwork load(
      BackboneSpec spec, WeightsSource weights, Device device, Backbone.Filling tail)
      throws BadWeightsException {
    ResolvedSpec resolved = ResolvedSpec.of(spec);
    Network network = resolved.architecture().network(0);
    NDManager owner = VisionRuntime.manager(device);
    boolean loaded = false;
    try {
      PretrainedWeights.fill(network, owner, spec, weights);
      tail.fill(network, owner);
      VisionRuntime.withoutGradients(
          () -> FirstConvolution.adapt(network.weights().values(), owner, resolved.channels()));
      loaded = true;
      return new PlainNetwork(resolved, network, owner);
    } finally {
      if (!loaded) {
        owner.close();
      }
    }
  }

  public Architecture architecture() {
    return spec.architecture();
  }

  public Network network() {
    return network;
  }

  /**
   * What is made of prepared pictures, without gradients. The input {@code [n, channels, size,
   * size]} and everything computed from it is freed afterwards.
   */
  public <T> T pass(List<float[]> prepared, Function<NDArray, T> use) {
    int side = spec.size();
    int channels = spec.channels();
    FloatBuffer floats = FloatBuffer.allocate(prepared.size() * channels * side * side);
    prepared.forEach(floats::put);
    return VisionRuntime.withoutGradients(
        () -> {
          try (NDManager scratch = owner.newSubManager()) {
            return use.apply(
                scratch.create(floats.array(), new Shape(prepared.size(), channels, side, side)));
          }
        });
  }

  /**
   * Embeddings {@code [n, width]} of prepared pictures.
   *
   * @param pass {@link Pass#TRAIN} normalises by the statistics of these pictures, and moves those
   *     that the network remembers
   */
  public float[][] embed(List<float[]> prepared, Pass pass) {
    return pass(
        prepared,
        input -> {
          float[] values =
              network.embedding(network.features(input, pass), pass).toFloatArray(); // [n * width]
          int width = values.length / prepared.size();
          float[][] rows = new float[prepared.size()][];
          for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
          }
          return rows;
        });
  }

  @Override
  public void close() {
    owner.close();
  }
}
