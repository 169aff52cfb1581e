package dev.graft.vision.backbone;

import dev.graft.vision.layer.Weight;
import dev.graft.vision.tensors.BadTensorsException;
import dev.graft.vision.tensors.SafetensorsReader;
import dev.graft.vision.tensors.TensorInfo;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Says what a file of weights is without loading it: of all its numbers no more than one tensor's
 * are in memory at a time, and no engine is started.
 */
public final class WeightsCheck {
  private WeightsCheck() {}

  /**
   * Looks at every tensor of a file as loading it would.
   *
   * @param in from the file's beginning; read to its end, not closed
   * @throws BadWeightsException if a tensor of the feature part is missing, unexpected, misshapen
   *     or holds a number that is not finite, or if the file is cut off or no safetensors file
   * @throws IOException if the stream breaks
   */
  public static CheckedWeights of(Architecture architecture, InputStream in)
      throws BadWeightsException, IOException {
    var digested = new DigestInputStream(in, Spaces.sha256());
    Map<String, Weight> features = architecture.network(0).weights();
    try {
      var reader = new SafetensorsReader(digested);
      List<TensorInfo> tensors = reader.tensors();
      check(architecture, tensors);
      reader.read(tensor -> isFeature(architecture, features, tensor), tensor -> {});
      return new CheckedWeights(
          architecture,
          Spaces.hex(digested.getMessageDigest().digest()),
          classes(architecture, tensors),
          tensors.stream().anyMatch(one -> !architecture.weightName(one.name()).equals(one.name())),
          tensors.stream()
              .filter(tensor -> isFeature(architecture, features, tensor))
              .map(TensorInfo::dtype)
              .collect(Collectors.toSet()));
    } catch (BadTensorsException e) {
      throw new BadWeightsException(e.getMessage(), e);
    }
  }

  /**
   * The architecture whose weights a file holds, by the names and shapes in its header.
   *
   * @param in from the file's beginning; only its header is read, not closed
   * @throws BadWeightsException if it is that of none or of several, or no safetensors file
   * @throws IOException if the stream breaks
   */
  public static Architecture architectureOf(InputStream in)
      throws BadWeightsException, IOException {
    List<TensorInfo> tensors;
    try {
      tensors = new SafetensorsReader(in).tensors();
    } catch (BadTensorsException e) {
      throw new BadWeightsException(e.getMessage(), e);
    }
    var fitting = Architectures.all().stream().filter(one -> fits(one, tensors)).toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    if (fitting.size() > 1) {
      throw new BadWeightsException(
          "these weights fit several networks, say which: "
              + fitting.stream().map(Architecture::name).collect(Collectors.joining(", ")));
    }
    throw new BadWeightsException(whyNone(tensors));
  }

  private static boolean fits(Architecture architecture, List<TensorInfo> tensors) {
    try {
      check(architecture, tensors);
      return true;
    } catch (BadWeightsException otherwise) {
      return false;
    }
  }

  private static void check(Architecture architecture, List<TensorInfo> tensors)
      throws BadWeightsException {
    NetworkWeights.check(
        architecture.network(0),
        tensors,
        architecture.network(1).weights().keySet()::contains,
        architecture::weightName);
  }

  /** What stands between the file and the network that it comes closest to. */
  private static String whyNone(List<TensorInfo> tensors) {
    Architecture nearest = Architectures.all().get(0);
    long most = 0;
    for (Architecture architecture : Architectures.all()) {
      Map<String, Weight> features = architecture.network(0).weights();
      long known =
          tensors.stream()
              .filter(tensor -> isFeature(architecture, features, tensor))
              .filter(tensor -> weight(architecture, features, tensor).takes(tensor.shape()))
              .count();
      if (known > most) {
        most = known;
        nearest = architecture;
      }
    }
    if (most == 0) {
      return "no network that is known here has tensors like "
          + (tensors.isEmpty() ? "none at all" : tensors.get(0).toString());
    }
    try {
      check(nearest, tensors);
      throw new IllegalStateException("fits after all: " + nearest.name());
    } catch (BadWeightsException e) {
      return "these are the weights of no network that is known here; the nearest is %s, but %s"
          .formatted(nearest.name(), e.getMessage());
    }
  }

  private static boolean isFeature(
      Architecture architecture, Map<String, Weight> features, TensorInfo tensor) {
    Weight weight = features.get(architecture.weightName(tensor.name()));
    return weight != null && weight.kind() != Weight.Kind.COUNTER;
  }

  private static Weight weight(
      Architecture architecture, Map<String, Weight> features, TensorInfo tensor) {
    return java.util.Objects.requireNonNull(
        features.get(architecture.weightName(tensor.name())), tensor.name());
  }

  /** Rows of the classifier's last matrix: the one that would have one row for one class. */
  private static int classes(Architecture architecture, List<TensorInfo> tensors) {
    Map<String, Weight> withOneClass = architecture.network(1).weights();
    Map<String, Weight> features = architecture.network(0).weights();
    for (TensorInfo tensor : tensors) {
      String name = architecture.weightName(tensor.name());
      Weight weight = withOneClass.get(name);
      if (weight != null
          && !features.containsKey(name)
          && weight.shape().length > 1
          && weight.shape()[0] == 1
          && tensor.shape().length == weight.shape().length) {
        return (int) Math.min(tensor.shape()[0], Integer.MAX_VALUE);
      }
    }
    return 0;
  }
}
