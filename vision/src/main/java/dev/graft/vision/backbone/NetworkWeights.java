package dev.graft.vision.backbone;

import ai.djl.ndarray.NDManager;
import dev.graft.vision.layer.Weight;
import dev.graft.vision.tensors.BadTensorsException;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsReader;
import dev.graft.vision.tensors.SafetensorsWriter;
import dev.graft.vision.tensors.TensorInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Fills a network's weights from chance or from a file, and takes them out again. */
public final class NetworkWeights {
  private NetworkWeights() {}

  /** As torchvision starts networks before training; equal seeds give equal weights. */
  public static void initialise(Network network, NDManager owner, long seed) {
    var random = new SplittableRandom(seed);
    fill(network, owner, (name, weight) -> startingValues(weight, random));
  }

  /** A safetensors file of the weights that {@link #initialise} makes, without a classifier. */
  public static byte[] fileFromChance(Architecture architecture, long seed) throws IOException {
    Network network = architecture.network(0);
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      initialise(network, owner, seed);
      return SafetensorsWriter.bytes(copy(network));
    }
  }

  /** Fills every weight but counters with what a function makes of its name. */
  static void fill(Network network, NDManager owner, BiFunction<String, Weight, float[]> values) {
    network
        .weights()
        .forEach(
            (name, weight) -> {
              if (weight.kind() != Weight.Kind.COUNTER) {
                weight.fill(owner, values.apply(name, weight));
              }
            });
  }

  /**
   * Fills every weight from a safetensors file; all or, on an exception, an unusable network.
   *
   * @param optional tensors that may be in the file though the network has no use for them
   * @throws BadWeightsException if a tensor is missing, unexpected, of another shape, or broken
   * @throws IOException if the stream breaks
   */
  public static void load(
      Network network, NDManager owner, InputStream in, Predicate<String> optional)
      throws BadWeightsException, IOException {
    load(network, owner, in, optional, UnaryOperator.identity(), (name, values) -> values);
  }

  /**
   * As {@link #load(Network, NDManager, InputStream, Predicate)}, for a network of an architecture
   * from any file for it, whatever names it uses; the file may have a classifier that the network
   * lacks.
   *
   * @throws BadWeightsException if a tensor is missing, unexpected, of another shape, or broken
   * @throws IOException if the stream breaks
   */
  public static void load(
      Network network, NDManager owner, InputStream in, Architecture architecture)
      throws BadWeightsException, IOException {
    load(network, owner, in, architecture.network(1).weights().keySet()::contains, architecture);
  }

  /**
   * As {@link #load(Network, NDManager, InputStream, Predicate)}, from any file for its
   * architecture, whatever names it uses.
   *
   * @throws BadWeightsException if a tensor is missing, unexpected, of another shape, or broken
   * @throws IOException if the stream breaks
   */
  public static void load(
      Network network,
      NDManager owner,
      InputStream in,
      Predicate<String> optional,
      Architecture architecture)
      throws BadWeightsException, IOException {
    load(network, owner, in, optional, architecture::weightName, architecture::weightValues);
  }

  private static void load(
      Network network,
      NDManager owner,
      InputStream in,
      Predicate<String> optional,
      UnaryOperator<String> naming,
      BiFunction<String, float[], float[]> values)
      throws BadWeightsException, IOException {
    try {
      var reader = new SafetensorsReader(in);
      check(network, reader.tensors(), optional, naming);
      var weights = network.weights();
      reader.read(
          info -> {
            Weight weight = weights.get(naming.apply(info.name()));
            return weight != null && weight.kind() != Weight.Kind.COUNTER;
          },
          tensor -> {
            Weight weight = weights.get(naming.apply(tensor.name()));
            if (weight != null) {
              float[] filled = values.apply(tensor.name(), tensor.values());
              weight.fill(owner, filled, tensor.shape());
            }
          });
    } catch (BadTensorsException e) {
      throw new BadWeightsException(e.getMessage(), e);
    }
  }

  /** Copies of all weights but counters, in the network's order. */
  public static List<NamedTensor> copy(Network network) {
    var tensors = new ArrayList<NamedTensor>();
    network
        .weights()
        .forEach(
            (name, weight) -> {
              if (weight.kind() != Weight.Kind.COUNTER) {
                tensors.add(new NamedTensor(name, weight.shape(), weight.values()));
              }
            });
    return tensors;
  }

  /** Names and shapes of a file, before any number of it is read. */
  static void check(
      Network network,
      List<TensorInfo> tensors,
      Predicate<String> optional,
      UnaryOperator<String> naming)
      throws BadWeightsException {
    var seen = new HashSet<String>();
    for (TensorInfo tensor : tensors) {
      String name = naming.apply(tensor.name());
      Weight weight = network.weights().get(name);
      if (weight == null && !optional.test(name)) {
        throw new BadWeightsException("tensor " + tensor.name() + " is not part of the network");
      }
      if (weight != null && !weight.takes(tensor.shape())) {
        throw new BadWeightsException(
            "tensor " + tensor + " should have the shape " + Arrays.toString(weight.shape()));
      }
      if (!seen.add(name)) {
        throw new BadWeightsException(
            "tensor " + tensor.name() + " is there twice, under an old name and a new one");
      }
    }
    var missing = new ArrayList<String>();
    network
        .weights()
        .forEach(
            (name, weight) -> {
              if (weight.kind() != Weight.Kind.COUNTER && !seen.contains(name)) {
                missing.add(name);
              }
            });
    if (!missing.isEmpty()) {
      throw new BadWeightsException(
          "tensor " + missing.get(0) + " is missing, one of " + missing.size());
    }
  }

  // The shipped mini began with these very numbers: other sums, even of equal worth, and its seed
  // gives another file.
  private static float[] startingValues(Weight weight, SplittableRandom random) {
    var values = new float[Math.toIntExact(weight.size())];
    double deviation =
        switch (weight.start()) {
          case KAIMING -> Math.sqrt(2.0 * weight.shape()[0] / weight.size() / fanRatio(weight));
          case SMALL -> 0.01;
          case NARROW -> 0.02;
          case TINY, ONES, ZEROS -> 0;
        };
    float level =
        switch (weight.start()) {
          case ONES -> 1;
          case TINY -> 1e-6f;
          case KAIMING, SMALL, NARROW, ZEROS -> 0;
        };
    for (int i = 0; i < values.length; i++) {
      values[i] = level + (float) (deviation == 0 ? 0 : deviation * random.nextGaussian());
    }
    return values;
  }

  /** Fan out over fan in, of a convolution {@code [out, in, k, k]}. */
  private static double fanRatio(Weight weight) {
    return (double) weight.shape()[0] / weight.shape()[1];
  }
}
