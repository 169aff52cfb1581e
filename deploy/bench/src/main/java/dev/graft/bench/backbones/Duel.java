package dev.graft.bench.backbones;

import dev.graft.bench.report.Spread;
import dev.graft.bench.system.SideProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One network's passes in two processes by turns, each in whichever layout suits it better. */
final class Duel {
  private static final List<String> LAYOUTS = List.of("PLAIN", "CHANNELS_LAST");

  /** A pass that is longer needs no second try: what it does once hardly counts. */
  private static final double LONG_SECONDS = 1;

  private final double secondsEach;
  private final int rounds;

  /**
   * @param secondsEach how much each arm runs in a round, in passes of at least one
   */
  Duel(double secondsEach, int rounds) {
    this.secondsEach = secondsEach;
    this.rounds = rounds;
  }

  /**
   * How an arm did.
   *
   * @param seconds processor time of a pass
   */
  record Arm(String layout, Spread seconds) {
    String text(int batch) {
      return String.format(
          Locale.ROOT,
          "%.1f %s",
          seconds.median() * 1000 / batch,
          layout.equals("PLAIN") ? "plain" : "last");
    }
  }

  /**
   * One batch size.
   *
   * @param ratio of our time over theirs, of each round
   */
  record Outcome(Arm ours, Arm theirs, Spread ratio) {}

  /** Our arm alone. */
  Arm alone(SideProcess ours, int batch) {
    var plan = plan(ours, batch);
    var seconds = new ArrayList<Double>();
    for (int round = 0; round < rounds; round++) {
      seconds.add(pass(ours, plan, batch));
    }
    return new Arm(plan.layout(), Spread.of(seconds));
  }

  Outcome fight(SideProcess ours, SideProcess theirs, int batch) {
    var ourPlan = plan(ours, batch);
    var theirPlan = plan(theirs, batch);
    var ourSeconds = new ArrayList<Double>();
    var theirSeconds = new ArrayList<Double>();
    var ratios = new ArrayList<Double>();
    for (int round = 0; round < rounds; round++) {
      boolean first = round % 2 == 0;
      double early = first ? pass(ours, ourPlan, batch) : pass(theirs, theirPlan, batch);
      double late = first ? pass(theirs, theirPlan, batch) : pass(ours, ourPlan, batch);
      ourSeconds.add(first ? early : late);
      theirSeconds.add(first ? late : early);
      ratios.add(first ? early / late : late / early);
    }
    return new Outcome(
        new Arm(ourPlan.layout(), Spread.of(ourSeconds)),
        new Arm(theirPlan.layout(), Spread.of(theirSeconds)),
        Spread.of(ratios));
  }

  /** A layout, and how many passes fill a round. */
  private record Plan(String layout, int passes) {}

  private Plan plan(SideProcess arm, int batch) {
    var best = new Plan("", 0);
    double fastest = Double.POSITIVE_INFINITY;
    for (var layout : LAYOUTS) {
      double seconds = pass(arm, new Plan(layout, 1), batch);
      if (seconds < LONG_SECONDS) {
        seconds = pass(arm, new Plan(layout, seconds < LONG_SECONDS / 5 ? 3 : 1), batch);
      }
      if (seconds < fastest) {
        fastest = seconds;
        best = new Plan(layout, (int) Math.max(1, Math.round(secondsEach / seconds)));
      }
    }
    return best;
  }

  private static double pass(SideProcess arm, Plan plan, int batch) {
    return Double.parseDouble(
        arm.ask("pass %s %d %d".formatted(plan.layout(), batch, plan.passes())));
  }
}
