package dev.graft.vision.bundle;

import dev.graft.vision.head.FeatureScale;
import dev.graft.vision.head.Head;
import dev.graft.vision.head.HeadKind;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.head.NeighbourHead;
import dev.graft.vision.head.Novelty;
import dev.graft.vision.head.PerceptronHead;
import dev.graft.vision.tensors.NamedTensor;
import java.util.ArrayList;
import java.util.List;

/** How each shape of head lies in {@code head.safetensors}, below a name of its own. */
final class HeadTensors {
  private static final String NOVELTY = "columns";

  private HeadTensors() {}

  static List<NamedTensor> of(String name, Head head) {
    if (head instanceof LinearHead linear) {
      return linear(name, linear);
    }
    if (head instanceof PerceptronHead perceptron) {
      var hidden = new LinearHead(perceptron.hiddenWeight(), perceptron.hiddenBias());
      var tensors = new ArrayList<>(linear(name + ".hidden", hidden));
      tensors.addAll(linear(name + ".output", perceptron.output()));
      return tensors;
    }
    return neighbours(name, (NeighbourHead) head);
  }

  static NamedTensor of(Novelty novelty) {
    return Tensors.matrix(NOVELTY, novelty.columns());
  }

  private static List<NamedTensor> linear(String name, LinearHead head) {
    return List.of(
        Tensors.vector(name + ".bias", head.bias()),
        Tensors.matrix(name + ".weight", head.weight()));
  }

  private static List<NamedTensor> neighbours(String name, NeighbourHead head) {
    float[] labels = new float[head.labels().length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = head.labels()[i];
    }
    return List.of(
        Tensors.matrix(name + ".columns", head.columns()),
        Tensors.vector(name + ".labels", labels),
        Tensors.vector(name + ".mean", head.scale().mean()),
        Tensors.vector(name + ".shift", head.shift()),
        Tensors.vector(name + ".spread", head.scale().spread()),
        Tensors.vector(name + ".votes", new float[] {head.votes()}));
  }

  /**
   * @throws BadBundleException a tensor is missing, or they make no head
   */
  static Head read(Tensors tensors, String name, HeadKind kind) throws BadBundleException {
    try {
      return switch (kind) {
        case NEIGHBOURS -> neighbours(tensors, name);
        case PERCEPTRON ->
            new PerceptronHead(
                tensors.matrix(name + ".hidden.weight"),
                tensors.values(name + ".hidden.bias"),
                linear(tensors, name + ".output"));
        default -> linear(tensors, name);
      };
    } catch (IllegalArgumentException e) {
      throw new BadBundleException(tensors.file(), name + " is no head: " + e.getMessage(), e);
    }
  }

  private static LinearHead linear(Tensors tensors, String name) throws BadBundleException {
    return new LinearHead(tensors.matrix(name + ".weight"), tensors.values(name + ".bias"));
  }

  private static NeighbourHead neighbours(Tensors tensors, String name) throws BadBundleException {
    float[] written = tensors.values(name + ".labels");
    int[] labels = new int[written.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (int) written[i];
    }
    return new NeighbourHead(
        tensors.matrix(name + ".columns"),
        labels,
        (int) tensors.values(name + ".votes")[0],
        new FeatureScale(tensors.values(name + ".mean"), tensors.values(name + ".spread")),
        tensors.values(name + ".shift"));
  }

  /** From a file of its own, so that versions that tell it alike share it. */
  static Novelty novelty(Tensors tensors, Manifest.NoveltyEntry entry) throws BadBundleException {
    try {
      return new Novelty(tensors.matrix(NOVELTY), entry.orInfinite(), entry.rejectionRate());
    } catch (IllegalArgumentException e) {
      throw new BadBundleException(tensors.file(), "tells no novelty: " + e.getMessage(), e);
    }
  }
}
