package dev.graft.vision.guarded;

import dev.graft.vision.guard.Epoch;
import dev.graft.vision.guard.Guard;
import dev.graft.vision.guard.GuardRules;
import dev.graft.vision.tune.EpochReport;
import dev.graft.vision.tune.HeldOutScore;
import dev.graft.vision.tune.Phase;
import dev.graft.vision.tune.TuneListener;
import dev.graft.vision.tune.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Shows a fine-tune to the guard, epoch by epoch, and keeps it within its time. After an alarm it
 * stops the fine-tune, if it may, and remembers that it should go back.
 */
public final class GuardWatch implements TuneListener {
  private final List<String> classes;
  private final int[] examples; // held-out pictures of each class
  private final GuardRules rules;
  private final double startLoss;
  private final boolean acts;
  private final Supplier<Duration> left;
  private final List<Epoch> history = new ArrayList<>();
  private final List<GuardEvent> events = new ArrayList<>();
  private int best;
  private int epochs;
  private int returns;
  private boolean goBack;
  private boolean late;
  private long lastEpoch = System.nanoTime();

  /**
   * Has seen nothing yet.
   *
   * @param examples held-out pictures of each class
   * @param startLoss training loss of what the fine-tune begins with, as the recipe counts it
   * @param acts whether an alarm stops the fine-tune
   * @param left of the time that it may take
   */
  public GuardWatch(
      List<String> classes,
      int[] examples,
      GuardRules rules,
      double startLoss,
      boolean acts,
      Supplier<Duration> left) {
    this.classes = List.copyOf(classes);
    this.examples = examples.clone();
    this.rules = rules;
    this.startLoss = startLoss;
    this.acts = acts;
    this.left = left;
  }

  @Override
  public Verdict onEpoch(EpochReport report) {
    HeldOutScore score = report.heldOut();
    if (report.epoch() == 0) {
      if (score != null) {
        began(report, score);
      }
      return Verdict.goOn();
    }
    epochs++;
    Verdict verdict = score == null ? Verdict.goOn() : judged(report, score);
    return verdict instanceof Verdict.Stop ? verdict : inTime();
  }

  /** A phase starts at the best weights so far; what was given up is in no history. */
  private void began(EpochReport report, HeldOutScore score) {
    if (history.isEmpty()) {
      history.add(epoch(report, score, startLoss));
    } else {
      history.subList(best + 1, history.size()).clear();
    }
    lastEpoch = System.nanoTime();
  }

  private Verdict judged(EpochReport report, HeldOutScore score) {
    history.add(epoch(report, score, report.trainLoss()));
    var said = Guard.judge(rules, history, returns);
    if (said instanceof dev.graft.vision.guard.Verdict.GoOn on) {
      best = on.best();
      return Verdict.goOn();
    }
    if (said instanceof dev.graft.vision.guard.Verdict.GoBack back) {
      best = back.best();
      goBack = acts;
      return alarm(back.alarm().name(), "go-back", back.why());
    }
    var given = (dev.graft.vision.guard.Verdict.GiveUp) said;
    best = given.best();
    return alarm(given.alarm().name(), "give-up", given.why());
  }

  private Verdict alarm(String name, String action, String why) {
    String word = name.toLowerCase(Locale.ROOT).replace('_', '-');
    events.add(new GuardEvent(epochs, word, acts ? action : "none", why));
    return acts ? new Verdict.Stop(why) : Verdict.goOn();
  }

  private Verdict inTime() {
    long now = System.nanoTime();
    late = left.get().toNanos() < now - lastEpoch;
    lastEpoch = now;
    return late ? new Verdict.Stop("no time was left for another epoch") : Verdict.goOn();
  }

  /** A loss that was no number ended the fine-tune before its epoch was over. */
  public void diverged(String why) {
    goBack = acts && returns < rules.returns();
    alarm("NOT_A_NUMBER", goBack ? "go-back" : "give-up", why);
  }

  /** Whether it should begin again at lower rates, asked once after a stop. */
  public boolean takeReturn() {
    boolean again = goBack && !late && !left.get().isNegative();
    goBack = false;
    returns += again ? 1 : 0;
    return again;
  }

  /** What rates are multiplied with when it begins again. */
  public double rateFactor() {
    return rules.rateFactor();
  }

  /** How often it began again. */
  public int returns() {
    return returns;
  }

  /** Whether it ended for want of time. */
  public boolean ranOutOfTime() {
    return late;
  }

  /**
   * What it has seen, to go on elsewhere between two epochs.
   *
   * @param history the start, then each epoch that was not given up
   * @param best epoch of the history
   * @param epochs of all of them, those given up too
   */
  record Memory(List<Epoch> history, List<GuardEvent> events, int best, int epochs, int returns) {}

  Memory memory() {
    return new Memory(List.copyOf(history), List.copyOf(events), best, epochs, returns);
  }

  void recall(Memory memory) {
    history.clear();
    history.addAll(memory.history());
    events.clear();
    events.addAll(memory.events());
    best = memory.best();
    epochs = memory.epochs();
    returns = memory.returns();
    lastEpoch = System.nanoTime();
  }

  /** Everything that it had to say. */
  public List<GuardEvent> events() {
    return List.copyOf(events);
  }

  private Epoch epoch(EpochReport report, HeldOutScore score, double trainingLoss) {
    var accuracies = new ArrayList<Epoch.ClassAccuracy>();
    for (int k = 0; k < examples.length; k++) {
      double accuracy = examples[k] == 0 ? 0 : score.classAccuracy().get(k);
      int right = (int) Math.round(accuracy * examples[k]);
      accuracies.add(new Epoch.ClassAccuracy(classes.get(k), examples[k], right));
    }
    // The head is meant to move, and has no channels.
    var stages =
        report.stages().stream()
            .filter(stage -> !stage.stage().equals(Phase.HEAD))
            .map(
                stage ->
                    new Epoch.StageHealth(
                        stage.stage(), stage.dead(), stage.saturated(), stage.distance()))
            .toList();
    return new Epoch(trainingLoss, score.loss(), score.lossError(), accuracies, stages);
  }
}
