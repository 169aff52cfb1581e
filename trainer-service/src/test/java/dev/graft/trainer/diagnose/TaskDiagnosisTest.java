package dev.graft.trainer.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.trainer.diagnose.TaskMeasured.ClassLook;
import dev.graft.trainer.diagnose.TaskMeasured.Embeddings;
import dev.graft.trainer.diagnose.TaskMeasured.EpochLook;
import dev.graft.trainer.diagnose.TaskMeasured.Losses;
import dev.graft.trainer.diagnose.TaskMeasured.TuneLook;
import dev.graft.vision.diagnose.Finding;
import dev.graft.vision.diagnose.Measured;
import dev.graft.vision.diagnose.Measured.Accuracy;
import dev.graft.vision.diagnose.Measured.Preprocessed;
import dev.graft.vision.diagnose.Measured.Statistics;
import dev.graft.vision.diagnose.Measured.Twin;
import dev.graft.vision.strategy.HeadRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Made-up tasks, each with one thing wrong. */
class TaskDiagnosisTest {
  private static final Embeddings SAME = new Embeddings("aa", "aa", 64, 0, 0.99999);
  private static final List<ClassLook> EVEN =
      List.of(look("cat", 200, 98, 100), look("dog", 200, 97, 100));
  private static final List<HeadRecord.Point> GROWING =
      List.of(new HeadRecord.Point(200, 0.80), new HeadRecord.Point(400, 0.90));
  private static final List<HeadRecord.Point> FLAT =
      List.of(new HeadRecord.Point(200, 0.75), new HeadRecord.Point(400, 0.751));

  @Test
  void findsNothingWhereNothingIs() {
    assertEquals(List.of("nothing"), names(task(parts(400, 392, 195), EVEN, SAME, null)));
  }

  @Test
  void findsThatThePictureIsInBothSplits() {
    Measured leaking = with(parts(400, 392, 195), List.of(new Twin("cat-1", "cat-9", true, true)));
    Finding found = TaskDiagnosis.of(task(leaking, EVEN, SAME, null)).get(0);
    assertEquals("leakage", found.name());
    assertTrue(found.why().contains("cat-9 is cat-1"), found.why());
  }

  @Test
  void findsThatTheVersionAnswersInAnotherSpaceThanTheTaskNames() {
    var other = new Embeddings("aa", "bb", 64, 0, 1);
    Finding found = TaskDiagnosis.of(task(parts(400, 392, 195), EVEN, other, null)).get(0);
    assertEquals("preprocessing", found.name());
    assertTrue(found.why().startsWith("version 7 answers in the space aa"), found.why());
  }

  @Test
  void findsEmbeddingsThatTheNetworkDoesNotMakeAgain() {
    var other = new Embeddings("aa", "aa", 64, 12, 0.713);
    assertEquals(
        new Finding.PreprocessingMismatch(
            "12 of 64 stored embeddings are not what the network makes of their pictures now; the"
                + " least cosine is 0.713",
            "Something embeds with other weights, another preprocessing or a device that computes"
                + " otherwise: compare release, graft.feature.device and NVIDIA_TF32_OVERRIDE of"
                + " all feature-services."),
        TaskDiagnosis.of(task(parts(400, 392, 195), EVEN, other, null)).get(0));
  }

  @Test
  void findsThatOverfittingIsMendedByLabelsWhileTheyHelp() {
    Finding found = TaskDiagnosis.of(task(parts(400, 300, 150), EVEN, SAME, null)).get(0);
    assertEquals("overfitting", found.name());
    assertTrue(found.why().endsWith("the last doubling of the examples brought +0.100"));
    assertTrue(found.advice().startsWith("More labels still help"), found.advice());
  }

  @Test
  void findsThatOverfittingIsMendedOtherwiseWhenLabelsNoLongerHelp() {
    Finding found = TaskDiagnosis.of(task(parts(400, 300, 150), EVEN, SAME, null, FLAT)).get(0);
    assertTrue(found.advice().startsWith("More labels of the same kind no longer"));
  }

  @Test
  void saysNothingOfLabelsWhileTheyHaveNotDoubledStepByStep() {
    var sparse = List.of(new HeadRecord.Point(7, 0.86), new HeadRecord.Point(400, 0.75));
    Finding found = TaskDiagnosis.of(task(parts(400, 300, 150), EVEN, SAME, null, sparse)).get(0);
    assertTrue(found.advice().startsWith("More labels help most"), found.advice());
  }

  @Test
  void findsThatATailOverfits() {
    assertEquals(
        new Finding.Overfitting(
            "while the tail from layer4 on learned, its training loss fell from 0.300 (epoch 2) to"
                + " 0.050 (epoch 4) and the held-out loss rose from 0.400 to 0.600",
            "The best epoch is what was kept. For the next one: fewer epochs (`graft task create"
                + " --tune-epochs`), a later cut (`--tune-cut`), or more labels."),
        TaskDiagnosis.of(
                task(parts(400, 392, 195), EVEN, SAME, tune("statistics-frozen", true, 0.6)))
            .get(0));
  }

  @Test
  void findsNoOverfittingInATailWhoseHeldOutLossHoldsStill() {
    assertEquals(
        List.of("nothing"),
        names(task(parts(400, 392, 195), EVEN, SAME, tune("statistics-frozen", true, 0.43))));
  }

  @Test
  void findsBatchNormThatWasTrainedWhereThereIsAGapAndTheVersionStandsOnIt() {
    Measured gap = parts(400, 392, 150);
    assertEquals(
        List.of("batch-norm", "shift"), names(task(gap, EVEN, SAME, tune("trained", true, 0.4))));
    assertEquals(List.of("shift"), names(task(gap, EVEN, SAME, tune("trained", false, 0.4))));
    assertEquals(
        List.of("shift"), names(task(gap, EVEN, SAME, tune("statistics-frozen", true, 0.4))));
    assertEquals(
        List.of("nothing"),
        names(task(parts(400, 392, 195), EVEN, SAME, tune("trained", true, 0.4))));
  }

  @Test
  void findsBatchNormWhosePicturesOwnStatisticsDoBetter() {
    Measured fine = parts(400, 392, 195);
    var spoilt =
        new Measured(
            fine.training(),
            fine.outOfFold(),
            fine.validation(),
            List.of(),
            fine.preprocessings(),
            Optional.of(new Statistics(new Accuracy(120, 200), new Accuracy(180, 200))),
            fine.drift());
    assertEquals(List.of("batch-norm"), names(task(spoilt, EVEN, SAME, null)));
  }

  @Test
  void findsAClassThatHasTooFewExamplesToBeTold() {
    var thin = List.of(look("cat", 390, 98, 100), look("lynx", 6, 2, 20));
    Finding found = TaskDiagnosis.of(task(parts(400, 392, 195), thin, SAME, null)).get(0);
    assertEquals(
        "class \"lynx\" has 6 train examples where the largest has 390, and of its validation"
            + " pictures 0.100 of 20 are right, of all 0.975 of 200",
        found.why());
    var well = List.of(look("cat", 390, 98, 100), look("lynx", 6, 20, 20));
    assertEquals(List.of("nothing"), names(task(parts(400, 392, 195), well, SAME, null)));
    var fat = List.of(look("cat", 390, 98, 100), look("lynx", 300, 2, 20));
    assertEquals(List.of("nothing"), names(task(parts(400, 392, 195), fat, SAME, null)));
  }

  @Test
  void saysFirstWhatMakesTheRestDoubtful() {
    Measured much = with(parts(400, 300, 90), List.of(new Twin("cat-1", "cat-9", false, true)));
    assertEquals(
        List.of("leakage", "preprocessing", "batch-norm", "overfitting", "overfitting", "shift"),
        names(task(much, EVEN, new Embeddings("aa", "bb", 0, 0, 1), tune("trained", true, 0.9))));
  }

  private static List<String> names(TaskMeasured task) {
    return TaskDiagnosis.of(task).stream().map(Finding::name).toList();
  }

  /** Of 400 train and 200 validation pictures so many right. */
  private static Measured parts(int training, int outOfFold, int validation) {
    return new Measured(
        new Accuracy(training, 400),
        new Accuracy(outOfFold, 400),
        new Accuracy(validation, 200),
        List.of(),
        List.of(new Preprocessed("as the task has it", new Accuracy(60, 64))),
        Optional.empty(),
        OptionalDouble.of(0.02));
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

  private static ClassLook look(String name, int train, int right, int of) {
    return new ClassLook(name, train, new Accuracy(right, of));
  }

  /** Four epochs; the held-out loss is least, 0.4, after the second. */
  private static TuneLook tune(String batchNorm, boolean own, double lastLoss) {
    return new TuneLook(
        "layer4",
        batchNorm,
        own,
        List.of(
            new EpochLook(1, 0.6, 0.5, 0.8),
            new EpochLook(2, 0.3, 0.4, 0.9),
            new EpochLook(3, 0.1, Math.max(0.41, lastLoss - 0.1), 0.9),
            new EpochLook(4, 0.05, lastLoss, 0.9)));
  }

  private static TaskMeasured task(
      Measured measured,
      List<ClassLook> classes,
      Embeddings embeddings,
      @org.jspecify.annotations.Nullable TuneLook tune) {
    return task(measured, classes, embeddings, tune, GROWING);
  }

  private static TaskMeasured task(
      Measured measured,
      List<ClassLook> classes,
      Embeddings embeddings,
      @org.jspecify.annotations.Nullable TuneLook tune,
      List<HeadRecord.Point> curve) {
    return new TaskMeasured(
        "pets",
        7,
        measured,
        new Losses(OptionalDouble.of(0.01), OptionalDouble.of(0.2), OptionalDouble.of(0.2)),
        classes,
        curve,
        200,
        embeddings,
        Optional.ofNullable(tune),
        OptionalDouble.of(0.1),
        List.of());
  }
}
