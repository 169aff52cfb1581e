package dev.graft.vision.bundle;

import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Space;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.head.Head;
import dev.graft.vision.head.HeadKind;
import dev.graft.vision.head.HeadPolicy;
import dev.graft.vision.head.Novelty;
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
 * @param l2 the strength that both heads were fitted with; the penalty, where the kind is softmax
 * @param scores of the judged head on the validation split
 * @param parentDigest the bundle that this one follows
 * @param kind of both heads
 * @param novelty what tells pictures that are none of the classes, where it was learned
 * @param policy what the task wanted of its heads: a later fit goes on from choices that were made
 *     for the same
 * @param tail the backbone's later stages, where the task has made its own; the space is theirs
 */
public record Bundle(
    List<String> classes,
    BackboneSpec backbone,
    Space space,
    Preprocessing preprocessing,
    Head judged,
    Head served,
    double temperature,
    double l2,
    Scores scores,
    Dataset dataset,
    Optional<String> parentDigest,
    Probes probes,
    HeadKind kind,
    Optional<Novelty> novelty,
    HeadPolicy policy,
    Optional<Tail> tail) {
  public Bundle {
    classes = List.copyOf(classes);
    require(classes.size() == classes.stream().distinct().count(), "a class is named twice");
    require(
        judged.classes() == classes.size() && served.classes() == classes.size(),
        "the heads have not the classes " + classes);
    require(judged.width() == served.width(), "judged and served head differ in width");
    require(temperature > 0 && temperature < Double.POSITIVE_INFINITY, "no such temperature");
    require(l2 > 0 && l2 < Double.POSITIVE_INFINITY, "no such strength");
    require(
        probes.embeddings()[0].length == served.width()
            && probes.probabilities()[0].length == classes.size(),
        "the probes are of another shape");
    require(kind.makes(judged) && kind.makes(served), "a head is not of the kind " + kind.word());
    require(
        novelty.isEmpty() || novelty.get().width() == served.width(),
        "what tells novelty is of another width");
    require(policy.kinds().contains(kind), "no head of kind " + kind.word() + " was wanted");
  }

  /**
   * With what was wanted: this kind, and novelty told if it is; on the backbone as it was
   * published.
   */
  public Bundle(
      List<String> classes,
      BackboneSpec backbone,
      Space space,
      Preprocessing preprocessing,
      Head judged,
      Head served,
      double temperature,
      double l2,
      Scores scores,
      Dataset dataset,
      Optional<String> parentDigest,
      Probes probes,
      HeadKind kind,
      Optional<Novelty> novelty) {
    this(
        classes,
        backbone,
        space,
        preprocessing,
        judged,
        served,
        temperature,
        l2,
        scores,
        dataset,
        parentDigest,
        probes,
        kind,
        novelty,
        HeadPolicy.of(kind)
            .rejecting(novelty.stream().mapToDouble(Novelty::rejectionRate).findFirst()),
        Optional.empty());
  }

  /** The same on a tail of the task's own; the space has to be that one already. */
  public Bundle on(Tail own) {
    return new Bundle(
        classes,
        backbone,
        space,
        preprocessing,
        judged,
        served,
        temperature,
        l2,
        scores,
        dataset,
        parentDigest,
        probes,
        kind,
        novelty,
        policy,
        Optional.of(own));
  }

  /** With softmax heads, and nothing that tells novelty. */
  public Bundle(
      List<String> classes,
      BackboneSpec backbone,
      Space space,
      Preprocessing preprocessing,
      Head judged,
      Head served,
      double temperature,
      double l2,
      Scores scores,
      Dataset dataset,
      Optional<String> parentDigest,
      Probes probes) {
    this(
        classes,
        backbone,
        space,
        preprocessing,
        judged,
        served,
        temperature,
        l2,
        scores,
        dataset,
        parentDigest,
        probes,
        HeadKind.SOFTMAX,
        Optional.empty());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
