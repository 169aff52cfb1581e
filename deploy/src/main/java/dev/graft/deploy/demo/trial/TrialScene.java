package dev.graft.deploy.demo.trial;

import dev.graft.deploy.demo.props.Inbox;
import dev.graft.deploy.demo.props.Narrator;
import dev.graft.deploy.demo.props.PictureSet;
import dev.graft.deploy.demo.props.Sample;
import dev.graft.deploy.demo.trial.TrialReport.Candidacy;
import dev.graft.deploy.demo.trial.TrialReport.End;
import dev.graft.deploy.demo.trial.TrialReport.Pairs;
import dev.graft.deploy.reach.Addresses;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.RolloutState;
import dev.graft.v1.TaskSpec;
import java.util.Optional;
import java.util.Random;

/**
 * No version serves on trust. One that was taught with shuffled labels is held back by the gate,
 * let past it, taken back by log shadow, put into canary by command, and rolled back by the labels
 * of those who were asked to try it; one that was taught rightly is promoted. Meanwhile visitors
 * come at a constant pace, and which version answers them is counted. Only labels of the train
 * split are shuffled: the validation pictures are what others are measured by.
 */
public final class TrialScene implements AutoCloseable {
  /** With fewer, the labels may be too few for a verdict. */
  private static final int FEWEST_LIVE = 150;

  private static final int LOT = 3;

  private final Narrator narrator;
  private final Cast cast;
  private final Mistakes mistakes;
  private final TrialLog log;
  private final TrialTask task;
  private final Teacher teacher;
  private final LateLabels labels;
  private final Visitors visitors;

  /** What happened to the bad version before it got near a visitor, and in the end. */
  private record Bad(
      Fit atTheGate, Fit pastIt, RolloutState caught, RolloutState end, int labels) {}

  private record Good(Fit fit, RolloutState end, int labels) {}

  /**
   * Nothing happens yet.
   *
   * @param pictures the train ones are known to the system, and labelled for another task
   * @param like a task whose classes and backbone are taken
   */
  public TrialScene(
      Addresses addresses,
      Doors doors,
      Inbox inbox,
      Narrator narrator,
      PictureSet pictures,
      TaskSpec like) {
    this.narrator = narrator;
    this.cast = Cast.of(pictures, new Random(LOT));
    this.mistakes = new Mistakes(pictures.classes(), new Random(4));
    this.log = new TrialLog(addresses.kafka(), TrialTask.ID);
    this.task = new TrialTask(doors, log, like);
    this.teacher = new Teacher(inbox, log);
    this.labels = new LateLabels(inbox);
    this.visitors = new Visitors(doors, cast.live(), labels);
  }

  /** Why these pictures won't do; empty if they will. */
  public static Optional<String> unfit(PictureSet pictures) {
    int live = Cast.of(pictures, new Random(LOT)).live().size();
    return live >= FEWEST_LIVE
        ? Optional.empty()
        : Optional.of(
            "it needs %d pictures that nobody learned from, and here are %d"
                .formatted(FEWEST_LIVE, live));
  }

  /**
   * Plays it, once.
   *
   * @param perSecond visitors
   */
  public TrialReport play(double perSecond) {
    long began = System.nanoTime();
    var first = first();
    visitors.come(perSecond);
    var bad = bad();
    var good = good();
    visitors.close();
    var answers = visitors.answers();
    return new TrialReport(
        first.version(),
        !bad.atTheGate().released(),
        bad.atTheGate().said(),
        caughtInLogShadow(bad.pastIt().version(), bad.caught()),
        bad.caught().getWhy(),
        candidacy(bad.pastIt().version(), bad.end(), bad.labels()),
        candidacy(good.fit().version(), good.end(), good.labels()),
        answers.count() + answers.failures(),
        answers.failures(),
        answers.reasons(),
        (System.nanoTime() - began) / 1e9);
  }

  private Fit first() {
    task.put(TrialTask.USUAL);
    log.awaitSplits(cast.learned());
    int given = teacher.says(cast.first(), Sample::className);
    var fit = task.trained("the first version");
    log.await("the first version to be stable", state -> state.getStableVersion() > 0);
    task.awaitServing(fit.version());
    narrator.say(
        "task `%s`: version %d serves after %d labels; what follows it must earn its traffic",
        TrialTask.ID, fit.version(), given);
    return fit;
  }

  private Bad bad() {
    int given = teacher.says(cast.firstAndSecond(), this::mistaken);
    narrator.say("%d labels, shuffled so that no head can learn from them", given);
    var held = task.train("more labels");
    narrator.say(
        held.released() ? "the gate lets it through: %s" : "the gate holds it back: %s",
        held.said());
    var fit = held.released() ? held : pastTheGate();
    var caught = log.awaitEnd(fit.version(), onTrial(fit.version()));
    narrator.say("in log shadow %s", caught.getWhy());
    var forced = forced(fit.version(), caught);
    labels.begin(cast.labelledWhileBad());
    var end = log.awaitEnd(fit.version(), forced);
    return new Bad(held, fit, caught, end, labels(fit.version(), end));
  }

  private Fit pastTheGate() {
    task.put(TrialTask.OPEN);
    var fit = task.trained("let past the gate");
    narrator.say("the gate is opened by policy, and version %d published", fit.version());
    return fit;
  }

  private RolloutState onTrial(long version) {
    return log.await(
        "the trial of version " + version, state -> state.getCandidateVersion() == version);
  }

  /** Into canary, unless nobody took it back. */
  private RolloutState forced(long version, RolloutState caught) {
    if (caught.getCandidateVersion() == version) {
      return caught;
    }
    var state = task.tryOut(version, caught, "to see what labels make of it");
    narrator.say("%s %s", state.getBy(), state.getWhy());
    return state;
  }

  private Good good() {
    int given = teacher.says(cast.learned(), Sample::className);
    task.put(TrialTask.USUAL);
    var fit = task.trained("labels corrected");
    long version = fit.version();
    narrator.say(
        "%d labels corrected or new, and the gate as usual: version %d, %s",
        given, version, fit.said());
    var began = onTrial(version);
    var next =
        log.await(
            "log shadow of version " + version,
            state ->
                state.getRevision() >= began.getRevision()
                    && (state.getCandidateVersion() != version || state.getCandidateShare() > 0));
    narrator.say("after log shadow: %s", next.getWhy());
    labels.begin(cast.labelledWhileGood());
    var end = log.awaitEnd(version, began);
    return new Good(fit, end, labels(version, end));
  }

  private String mistaken(Sample sample) {
    return log.learnedFrom(sample) ? mistakes.insteadOf(sample.className()) : sample.className();
  }

  /** Ends the labels of this trial, tells how it went, and returns how many there were. */
  private int labels(long version, RolloutState end) {
    int given = labels.end();
    var shares = Exposure.of(version, log.history(), visitors.answered());
    narrator.say("version %d %s", version, TrialText.shares(shares));
    narrator.say("after %d labels on receipts: %s", given, end.getWhy());
    return given;
  }

  /** When nobody asks any more, and all are answered. */
  private Candidacy candidacy(long version, RolloutState end, int given) {
    return new Candidacy(
        version,
        Pairs.of(log.logShadow(version).getValidated()),
        Exposure.of(version, log.history(), visitors.answered()),
        given,
        End.of(version, end),
        end.getWhy());
  }

  /** The judge took it back when it was not allowed to serve anybody yet. */
  private boolean caughtInLogShadow(long version, RolloutState caught) {
    var before =
        log.history().stream().filter(state -> state.getRevision() < caught.getRevision()).toList();
    return End.of(version, caught) == End.ROLLED_BACK && Exposure.none(version, before);
  }

  @Override
  public void close() {
    visitors.close();
    labels.close();
    log.close();
  }
}
