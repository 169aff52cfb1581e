package dev.graft.vision;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.SoftmaxFit;
import dev.graft.vision.head.SoftmaxFitOptions;
import dev.graft.vision.score.Scores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What heads on MobileNetV2 reach on the real pictures, as the trainer would fit them: the judged
 * head on four fifths of the train folder, the served one on all of it, nothing chosen by the test
 * folder. Minutes long, so it runs only by name: {@code mvn -pl vision -am test
 * -Dtest=RealPicturesReport -Dsurefire.failIfNoSpecifiedTests=false}.
 */
final class RealPicturesReport {
  private static final RealEmbeddings EMBEDDINGS = new RealEmbeddings();

  @AfterAll
  static void free() {
    EMBEDDINGS.close();
  }

  @ParameterizedTest
  @CsvSource({
    "cats_dogs, 0.973",
    "flowers5, 0.864",
    "caltech20, 0.961",
    "trash6, 0.766",
    "chest_xray, 0.791",
    "cifar10, 0.68"
  })
  void reaches(String name, double floor) throws Exception {
    LabelledEmbeddings train = EMBEDDINGS.part(name, "train");
    LabelledEmbeddings test = EMBEDDINGS.part(name, "test");
    var options = SoftmaxFitOptions.choosing();
    FittedHead judged = SoftmaxFit.fit(RealEmbeddings.trainSplit(train), options, null);
    FittedHead served =
        SoftmaxFit.fit(train, options.reusing(judged.l2(), judged.temperature()), judged.head());
    Scores scores =
        Scores.of(
            RealEmbeddings.classes(test),
            served.head(),
            served.temperature(),
            test.vectors(),
            test.labels());
    System.out.printf(
        "%s: accuracy %.4f, log-loss %.3f, calibration error %.3f (l2 %s, temperature %.2f)%n",
        name,
        scores.accuracy(),
        scores.logLoss(),
        scores.calibrationError(),
        served.l2(),
        served.temperature());
    assertTrue(scores.accuracy() >= floor, scores.accuracy() + " is below " + floor);
  }
}
