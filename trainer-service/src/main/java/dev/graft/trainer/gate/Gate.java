package dev.graft.trainer.gate;

import java.util.Comparator;
import java.util.List;

/**
 * Decides whether a fitted head becomes a version. The same arguments always give the same verdict.
 *
 * <p>A head with no forerunner must reach a floor. Any other is held against its parent and against
 * the best of the recent versions, all rescored on the same examples, so that small steps down
 * can't add up. It is refused if it falls by more than the margin <em>and</em> that is no accident:
 * the sign test says so at {@value #SIGNIFICANCE}, or the fall is over {@value #LARGE_DROP} and at
 * least {@value #LARGE_LOSS} examples. One or two wrong labels never block a stream.
 *
 * <p>A changed class list is compared on the classes that both know, and the whole must reach the
 * floor too, since for a new class there is no bar.
 */
public final class Gate {
  static final double SIGNIFICANCE = 0.05;
  static final double LARGE_DROP = 0.10;
  static final int LARGE_LOSS = 3;

  private Gate() {}

  /**
   * @param standing of the new judged head
   * @param rivals the parent and the recent versions; empty for a first version
   */
  public static Verdict judge(GateRules rules, Standing standing, List<Rival> rivals) {
    boolean comparable = rivals.stream().anyMatch(rival -> rival.examples() > 0);
    boolean sameClasses = rivals.stream().filter(Rival::parent).allMatch(Rival::sameClasses);
    if (rivals.isEmpty() || !sameClasses || !comparable) {
      if (standing.examples() == 0) {
        return new Verdict.TooFewExamples("no example that the head had not seen");
      }
      double floor = rules.floor().orElse(standing.guessing());
      if (standing.accuracy() < floor) {
        return new Verdict.BelowFloor(
            "accuracy %s is below the floor of %.3f%s"
                .formatted(standing, floor, rules.floor().isEmpty() ? " (guessing)" : ""));
      }
    }
    return rivals.isEmpty()
        ? new Verdict.FirstVersion("accuracy " + standing)
        : compare(rules, standing, rivals, sameClasses, comparable);
  }

  private static Verdict compare(
      GateRules rules,
      Standing standing,
      List<Rival> rivals,
      boolean sameClasses,
      boolean comparable) {
    Rival bar = rivals.stream().max(Comparator.comparingDouble(Rival::drop)).orElseThrow();
    for (Rival rival : rivals) {
      if ((rival.parent() || rival == bar) && worse(rules, rival)) {
        return new Verdict.Worse(compared(rival));
      }
    }
    String why = comparable ? compared(bar) : "nothing to compare with; accuracy " + standing;
    return sameClasses
        ? new Verdict.NotWorse(why)
        : new Verdict.ClassListChanged(why + "; over all classes " + standing);
  }

  private static boolean worse(GateRules rules, Rival rival) {
    if (rival.drop() <= rules.margin()) {
      return false;
    }
    boolean certain = SignTest.p(rival.onlyRival(), rival.onlyNew()) <= SIGNIFICANCE;
    boolean large = rival.drop() > LARGE_DROP && rival.onlyRival() - rival.onlyNew() >= LARGE_LOSS;
    return certain || large;
  }

  private static String compared(Rival rival) {
    return "accuracy %.3f against %.3f of version %d on %d examples%s (%d only the new one, %d only the old one)"
        .formatted(
            rival.accuracyOfNew(),
            rival.accuracy(),
            rival.version(),
            rival.examples(),
            rival.sameClasses() ? "" : " of the classes both know",
            rival.onlyNew(),
            rival.onlyRival());
  }
}
