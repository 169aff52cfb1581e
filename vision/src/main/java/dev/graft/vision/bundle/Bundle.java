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
    if (judged.classes() != classes.size() || served.classes() != classes.size()) {
      throw new IllegalArgumentException("the heads do not have the classes " + classes);
    }
    if (judged.width() != served.width()) {
      throw new IllegalArgumentException("judged and served head differ in width");
    }
  }
}
