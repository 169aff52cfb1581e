package dev.graft.trainer.dataset;

import dev.graft.events.Digests;
import dev.graft.v1.FitPolicy;
import dev.graft.v1.TaskSpec;

/** What in a TaskSpec bears on a fit. */
public final class WishRules {
  private WishRules() {}

  /**
   * Equal as long as a fit of the same examples would come out, and be judged, the same: pace,
   * description and rollout do not matter to it.
   */
  public static String fingerprint(TaskSpec spec) {
    TaskSpec.Builder bearing =
        TaskSpec.newBuilder()
            .addAllClasses(spec.getClassesList())
            .setBackbone(spec.getBackbone())
            .setFit(
                FitPolicy.newBuilder()
                    .setMinExamplesPerClass(spec.getFit().getMinExamplesPerClass())
                    .setServeJudged(spec.getFit().getServeJudged()))
            .setGate(spec.getGate())
            .setDeleted(spec.getDeleted());
    if (spec.hasHead()) {
      bearing.setHead(spec.getHead());
    }
    return Digests.sha256Hex(bearing.build().toByteArray());
  }
}
