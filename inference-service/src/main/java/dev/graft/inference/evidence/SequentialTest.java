package dev.graft.inference.evidence;

/**
 * Whether a candidate is worse, or not worse by more than a margin: two tests that may be looked at
 * after every label.
 *
 * <p>The roll-back test rejects "the effect is zero or above", the promotion test rejects "the
 * effect is minus the margin or below", each with an error of at most {@code alpha} over all time
 * (see {@link Bets}). When both speak, the roll-back wins. Neither speaking is no evidence yet: not
 * a failure, not a pass.
 *
 * <p><b>What holds when labels are corrected.</b> The counts may go down as well as up, and the
 * finding is then that of the corrected counts, as if they had never been others. At every moment
 * the capital is a product of one factor for each image, of mean at most 1 if neither the first
 * labels nor the corrected ones favour a version; so each look by itself errs with at most {@code
 * alpha} (Markov's inequality). The bound over all time is exact over labels that stay; each
 * correction that turns a pair around adds a factor of {@code (1 + l²) / (1 - l²)} to it on
 * average, 1.08 at a stake of 0.2. The simulation shows how little that is. What a finding has
 * already caused is not undone by a later one; a version that was promoted stays under watch
 * instead.
 *
 * <p><b>What it does not protect from:</b> labels that are asked for because a version was wrong.
 * Who labels only complaints about the candidate makes every candidate look worse.
 *
 * <p>Failures and slowness have the same kind of test, see {@link #exceeds}.
 */
public final class SequentialTest {

  public static final SequentialTest DEFAULT = new SequentialTest(0.05, 0.02);

  private final double alpha;
  private final double margin;
  private final Bets against = new Bets(0);
  private final Bets inFavour;

  /**
   * @param alpha chance of each error, over all time
   * @param margin loss of accuracy that counts as none, a fraction
   * @throws IllegalArgumentException if one can't be
   */
  public SequentialTest(double alpha, double margin) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha must be between 0 and 1, not " + alpha);
    }
    if (!(margin >= 0 && margin < 1)) {
      throw new IllegalArgumentException("margin must be from 0 to below 1, not " + margin);
    }
    this.alpha = alpha;
    this.margin = margin;
    this.inFavour = new Bets(margin);
  }

  public double alpha() {
    return alpha;
  }

  public double margin() {
    return margin;
  }

  /**
   * What the pairs say.
   *
   * @param all all pairs there are, for the roll-back test
   * @param unselected those among them on images that no gate has chosen the candidate by, for the
   *     promotion test
   */
  public Finding of(Pairs all, Pairs unselected) {
    if (logAgainst(all) >= logNeeded()) {
      return new Finding.Worse("worse: " + all);
    }
    if (logFor(unselected) >= logNeeded()) {
      return new Finding.NotWorse("not worse by more than " + margin + ": " + all);
    }
    return new Finding.NoEvidenceYet(
        all.count() == 0 ? "no evidence yet: no labelled pair" : "no evidence yet: " + all);
  }

  /** The logarithm of the capital that either test needs: ln 20 at 5 %. */
  public double logNeeded() {
    return -Math.log(alpha);
  }

  /** Evidence that the candidate is worse; more is more. */
  public double logAgainst(Pairs pairs) {
    return against.logCapital(pairs.worse(), pairs.better(), pairs.same());
  }

  /** Evidence that the candidate is not worse by more than the margin; more is more. */
  public double logFor(Pairs pairs) {
    return inFavour.logCapital(pairs.better(), pairs.worse(), pairs.same());
  }

  /** Whether something happens more often than is allowed, a fraction, with the same error. */
  public boolean exceeds(long count, long of, double allowed) {
    return count > 0 && new Bets(-allowed).logCapital(count, 0, of - count) >= logNeeded();
  }
}
