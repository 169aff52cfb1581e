package dev.graft.deploy.demo;

import dev.graft.deploy.demo.Report.Point;
import dev.graft.deploy.demo.props.Answers;
import dev.graft.deploy.demo.props.Narrator;
import dev.graft.deploy.demo.props.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** How well the system answers while it learns. */
final class AccuracyOverTime {
  private static final int ON_THE_WAY = 200;

  private final Examiner examiner;
  private final Answers answers;
  private final Narrator narrator;
  private final List<Sample> all;
  private final List<Sample> some;
  private final List<Point> points = new ArrayList<>();
  private long firstLabel = System.nanoTime();
  private int labelled;

  /**
   * Nothing is labelled yet.
   *
   * @param samples that nobody learns from
   */
  AccuracyOverTime(Examiner examiner, Answers answers, Narrator narrator, List<Sample> samples) {
    this.examiner = examiner;
    this.answers = answers;
    this.narrator = narrator;
    this.all = samples;
    this.some = Arrival.order(samples, new Random(2)).stream().limit(ON_THE_WAY).toList();
  }

  /** More labels were published. */
  void labelled(int more) {
    if (labelled == 0) {
      firstLabel = System.nanoTime();
    }
    labelled += more;
  }

  int labelled() {
    return labelled;
  }

  /** Asks about some of the pictures, and says how it went. */
  void look() {
    double accuracy = measured(some);
    narrator.say(
        "%5d labels  version %-4d test accuracy %.3f", labelled, answers.latest(), accuracy);
  }

  /** Asks about all of them. */
  double lookAtAll() {
    return measured(all);
  }

  private double measured(List<Sample> samples) {
    double accuracy = examiner.accuracy(samples);
    double seconds = (System.nanoTime() - firstLabel) / 1e9;
    points.add(new Point(seconds, labelled, answers.latest(), accuracy));
    return accuracy;
  }

  List<Point> points() {
    return List.copyOf(points);
  }
}
