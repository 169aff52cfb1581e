package dev.graft.inference.simulate;

import dev.graft.inference.evidence.Pairs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** What happens in one run, in the order of time. */
final class Story {

  /** Answers and labels are numbers of classes; the right one is 0. */
  private static final int CLASSES = 10;

  /**
   * Something happens.
   *
   * @param millis since the trial began
   * @param image which, from 0
   * @param before what its pair was
   * @param after what it is now; both none for a prediction
   */
  record Scene(long millis, int image, Pairs before, Pairs after) {
    boolean prediction() {
      return after == Pairs.NONE;
    }

    boolean firstLabel() {
      return before == Pairs.NONE && !prediction();
    }
  }

  private Story() {}

  /** The scenes of a run. Its answers do not depend on delays and corrections. */
  static List<Scene> of(Scenario scenario, int run) {
    var answers = new SplittableRandom(scenario.seed() * 1_000_003 + run);
    var labels = answers.split();
    var scenes = new ArrayList<Scene>(2 * scenario.images());
    for (var image = 0; image < scenario.images(); image++) {
      var asked = image * scenario.every().toMillis();
      scenes.add(new Scene(asked, image, Pairs.NONE, Pairs.NONE));
      label(scenario, image, asked, answers, labels, scenes);
    }
    scenes.sort(Comparator.comparingLong(Scene::millis)); // stable: the prediction first
    return scenes;
  }

  private static void label(
      Scenario scenario,
      int image,
      long asked,
      SplittableRandom answers,
      SplittableRandom labels,
      List<Scene> scenes) {
    var shared = answers.nextDouble();
    var own = answers.nextDouble() < scenario.agreement() ? shared : answers.nextDouble();
    var stable = answer(shared, scenario.accuracy());
    var candidate = answer(own, scenario.accuracy() + scenario.effect());
    var wrong = labels.nextDouble() < scenario.corrected();
    var mistaken = 1 + labels.nextInt(CLASSES - 1);
    var settled = Pairs.of(candidate == 0, stable == 0);
    var first = wrong ? Pairs.of(candidate == mistaken, stable == mistaken) : settled;
    var labelled = asked + exponential(scenario.delay(), labels);
    scenes.add(new Scene(labelled, image, Pairs.NONE, first));
    var corrected = labelled + exponential(scenario.correction(), labels);
    if (wrong) {
      scenes.add(new Scene(corrected, image, first, settled));
    }
  }

  /** The right class below the accuracy; above it one of the others, the same for the same draw. */
  private static int answer(double draw, double accuracy) {
    if (draw < accuracy) {
      return 0;
    }
    return 1 + (int) ((draw * 1e6) % (CLASSES - 1));
  }

  private static long exponential(Duration mean, SplittableRandom random) {
    return Math.round(-Math.log(1 - random.nextDouble()) * mean.toMillis());
  }
}
