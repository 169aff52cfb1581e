package dev.graft.vision.strategy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * From a situation to a plan. The same situation always gives the same plan.
 *
 * <p>Size and domain name the candidates, as tutorials do (Stanford's CS231n notes on transfer
 * learning, and those that follow them); where their thresholds disagree, both sides stay. What the
 * head has reached, how few examples the smallest class has, and the budget take candidates away or
 * add one. More than one left: a trial on validation data decides.
 */
public final class Planner {
  /** With fewer examples of a class, a network's weights learn them by heart. */
  static final int LEAST_PER_CLASS = 10;

  /** A head that is better leaves nothing that fine-tuning could show. */
  static final double NOTHING_LEFT = 0.99;

  /** Fewest examples for which a head that stopped improving is a reason to fine-tune. */
  static final int LEAST_TO_TRY = 200;

  /** From this ratio of the largest class to the smallest on, classes should be weighted. */
  static final double UNEVEN = 4;

  private final Situation situation;
  private final List<String> reasons = new ArrayList<>();

  private Planner(Situation situation) {
    this.situation = situation;
  }

  public static Plan plan(Situation situation) {
    return new Planner(situation).plan();
  }

  private Plan plan() {
    if (situation.classes() < 2 || situation.fewest() < 1) {
      return new Plan.NotYet(
          List.of(
              situation.classes() < 2
                  ? "a task needs at least two classes"
                  : "a class has no example yet"));
    }
    List<Strategy> candidates = Candidates.of(size(), domain(), situation.network());
    candidates = evidence(candidates);
    candidates = smallestClass(candidates);
    candidates = affordable(candidates);
    balance();
    if (candidates.size() == 1) {
      return new Plan.Settled(candidates.get(0), List.copyOf(reasons));
    }
    reasons.add(
        "validation data decide between "
            + candidates.stream().map(Strategy::name).collect(Collectors.joining(", ")));
    return new Plan.Trial(candidates, List.copyOf(reasons));
  }

  private Size size() {
    Size size = Size.of(situation.examples());
    reasons.add(size.why(situation.examples()));
    int average = situation.examples() / situation.classes();
    if (average < Size.FEW_PER_CLASS && size != Size.SMALL) {
      reasons.add("only %d a class on average, so they count as fewer".formatted(average));
      return size.smaller();
    }
    return size;
  }

  private Domain domain() {
    reasons.add(
        switch (situation.domain()) {
          case NEAR -> "the pictures are like those that the network was trained on";
          case FAR -> "the pictures are unlike those that the network was trained on";
          case UNCLEAR ->
              "whether the pictures are like those of the network's training is not clear";
        });
    return situation.domain();
  }

  /** What the head has shown weighs more than any rule of thumb. */
  private List<Strategy> evidence(List<Strategy> candidates) {
    if (situation.head().isEmpty()) {
      reasons.add("no head has been judged yet, so only rules of thumb speak");
      return candidates;
    }
    HeadRecord head = situation.head().get();
    if (head.accuracy() >= NOTHING_LEFT) {
      String why =
          "the head alone has %.3f right: nothing is left to win".formatted(head.accuracy());
      reasons.add(why);
      return List.of(new Strategy.FeaturesOnly(why));
    }
    reasons.add(said(head));
    boolean headOnly = candidates.stream().allMatch(Planner::leavesNetworkAlone);
    if (headOnly && head.stoppedImproving() && situation.examples() >= LEAST_TO_TRY) {
      reasons.add("more labels alone no longer help, so fine-tuning the last stages is tried too");
      var more = new ArrayList<>(candidates);
      more.add(
          new Strategy.Partial(
              situation.network().cut(), "the head has stopped improving at what it can't see"));
      return List.copyOf(more);
    }
    return candidates;
  }

  private static String said(HeadRecord head) {
    OptionalDouble gain = head.gainOfLastDoubling();
    String now =
        "the head alone has %.3f right (+- %.3f)".formatted(head.accuracy(), head.standardError());
    return gain.isEmpty()
        ? now + "; its learning curve is not known"
        : now
            + ", and the last doubling of the examples brought %+.3f: it %s"
                .formatted(
                    gain.getAsDouble(),
                    head.stoppedImproving() ? "has stopped improving" : "still improves");
  }

  private List<Strategy> smallestClass(List<Strategy> candidates) {
    if (situation.fewest() >= LEAST_PER_CLASS) {
      return candidates;
    }
    var kept = candidates.stream().filter(Planner::leavesNetworkAlone).toList();
    if (kept.size() == candidates.size()) {
      return candidates;
    }
    String why =
        "the smallest class has %d examples, and fine-tuning wants %d"
            .formatted(situation.fewest(), LEAST_PER_CLASS);
    reasons.add(why);
    return kept.isEmpty() ? List.of(new Strategy.FeaturesOnly(why)) : kept;
  }

  private List<Strategy> affordable(List<Strategy> candidates) {
    if (situation.means().forwardPerSecond().isEmpty()) {
      if (!candidates.stream().allMatch(Planner::leavesNetworkAlone)) {
        reasons.add("the device's speed is not known, so the budget could not be held against it");
      }
      return candidates;
    }
    Duration left = situation.means().budget();
    var kept = new ArrayList<Strategy>();
    for (Strategy candidate : candidates) {
      Duration cost = Cost.of(candidate, situation).orElseThrow();
      if (leavesNetworkAlone(candidate) || cost.compareTo(left) <= 0) {
        kept.add(candidate);
        left = leavesNetworkAlone(candidate) ? left : left.minus(cost);
      } else {
        reasons.add(
            "%s would take about %s, and %s are left"
                .formatted(candidate.name(), said(cost), said(left)));
      }
    }
    return kept.isEmpty() ? List.of(cheaper(left)) : List.copyOf(kept);
  }

  /** The dearest that can be paid, where none of the candidates can. */
  private Strategy cheaper(Duration left) {
    Strategy partial =
        new Strategy.Partial(situation.network().cut(), "what would be better takes too long");
    Optional<Duration> cost = Cost.of(partial, situation);
    return cost.isPresent() && cost.get().compareTo(left) <= 0
        ? partial
        : new Strategy.FeaturesOnly("fine-tuning takes longer than the budget");
  }

  private void balance() {
    double ratio = (double) situation.most() / situation.fewest();
    if (ratio >= UNEVEN) {
      reasons.add(
          "the largest class has %.0f times the examples of the smallest: weight the classes, and read accuracy class by class"
              .formatted(ratio));
    }
  }

  private static boolean leavesNetworkAlone(Strategy strategy) {
    return strategy instanceof Strategy.FeaturesOnly || strategy instanceof Strategy.EarlierTap;
  }

  private static String said(Duration time) {
    return time.toHours() > 0
        ? "%d h %d min".formatted(time.toHours(), time.toMinutesPart())
        : "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
