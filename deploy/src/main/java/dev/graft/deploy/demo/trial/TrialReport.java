package dev.graft.deploy.demo.trial;

import dev.graft.v1.PairCounts;
import dev.graft.v1.RolloutState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a bad and a good version of a task that lets no version serve on trust.
 *
 * @param firstVersion that served at the beginning, and that the others were compared with
 * @param gateHeldBack the gate, as it usually is, did not let the bad version through
 * @param gateSaid what it said of it
 * @param caughtInLogShadow the judge took the bad version back before it served anybody
 * @param logShadowSaid what the judge said then
 * @param bad taught with shuffled labels, let past the gate, and put into canary by command
 * @param good taught with the same labels, corrected, and some more
 * @param requests of visitors, all the time
 * @param failures why requests failed, and how often
 */
public record TrialReport(
    long firstVersion,
    boolean gateHeldBack,
    String gateSaid,
    boolean caughtInLogShadow,
    String logShadowSaid,
    Candidacy bad,
    Candidacy good,
    long requests,
    long failedRequests,
    Map<String, Long> failures,
    double seconds) {

  /** How a canary ended. */
  public enum End {
    /** The judge took it back. */
    ROLLED_BACK,
    /** The judge made it stable. */
    PROMOTED,
    /** In another way, or not yet. */
    OTHERWISE;

    /**
     * How it ended for a version.
     *
     * @param state the first in which it was not on trial any more
     */
    static End of(long version, RolloutState state) {
      if (!state.getBy().equals("the judge") || state.getCandidateVersion() == version) {
        return OTHERWISE;
      }
      if (state.getStableVersion() == version) {
        return PROMOTED;
      }
      return state.getPhase() == RolloutState.Phase.ROLLED_BACK ? ROLLED_BACK : OTHERWISE;
    }
  }

  /** Images that two versions answered: the newer one better, worse, or the same. */
  public record Pairs(long better, long worse, long same) {
    static Pairs of(PairCounts counts) {
      return new Pairs(counts.getBetter(), counts.getWorse(), counts.getSame());
    }
  }

  /**
   * A version on trial.
   *
   * @param logShadow on stored validation images, before any exposure
   * @param shares of the requests, allowed and served
   * @param labels that were given to pictures after they were answered in canary
   * @param why what the judge said at the end
   */
  public record Candidacy(
      long version, Pairs logShadow, List<Exposure.Share> shares, int labels, End end, String why) {
    /** It was a canary, and never had more than it was allowed. */
    boolean keptToItsShare() {
      return shares.stream().allMatch(Exposure.Share::kept)
          && shares.stream().anyMatch(share -> share.some() && share.served() > 0);
    }
  }

  /** What must have been so. */
  public Map<String, Boolean> checks() {
    var checks = new LinkedHashMap<String, Boolean>();
    checks.put("gateHeldBackBadVersion", gateHeldBack);
    checks.put("badVersionCaughtInLogShadow", caughtInLogShadow);
    checks.put("badVersionRolledBackInCanary", bad.end() == End.ROLLED_BACK);
    checks.put("badVersionServedNoMoreThanItsShare", bad.keptToItsShare());
    checks.put("goodVersionPromoted", good.end() == End.PROMOTED);
    checks.put("goodVersionServedNoMoreThanItsShare", good.keptToItsShare());
    checks.put("noFailedRequestDuringTrials", failedRequests == 0);
    return checks;
  }

  /** For people: titles, and what stands behind them. */
  public Map<String, String> lines() {
    return TrialText.lines(this);
  }
}
