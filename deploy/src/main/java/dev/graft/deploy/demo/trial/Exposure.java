package dev.graft.deploy.demo.trial;

import dev.graft.events.Times;
import dev.graft.v1.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Which share of the requests a version answered, beside what it was allowed by then. */
public final class Exposure {
  /** A replica follows the judge within this time; until then what held before is allowed, too. */
  static final Duration GRACE = Duration.ofSeconds(2);

  private Exposure() {}

  /**
   * All requests for which the version was allowed one share.
   *
   * @param allowed share that its phase allowed, a fraction: 0 in shadow and where it was not on
   *     trial, 1 where it was stable
   * @param requests that visitors asked then
   * @param served how many of them it answered
   * @param most how many it may answer by chance; more has a chance below one in 10,000
   */
  public record Share(double allowed, long requests, long served, long most) {
    boolean kept() {
      return served <= most;
    }

    /** It was a canary then. */
    boolean some() {
      return allowed > 0 && allowed < 1;
    }
  }

  private record Allowance(Instant since, double share) {}

  /**
   * The shares in order.
   *
   * @param history all states of the task, in order
   */
  static List<Share> of(long version, List<RolloutState> history, Collection<Answered> answers) {
    var allowances =
        history.stream()
            .map(state -> new Allowance(Times.instant(state.getSince()), allowed(version, state)))
            .toList();
    var requests = new TreeMap<Double, Long>();
    var served = new TreeMap<Double, Long>();
    for (var answer : answers) {
      double share = allowed(allowances, answer);
      requests.merge(share, 1L, Long::sum);
      served.merge(share, answer.version() == version ? 1L : 0L, Long::sum);
    }
    var shares = new ArrayList<Share>();
    requests.forEach(
        (share, count) ->
            shares.add(
                new Share(
                    share, count, served.getOrDefault(share, 0L), Binomial.most(count, share))));
    return shares;
  }

  /** Whether it was never allowed to answer anybody. */
  static boolean none(long version, List<RolloutState> history) {
    return history.stream().allMatch(state -> allowed(version, state) == 0);
  }

  private static double allowed(long version, RolloutState state) {
    if (state.getCandidateVersion() == version) {
      return state.getCandidateShare();
    }
    return state.getStableVersion() == version ? 1 : 0;
  }

  /** The most that was allowed at any time from shortly before the question to the answer. */
  private static double allowed(List<Allowance> allowances, Answered answer) {
    var from = answer.asked().minus(GRACE);
    double most = 0;
    for (int at = 0; at < allowances.size(); at++) {
      boolean over = at + 1 < allowances.size() && !allowances.get(at + 1).since().isAfter(from);
      if (!over && !allowances.get(at).since().isAfter(answer.heard())) {
        most = Math.max(most, allowances.get(at).share());
      }
    }
    return most;
  }
}
