package dev.graft.vision.backbone;

import dev.graft.vision.picture.Preprocessing;
import java.io.InputStream;
import java.util.Optional;

/** A kind of network. To add one, write one small file and one line in {@link Architectures}. */
public interface Architecture {
  /** torchvision's name, e.g. {@code mobilenet_v2}. */
  String name();

  /** Length of an embedding. */
  int width();

  /** What its published weights were trained with. */
  Preprocessing preprocessing();

  /**
   * The network, without weights yet.
   *
   * @param classes width of the classifier; 0 for a network without one
   */
  Network network(int classes);

  /** The classifier's last weight, whose first dimension is the number of classes. */
  String classifierWeight();

  /** Name of the first stage of the tail, where fine-tuning cuts unless told otherwise. */
  String defaultCut();

  /** Side of the square input. */
  default int inputSize() {
    return preprocessing().crop();
  }

  /** The safetensors file that comes with the program, opened anew in each call. */
  default Optional<InputStream> shippedWeights() {
    return Optional.empty();
  }
}
