package dev.graft.inference.serve;

import dev.graft.events.Times;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.RolloutState;
import dev.graft.v1.VersionRef;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a task should have here.
 *
 * @param stable what should serve; version 0: nothing
 * @param since when the judge made it stable
 * @param trial what is on trial; null: nothing
 * @param ahead the newest released version, fetched before the judge's word so that the flip after
 *     it is quick
 * @param deleted the task is no more
 * @param refused versions that some replica refused
 */
record Goal(
    VersionRef stable,
    Instant since,
    @Nullable OnTrial trial,
    VersionRef ahead,
    boolean deleted,
    Set<Long> refused) {

  static final Goal NOTHING =
      new Goal(
          VersionRef.getDefaultInstance(),
          Instant.EPOCH,
          null,
          VersionRef.getDefaultInstance(),
          false,
          Set.of());

  Goal following(RolloutState state) {
    var next = ref(state.getStableVersion(), state.getStableBundleDigest());
    return new Goal(
        next,
        next.equals(stable) ? since : Times.instant(state.getSince()),
        OnTrial.of(state),
        ahead,
        deleted,
        Set.copyOf(state.getRefusedVersionsList()));
  }

  Goal hearing(ModelPublished model) {
    var held = model.hasGate() && !model.getGate().getReleased();
    return held || model.getVersion() <= ahead.getVersion()
        ? this
        : new Goal(
            stable,
            since,
            trial,
            ref(model.getVersion(), model.getBundleDigest()),
            deleted,
            refused);
  }

  Goal deleted(boolean gone) {
    return new Goal(stable, since, trial, ahead, gone, refused);
  }

  boolean worthFetchingAhead() {
    return ahead.getVersion() > stable.getVersion() && !refused.contains(ahead.getVersion());
  }

  /** As versions are known here: by number and digest alone. */
  static VersionRef ref(VersionRef told) {
    return ref(told.getVersion(), told.getBundleDigest());
  }

  private static VersionRef ref(long version, String digest) {
    return VersionRef.newBuilder().setVersion(version).setBundleDigest(digest).build();
  }
}
