package dev.graft.trainer.publish;

import dev.graft.trainer.v1.KeptVersion;
import dev.graft.trainer.v1.TaskLedger;
import dev.graft.v1.RolloutState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which versions of a task are kept: the last {@value #LAST}, and every one that was ever stable.
 * The ledger holds the last ones; one that leaves it is tombstoned unless it was stable.
 */
public final class Retention {
  static final int LAST = 20;

  private Retention() {}

  /**
   * A ledger after a new version.
   *
   * @param ledger what is remembered
   * @param expired versions to tombstone
   */
  public record Kept(TaskLedger ledger, List<Long> expired) {}

  /** Numbers a bundle as the next version. */
  public static Kept add(TaskLedger ledger, String bundleDigest) {
    long version = ledger.getLastVersion() + 1;
    List<KeptVersion> versions = new ArrayList<>(ledger.getVersionsList());
    versions.add(
        KeptVersion.newBuilder().setVersion(version).setBundleDigest(bundleDigest).build());
    List<Long> expired = new ArrayList<>();
    while (versions.size() > LAST) {
      KeptVersion oldest = versions.remove(0);
      if (!oldest.getEverStable()) {
        expired.add(oldest.getVersion());
      }
    }
    TaskLedger after =
        ledger.toBuilder().setLastVersion(version).clearVersions().addAllVersions(versions).build();
    return new Kept(after, expired);
  }

  /** Remembers which versions are, or were, stable. */
  public static TaskLedger remember(TaskLedger ledger, RolloutState state) {
    Set<Long> stable = new HashSet<>();
    stable.add(state.getStableVersion());
    state.getPreviousList().forEach(previous -> stable.add(previous.getVersion()));
    TaskLedger.Builder after = ledger.toBuilder();
    for (KeptVersion.Builder version : after.getVersionsBuilderList()) {
      if (stable.contains(version.getVersion())) {
        version.setEverStable(true);
      }
    }
    return after.build();
  }
}
