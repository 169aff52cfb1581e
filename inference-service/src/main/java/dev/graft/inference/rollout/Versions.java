package dev.graft.inference.rollout;

import dev.graft.v1.RefusedVersion;
import dev.graft.v1.RolloutState;
import dev.graft.v1.VersionRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a rollout state remembers of its versions. */
record Versions(RolloutState state) {

  /** As many as the trainer keeps. */
  static final int REMEMBERED = 20;

  static VersionRef ref(long version, String digest) {
    return VersionRef.newBuilder().setVersion(version).setBundleDigest(digest).build();
  }

  boolean knows(long version) {
    return find(version).isPresent();
  }

  /** A version that could be made stable by its number. */
  Optional<VersionRef> find(long version) {
    return Stream.concat(
            Stream.of(stable()),
            Stream.concat(state.getPublishedList().stream(), state.getPreviousList().stream()))
        .filter(ref -> ref.getVersion() == version && version != 0)
        .findFirst();
  }

  VersionRef stable() {
    return ref(state.getStableVersion(), state.getStableBundleDigest());
  }

  boolean refused(long version) {
    return state.getRefusedVersionsList().contains(version);
  }

  /**
   * Whether the refusal is about the bundle that we know under that number; a version not known yet
   * may be meant.
   */
  boolean means(RefusedVersion refused) {
    return find(refused.getVersion())
        .map(ref -> ref.getBundleDigest().equals(refused.getBundleDigest()))
        .orElse(true);
  }

  /** The most recently stable one with a lower number than the present one. */
  Optional<VersionRef> before() {
    return good().filter(ref -> ref.getVersion() < state.getStableVersion()).findFirst();
  }

  /** The most recently stable one, lower numbers first. */
  Optional<VersionRef> newestGood() {
    return before().or(() -> good().findFirst());
  }

  private Stream<VersionRef> good() {
    return state.getPreviousList().stream().filter(ref -> !refused(ref.getVersion()));
  }

  /** Remembers a published version; false if it is older than all that are remembered. */
  static boolean note(RolloutState.Builder next, VersionRef version) {
    var published = new ArrayList<>(next.getPublishedList());
    published.add(version);
    published.sort(Comparator.comparingLong(VersionRef::getVersion).reversed());
    var kept = published.subList(0, Math.min(REMEMBERED, published.size()));
    next.clearPublished().addAllPublished(kept);
    return kept.contains(version);
  }

  static void forget(RolloutState.Builder next, long version) {
    var published = without(next.getPublishedList(), version);
    var previous = without(next.getPreviousList(), version);
    next.clearPublished().addAllPublished(published).clearPrevious().addAllPrevious(previous);
  }

  static void refuse(RolloutState.Builder next, long version) {
    var refused =
        Stream.concat(next.getRefusedVersionsList().stream(), Stream.of(version)).toList();
    var kept = refused.subList(Math.max(0, refused.size() - REMEMBERED), refused.size());
    next.clearRefusedVersions().addAllRefusedVersions(kept);
  }

  static void succeed(RolloutState.Builder next, VersionRef version) {
    var stable = new Versions(next.build()).stable();
    var previous = new ArrayList<>(without(next.getPreviousList(), version.getVersion()));
    if (stable.getVersion() != 0 && stable.getVersion() != version.getVersion()) {
      previous.add(0, stable);
    }
    next.clearPrevious().addAllPrevious(previous.subList(0, Math.min(REMEMBERED, previous.size())));
    next.setStableVersion(version.getVersion()).setStableBundleDigest(version.getBundleDigest());
  }

  private static List<VersionRef> without(List<VersionRef> refs, long version) {
    return refs.stream().filter(ref -> ref.getVersion() != version).toList();
  }
}
