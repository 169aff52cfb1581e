package dev.graft.vision.bundle;

import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Space;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.picture.Preprocessing;
import dev.graft.vision.score.Scores;
import java.util.List;
import java.util.Optional;

/**
 * Everything one version needs to answer. It knows no clock: the same inputs make the same digest.
 *
 * @param classes in the order of the probabilities
 * @param space of the embeddings that the heads take
 * @param judged fitted on the train split only; what gates and warm starts use
 * @param served what answers
 * @param temperature what logits are divided by before the softmax
 * @param l2 the penalty that both heads were fitted with
 * @param scores of the judged head on the validation split
 * @param parentDigest the bundle that this one follows
 */
public record Bundle(
    List<String> classes,
    BackboneSpec backbone,
    Space space,
    Preprocessing preprocessing,
    LinearHead judged,
    LinearHead served,
    double temperature,
    double l2,
    Scores scores,
    Dataset dataset,
    Optional<String> parentDigest,
    Probes probes) {
  public Bundle {
    classes = List.copyOf(classes);
    require(classes.size() == classes.stream().distinct().count(), "a class is named twice");
    require(
        judged.classes() == classes.size() && served.classes() == classes.size(),
        "the heads have not the classes " + classes);
    require(judged.width() == served.width(), "judged and served head differ in width");
    require(temperature > 0 && temperature < Double.POSITIVE_INFINITY, "no such temperature");
    require(l2 > 0 && l2 < Double.POSITIVE_INFINITY, "no such l2");
    require(
        probes.embeddings()[0].length == served.width()
            && probes.probabilities()[0].length == classes.size(),
        "the probes are of another shape");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
