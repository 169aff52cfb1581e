package dev.graft.vision.backbone;

import dev.graft.vision.picture.Preprocessing;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A kind of network. To add one, write one small file and one line in {@link Architectures}; or,
 * outside of this project, one class and its name in a file {@code
 * META-INF/services/dev.graft.vision.backbone.Architecture} on the class path.
 */
public interface Architecture {
  /** Its name, width, cut, smallest size and weights. */
  ArchitectureFacts facts();

  /**
   * The network, without weights yet. What there is to know of it (stages and their shapes,
   * parameters, work) is in its {@link Network#outline}.
   *
   * @param classes width of the classifier; 0 for a network without one
   */
  Network network(int classes);

  /** torchvision's name, e.g. {@code mobilenet_v2}. */
  default String name() {
    return facts().name();
  }

  /** Length of an embedding. */
  default int width() {
    return facts().width();
  }

  /** Name of the first stage of the tail, where fine-tuning cuts unless told otherwise. */
  default String defaultCut() {
    return facts().defaultCut();
  }

  /** Side of the smallest square input that still makes sense: a last map of at least one pixel. */
  default int smallestSize() {
    return facts().smallestSize();
  }

  /** What the side of an input must be a multiple of, as the patches of a transformer. */
  default int sizeMultiple() {
    return 1;
  }

  /** The published weights, the usual ones first. */
  default List<WeightSet> weightSets() {
    return facts().weightSets();
  }

  /** What its usual weights were trained with. */
  default Preprocessing preprocessing() {
    return weightSets().get(0).preprocessing();
  }

  /** Side of the square input that its usual weights were trained with. */
  default int inputSize() {
    return preprocessing().crop();
  }

  /**
   * The network's name of a tensor in a file.
   *
   * @param inFile the name that the file uses: torchvision's of today or of old, or timm's
   */
  default String weightName(String inFile) {
    return inFile;
  }

  /**
   * The network's numbers of a tensor in a file: other implementations may compute otherwise with
   * the same numbers.
   *
   * @param values those of the file, which may be changed and returned
   */
  default float[] weightValues(String inFile, float[] values) {
    return values;
  }

  /** The safetensors file that comes with the program, opened anew in each call. */
  default Optional<InputStream> shippedWeights() {
    return Optional.empty();
  }
}
