package dev.graft.vision.guard;

import dev.graft.vision.guard.Epoch.ClassAccuracy;
import dev.graft.vision.guard.Epoch.StageHealth;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Judges a fine-tune by its epochs so far. The same history always gives the same verdict.
 *
 * <p>After a return the job hands over the epochs up to the one that it went back to, and those
 * since; an epoch that was given up is in no history.
 */
public final class Guard {
  private record Found(Alarm alarm, String why) {}

  private final GuardRules rules;
  private final List<Epoch> history;
  private final int best;

  private Guard(GuardRules rules, List<Epoch> history) {
    this.rules = rules;
    this.history = history;
    this.best = best(history);
  }

  /**
   * @param history the start first, then each epoch
   * @param returns how often this job went back already
   * @throws IllegalArgumentException if there is not even a start, or a start that is no number
   */
  public static Verdict judge(GuardRules rules, List<Epoch> history, int returns) {
    if (history.isEmpty() || !history.get(0).finite()) {
      throw new IllegalArgumentException("a history begins with the head alone");
    }
    return new Guard(rules, List.copyOf(history)).judge(returns);
  }

  private Verdict judge(int returns) {
    Optional<Found> found =
        history.size() == 1
            ? Optional.empty()
            : Stream.<java.util.function.Supplier<Optional<Found>>>of(
                    this::notANumber,
                    this::collapse,
                    this::forgottenClass,
                    this::stages,
                    this::overfitting,
                    this::pastThePeak)
                .map(java.util.function.Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    if (found.isEmpty()) {
      return new Verdict.GoOn(best, "epoch %d is the best so far: %s".formatted(best, said(best)));
    }
    Found alarm = found.get();
    String back = "; epoch %d was best: %s".formatted(best, said(best));
    return returns < rules.returns()
        ? new Verdict.GoBack(alarm.alarm(), best, rules.rateFactor(), alarm.why() + back)
        : new Verdict.GiveUp(
            alarm.alarm(), best, alarm.why() + back + ", and it went back " + returns + " times");
  }

  /** Most examples right; of equals the least loss, then the earliest. */
  static int best(List<Epoch> history) {
    int best = 0;
    for (int i = 1; i < history.size(); i++) {
      Epoch one = history.get(i);
      Epoch other = history.get(best);
      boolean better =
          one.accuracy() > other.accuracy()
              || one.accuracy() == other.accuracy()
                  && one.validationLoss() < other.validationLoss();
      if (one.finite() && better) {
        best = i;
      }
    }
    return best;
  }

  private Epoch last() {
    return history.get(history.size() - 1);
  }

  private String said(int epoch) {
    Epoch it = history.get(epoch);
    return "accuracy %.3f, loss %.3f".formatted(it.accuracy(), it.validationLoss());
  }

  private Optional<Found> notANumber() {
    return found(!last().finite(), Alarm.NOT_A_NUMBER, "a loss is no longer a number");
  }

  private Optional<Found> collapse() {
    double fall = history.get(best).accuracy() - last().accuracy();
    return found(
        fall > rules.collapse() && certain(history.get(best), last()),
        Alarm.COLLAPSE,
        "accuracy fell by %.3f to %.3f".formatted(fall, last().accuracy()));
  }

  /** Against the start, since what the head alone knew must not get lost. */
  private Optional<Found> forgottenClass() {
    for (ClassAccuracy now : last().classes()) {
      for (ClassAccuracy before : history.get(0).classes()) {
        if (before.name().equals(now.name())) {
          double fall = before.accuracy() - now.accuracy();
          double error = error(before.accuracy(), now.accuracy(), now.examples());
          if (fall > rules.classFall() && fall > rules.standardErrors() * error) {
            return found(
                true,
                Alarm.CLASS_FORGOTTEN,
                "class \"%s\" fell from %.3f to %.3f of %d examples"
                    .formatted(now.name(), before.accuracy(), now.accuracy(), now.examples()));
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Found> stages() {
    for (StageHealth now : last().stages()) {
      Optional<StageHealth> start =
          history.get(0).stages().stream()
              .filter(stage -> stage.stage().equals(now.stage()))
              .findFirst();
      double dead = start.map(StageHealth::dead).orElse(0.0);
      double saturated = start.map(StageHealth::saturated).orElse(0.0);
      if (now.dead() - dead > rules.deadRise()) {
        return found(
            true,
            Alarm.DEAD_CHANNELS,
            "%.2f of the channels of %s are dead, %.2f were at the start"
                .formatted(now.dead(), now.stage(), dead));
      }
      if (now.saturated() - saturated > rules.saturatedRise()) {
        return found(
            true,
            Alarm.SATURATED,
            "%.2f of the channels of %s are saturated, %.2f were at the start"
                .formatted(now.saturated(), now.stage(), saturated));
      }
      if (now.distance() > rules.distance()) {
        return found(
            true,
            Alarm.FAR_FROM_START,
            "the weights of %s moved by %.2f of their length"
                .formatted(now.stage(), now.distance()));
      }
    }
    return Optional.empty();
  }

  /**
   * A loss that rises while ever more is right says that some answers are too sure of themselves,
   * which a temperature mends afterwards; that is no overfitting yet (Guo et al. 2017, section 3).
   */
  private Optional<Found> overfitting() {
    if (history.size() <= rules.patience()) {
      return Optional.empty();
    }
    for (int i = history.size() - rules.patience(); i < history.size(); i++) {
      Epoch now = history.get(i);
      Epoch before = history.get(i - 1);
      if (now.validationLoss() <= before.validationLoss()
          || now.trainingLoss() >= before.trainingLoss()) {
        return Optional.empty();
      }
    }
    Epoch least =
        history.stream()
            .filter(Epoch::finite)
            .min(Comparator.comparingDouble(Epoch::validationLoss))
            .orElseThrow();
    return found(
        certainlyAbove(least) && last().accuracy() <= least.accuracy(),
        Alarm.OVERFITTING,
        "validation loss rose for %d epochs to %.3f (least %.3f) while training loss fell to %.3f, and no more is right"
            .formatted(
                rules.patience(),
                last().validationLoss(),
                least.validationLoss(),
                last().trainingLoss()));
  }

  /** Whether the loss has risen by what counts, and by more than chance. */
  private boolean certainlyAbove(Epoch least) {
    double rise = last().validationLoss() - least.validationLoss();
    double error = Math.hypot(last().validationError(), least.validationError());
    return rise > rules.lossRise() * least.validationLoss()
        && rise > rules.standardErrors() * error;
  }

  private Optional<Found> pastThePeak() {
    if (history.size() - 1 - best < rules.patience()) {
      return Optional.empty();
    }
    boolean below =
        history.subList(history.size() - rules.patience(), history.size()).stream()
            .allMatch(epoch -> certain(history.get(best), epoch));
    return found(
        below,
        Alarm.PAST_THE_PEAK,
        "accuracy %.3f has been below its peak for %d epochs"
            .formatted(last().accuracy(), rules.patience()));
  }

  /** Whether a fall is more than chance. */
  private boolean certain(Epoch peak, Epoch now) {
    double error = error(peak.accuracy(), now.accuracy(), now.examples());
    return peak.accuracy() - now.accuracy() > rules.standardErrors() * error;
  }

  /**
   * Standard error of the difference of two shares of the same examples, at most: as if one had
   * right what the other has wrong. A pair counts by whether it differs, so the variance of the
   * difference is no more than (wrong before + wrong now) / n.
   */
  private static double error(double before, double now, int examples) {
    double wrong = Math.min(1, (1 - before) + (1 - now));
    return examples == 0 ? 1 : Math.sqrt(Math.max(wrong, 1.0 / examples) / examples);
  }

  private static Optional<Found> found(boolean is, Alarm alarm, String why) {
    return is ? Optional.of(new Found(alarm, why)) : Optional.empty();
  }
}
