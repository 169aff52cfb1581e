package dev.graft.deploy.lab;

import dev.graft.deploy.Failure;
import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.SoftmaxFit;
import dev.graft.vision.head.SoftmaxFitOptions;
import dev.graft.vision.score.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Heads on the embeddings of one stage, fitted as the trainer does: penalty and temperature by
 * folds of what is learned from. The head that the test part judges learns from the held-back
 * pictures too, as a served head does.
 */
final class HeadTrial {
  private static final double[] SHARES = {0.125, 0.25, 0.5, 1};

  private final List<Embedded> all;
  private final int stage;
  private final List<String> classes;

  HeadTrial(List<Embedded> all, int stage, List<String> classes) {
    this.all = all;
    this.stage = stage;
    this.classes = classes;
  }

  /** A head's scores on the held-back and on the test part. */
  record Judged(FittedHead head, Scores validation, Scores test) {}

  /** Fits, chooses nothing, and judges. */
  Judged judged() throws InterruptedException {
    var options = SoftmaxFitOptions.choosing();
    LabelledEmbeddings fit = data(picture -> picture.part() == LabPicture.Part.FIT);
    FittedHead judged = SoftmaxFit.fit(fit, options, null);
    FittedHead served =
        SoftmaxFit.fit(
            data(picture -> picture.part() != LabPicture.Part.TEST),
            options.reusing(judged.l2(), judged.temperature()),
            judged.head());
    return new Judged(
        judged, scores(judged, LabPicture.Part.VALIDATION), scores(served, LabPicture.Part.TEST));
  }

  /** Fits on chosen pictures of the fit part, and judges that head by both other parts. */
  Judged judgedOn(Predicate<LabPicture> chosen) throws InterruptedException {
    FittedHead head = fitted(chosen);
    return new Judged(
        head, scores(head, LabPicture.Part.VALIDATION), scores(head, LabPicture.Part.TEST));
  }

  /** Fits on chosen pictures of the fit part. */
  FittedHead fitted(Predicate<LabPicture> chosen) throws InterruptedException {
    return SoftmaxFit.fit(
        data(picture -> picture.part() == LabPicture.Part.FIT && chosen.test(picture)),
        SoftmaxFitOptions.choosing(),
        null);
  }

  /** Training and validation accuracy from an eighth of the fit part to all of it. */
  Curves curves(FittedHead like) throws InterruptedException {
    var options = SoftmaxFitOptions.choosing().reusing(like.l2(), like.temperature());
    int[] sizes = sizes();
    var at = new ArrayList<Double>();
    var training = new ArrayList<Double>();
    var validation = new ArrayList<Double>();
    for (double share : SHARES) {
      LabelledEmbeddings part =
          data(
              picture ->
                  picture.part() == LabPicture.Part.FIT
                      && picture.rank() < Math.max(1, share * sizes[picture.label()]));
      FittedHead head = SoftmaxFit.fit(part, options, null);
      at.add((double) part.size());
      training.add(scores(head, part).accuracy());
      validation.add(scores(head, LabPicture.Part.VALIDATION).accuracy());
    }
    return new Curves("training pictures", at, training, validation);
  }

  /** Of a head on the pictures of the fit part that it was given. */
  double accuracyOn(FittedHead head, Predicate<LabPicture> chosen) {
    return scores(
            head, data(picture -> picture.part() == LabPicture.Part.FIT && chosen.test(picture)))
        .accuracy();
  }

  /** The pictures of the fit part, class by class. */
  List<List<LabPicture>> fitPictures() {
    var byClass = new ArrayList<List<LabPicture>>();
    classes.forEach(name -> byClass.add(new ArrayList<>()));
    all.stream()
        .map(Embedded::picture)
        .filter(picture -> picture.part() == LabPicture.Part.FIT)
        .forEach(picture -> byClass.get(picture.label()).add(picture));
    return byClass;
  }

  /** How many pictures the fit part has of each class. */
  int[] sizes() {
    return fitPictures().stream().mapToInt(List::size).toArray();
  }

  private Scores scores(FittedHead head, LabPicture.Part part) {
    return scores(head, data(picture -> picture.part() == part));
  }

  private Scores scores(FittedHead head, LabelledEmbeddings on) {
    return Scores.of(classes, head.head(), head.temperature(), on.vectors(), on.labels());
  }

  LabelledEmbeddings data(Predicate<LabPicture> wanted) {
    var some = all.stream().filter(one -> wanted.test(one.picture())).toList();
    if (some.isEmpty()) {
      throw new Failure("no picture is left to learn from: allow more with --minutes");
    }
    return new LabelledEmbeddings(
        some.stream().map(one -> one.stages()[stage]).toArray(float[][]::new),
        some.stream().mapToInt(one -> one.picture().label()).toArray(),
        some.stream().mapToLong(one -> fold(one.picture())).toArray(),
        classes.size());
  }

  /** By file and not by place, so that a picture's fold stays when others come. */
  static long fold(LabPicture picture) {
    return picture.file().getFileName().toString().hashCode() * 0x9E3779B97F4A7C15L;
  }

  static Map<String, Object> settings(FittedHead head) {
    return Map.of(
        "head",
        "softmax",
        "l2",
        head.l2(),
        "temperature",
        head.temperature(),
        "width",
        head.head().width());
  }
}
