package dev.graft.vision.backbone;

import java.util.List;

/**
 * What is fixed of an architecture, whatever weights it is given.
 *
 * @param name torchvision's, e.g. {@code mobilenet_v2}
 * @param width length of an embedding
 * @param defaultCut name of the first stage of the tail, where fine-tuning cuts unless told
 *     otherwise
 * @param smallestSize side of the smallest square input that still makes sense: a last map of at
 *     least one pixel
 * @param weightSets the published weights, the usual ones first
 */
public record ArchitectureFacts(
    String name, int width, String defaultCut, int smallestSize, List<WeightSet> weightSets) {
  public ArchitectureFacts {
    weightSets = List.copyOf(weightSets);
    if (name.isBlank() || width < 1 || smallestSize < 1 || weightSets.isEmpty()) {
      throw new IllegalArgumentException(
          "an architecture has a name, a width, a smallest size and weights: " + name);
    }
  }
}
