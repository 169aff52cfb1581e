package dev.graft.deploy.demo.trial;

/** How many of so many chances may come off before it is no accident. */
final class Binomial {
  /** Chance of calling an accident none. */
  static final double ERROR = 1e-4;

  private Binomial() {}

  /**
   * The smallest number that is exceeded with a chance of at most {@link #ERROR}.
   *
   * @param chances how many
   * @param probability of each, from 0 to 1
   */
  static long most(long chances, double probability) {
    if (probability <= 0 || probability >= 1) {
      return probability <= 0 ? 0 : chances;
    }
    double odds = Math.log(probability) - Math.log1p(-probability);
    double log = chances * Math.log(probability); // of the chance that all come off
    double exceeded = Math.exp(log); // the chance of this many or more
    long count = chances;
    while (count > 0 && exceeded <= ERROR) {
      log += Math.log(count) - Math.log(chances - count + 1) - odds;
      count--;
      exceeded += Math.exp(log);
    }
    return count;
  }
}
