package dev.graft.vision.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.diagnose.Measured.Accuracy;
import dev.graft.vision.diagnose.Measured.Preprocessed;
import dev.graft.vision.diagnose.Measured.Statistics;
import dev.graft.vision.diagnose.Measured.Twin;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class DiagnosisTest {
  private static final Measured FINE =
      new Measured(
          new Accuracy(400, 400),
          new Accuracy(392, 400),
          new Accuracy(195, 200),
          List.of(),
          List.of(prepared("as published", 190), prepared("blue before red", 188)),
          Optional.of(new Statistics(new Accuracy(190, 200), new Accuracy(189, 200))),
          OptionalDouble.of(0.02));

  @Test
  void findsNothingWhereNothingIs() {
    assertEquals(List.of("nothing"), names(FINE));
  }

  @Test
  void namesThePictureThatIsInBothParts() {
    var leaking = with(FINE, List.of(new Twin("train/cat/1.jpg", "test/cat/9.jpg", true, true)));
    assertEquals(
        List.of(
            new Finding.Leakage(
                "1 of 200 validation pictures are in the training part too, 1 of them pixel by"
                    + " pixel, 0 with another label; first: test/cat/9.jpg is train/cat/1.jpg",
                "Give pictures of one thing one group, so that they stay on one side; validation"
                    + " accuracy is too kind until then.")),
        Diagnosis.of(leaking));
  }

  @Test
  void seesThatOtherwisePreparedPicturesDoClearlyBetter() {
    var wrong =
        new Measured(
            FINE.training(),
            FINE.outOfFold(),
            FINE.validation(),
            List.of(),
            List.of(prepared("as published", 150), prepared("values from -1 to 1", 188)),
            FINE.statistics(),
            FINE.drift());
    assertEquals(List.of("preprocessing"), names(wrong));
    assertTrue(Diagnosis.of(wrong).get(0).why().contains("values from -1 to 1"));
  }

  @Test
  void seesThatBatchNormsStatisticsAreOthers() {
    var spoilt =
        new Measured(
            FINE.training(),
            FINE.outOfFold(),
            FINE.validation(),
            List.of(),
            FINE.preprocessings(),
            Optional.of(new Statistics(new Accuracy(120, 200), new Accuracy(180, 200))),
            FINE.drift());
    assertEquals(List.of("batch-norm"), names(spoilt));
  }

  @Test
  void seesWhatWasLearnedByHeart() {
    assertEquals(List.of("overfitting"), names(accuracies(400, 300, 150)));
  }

  @Test
  void seesThatThePartsAreOfDifferentKinds() {
    assertEquals(List.of("shift"), names(accuracies(392, 388, 120)));
    assertEquals(List.of("overfitting", "shift"), names(accuracies(400, 320, 90)));
  }

  @Test
  void aFewPicturesProveNothing() {
    var few =
        new Measured(
            new Accuracy(10, 10),
            new Accuracy(9, 10),
            new Accuracy(4, 5),
            List.of(),
            List.of(new Preprocessed("as published", new Accuracy(8, 10))),
            Optional.empty(),
            OptionalDouble.empty());
    assertEquals(List.of("nothing"), names(few));
  }

  private static Measured accuracies(int training, int outOfFold, int validation) {
    return new Measured(
        new Accuracy(training, 400),
        new Accuracy(outOfFold, 400),
        new Accuracy(validation, 200),
        List.of(),
        FINE.preprocessings(),
        FINE.statistics(),
        FINE.drift());
  }

  private static Measured with(Measured measured, List<Twin> twins) {
    return new Measured(
        measured.training(),
        measured.outOfFold(),
        measured.validation(),
        twins,
        measured.preprocessings(),
        measured.statistics(),
        measured.drift());
  }

  private static Preprocessed prepared(String name, int right) {
    return new Preprocessed(name, new Accuracy(right, 200));
  }

  private static List<String> names(Measured measured) {
    return Diagnosis.of(measured).stream().map(Finding::name).toList();
  }
}
