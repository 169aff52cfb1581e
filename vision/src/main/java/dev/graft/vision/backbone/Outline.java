package dev.graft.vision.backbone;

import java.util.List;

/**
 * What a network is, on paper: computed from its declaration for one size of input, without
 * weights.
 *
 * @param stages shallow to deep
 * @param embedding what makes an embedding of the last stage's output
 * @param classifier what makes logits; of no parameters if the network has none
 */
public record Outline(List<Part> stages, Part embedding, Part classifier) {
  /**
   * A part of the network.
   *
   * @param shape of its output for one picture, e.g. {@code [channels, height, width]}
   * @param parameters how many numbers it learned, statistics not counted
   * @param multiplyAdds for one picture, counted as torchvision's published numbers are
   */
  public record Part(String name, List<Integer> shape, long parameters, long multiplyAdds) {}

  /** Of the whole, classifier included. */
  public long parameters() {
    return trunkParameters() + classifier.parameters();
  }

  /** Of the whole but the classifier. */
  public long trunkParameters() {
    return stages.stream().mapToLong(Part::parameters).sum() + embedding.parameters();
  }

  /** Of the whole, classifier included. */
  public long multiplyAdds() {
    return trunkMultiplyAdds() + classifier.multiplyAdds();
  }

  /** Of the whole but the classifier: what an embedding costs. */
  public long trunkMultiplyAdds() {
    return stages.stream().mapToLong(Part::multiplyAdds).sum() + embedding.multiplyAdds();
  }

  /**
   * Share of an embedding's multiply-adds that is spent before a stage: what a cut there saves a
   * task that fine-tunes what comes after.
   *
   * @throws IllegalArgumentException if there is no such stage
   */
  public double shareBefore(String stage) {
    long before = 0;
    for (Part part : stages) {
      if (part.name().equals(stage)) {
        return (double) before / trunkMultiplyAdds();
      }
      before += part.multiplyAdds();
    }
    throw new IllegalArgumentException(
        "no stage " + stage + " among " + stages.stream().map(Part::name).toList());
  }
}
