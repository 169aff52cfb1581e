package dev.graft.inference.serve;

import dev.graft.v1.ModelPublished;
import dev.graft.v1.RolloutState;
import dev.graft.v1.VersionRef;
import java.util.Set;

/**
 * What a task should have here.
 *
 * @param stable what should serve; version 0: nothing
 * @param ahead the newest released version, fetched before the judge's word so that the flip after
 *     it is quick
 * @param deleted the task is no more
 * @param refused versions that some replica refused
 */
record Goal(VersionRef stable, VersionRef ahead, boolean deleted, Set<Long> refused) {

  static final Goal NOTHING =
      new Goal(VersionRef.getDefaultInstance(), VersionRef.getDefaultInstance(), false, Set.of());

  Goal following(RolloutState state) {
    return new Goal(
        ref(state.getStableVersion(), state.getStableBundleDigest()),
        ahead,
        deleted,
        Set.copyOf(state.getRefusedVersionsList()));
  }

  Goal hearing(ModelPublished model) {
    var held = model.hasGate() && !model.getGate().getReleased();
    return held || model.getVersion() <= ahead.getVersion()
        ? this
        : new Goal(stable, ref(model.getVersion(), model.getBundleDigest()), deleted, refused);
  }

  Goal deleted(boolean gone) {
    return new Goal(stable, ahead, gone, refused);
  }

  boolean worthFetchingAhead() {
    return ahead.getVersion() > stable.getVersion() && !refused.contains(ahead.getVersion());
  }

  private static VersionRef ref(long version, String digest) {
    return VersionRef.newBuilder().setVersion(version).setBundleDigest(digest).build();
  }
}
