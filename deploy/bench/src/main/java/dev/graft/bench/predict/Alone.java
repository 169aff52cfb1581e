package dev.graft.bench.predict;

import dev.graft.bench.bare.BarePlans;
import dev.graft.bench.bare.BarePlans.Best;

/**
 * One client beside the bare loop: a few pictures of the one, then the same pictures of the other,
 * so that a machine that is slow for some seconds is slow for both. The first picture of each turn
 * does not count: what the other left to do may still be going on.
 *
 * @param bare milliseconds of decode, preprocess and forward of a picture
 * @param served milliseconds of a call with that picture, as its client saw it
 */
record Alone(double[] bare, double[] served) {
  private static final int TURN = 5;

  /** So many turns of each, whichever comes first by turns. */
  static Alone measure(BarePlans loop, Best plan, Generator load, int turns) {
    int counted = TURN - 1;
    var alone = new Alone(new double[turns * counted], new double[turns * counted]);
    for (int turn = 0; turn < turns; turn++) {
      int from = turn * TURN;
      boolean bareFirst = turn % 2 == 0;
      var one = bareFirst ? loop.oneAfterTheOther(plan, from, TURN) : new double[0];
      var called = load.oneAfterTheOther(from, TURN);
      var bare = bareFirst ? one : loop.oneAfterTheOther(plan, from, TURN);
      System.arraycopy(bare, 1, alone.bare, turn * counted, counted);
      System.arraycopy(called, 1, alone.served, turn * counted, counted);
    }
    return alone;
  }
}
