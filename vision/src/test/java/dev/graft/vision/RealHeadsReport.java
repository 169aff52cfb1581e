package dev.graft.vision;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.head.Balance;
import dev.graft.vision.head.HeadFit;
import dev.graft.vision.head.HeadKind;
import dev.graft.vision.head.HeadOptions;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.Novelty;
import dev.graft.vision.head.NoveltyFit;
import dev.graft.vision.head.TrainedHead;
import dev.graft.vision.head.Trial;
import dev.graft.vision.score.CalibrationBand;
import dev.graft.vision.score.Scores;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each kind of head reaches on MobileNetV2's embeddings of the real pictures, as the trainer
 * would fit it: everything chosen by folds of four fifths of the train folder, then refitted on all
 * of it; nothing chosen by the test folder. Runs only by name: {@code mvn -pl vision -am test
 * -Dtest=RealHeadsReport -Dsurefire.failIfNoSpecifiedTests=false}.
 */
final class RealHeadsReport {
  private static final RealEmbeddings EMBEDDINGS = new RealEmbeddings();
  private static final double RATE = NoveltyFit.USUAL_RATE;

  @AfterAll
  static void free() {
    EMBEDDINGS.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cats_dogs", "flowers5", "caltech20", "trash6", "chest_xray", "cifar10"})
  void everyKindIsCalibrated(String set) throws Exception {
    LabelledEmbeddings train = EMBEDDINGS.part(set, "train");
    LabelledEmbeddings test = EMBEDDINGS.part(set, "test");
    TrainedHead chosen =
        HeadFit.fit(RealEmbeddings.trainSplit(train), HeadOptions.choosing(), null);
    System.out.printf("%n| %s, chosen: %s |%n", set, chosen.kind().word());
    boolean allNoWorse = true;
    boolean allWithin = true;
    for (Trial trial : chosen.trials()) {
      TrainedHead judged = judged(train, trial);
      TrainedHead served = HeadFit.fit(train, HeadOptions.reusing(judged), judged.head());
      Row row = row(served, test);
      System.out.println(row.text(set, trial));
      allNoWorse &= row.after.logLoss() <= row.before.logLoss() + 5e-4;
      allWithin &= trial.kind() != chosen.kind() || row.band.holds(row.after.calibrationError());
    }
    assertTrue(allNoWorse, "a temperature made the log-loss worse");
    assertTrue(allWithin, "the chosen kind's calibration error is outside of its band");
  }

  private static TrainedHead judged(LabelledEmbeddings train, Trial trial) throws Exception {
    HeadOptions given =
        new HeadOptions(
            Set.of(trial.kind()),
            OptionalDouble.of(trial.strength()),
            OptionalDouble.empty(), // of the one that is taken, as the fit finds it
            Balance.AS_FOUND,
            5);
    return HeadFit.fit(RealEmbeddings.trainSplit(train), given, null);
  }

  private record Row(Scores before, Scores after, CalibrationBand band, double temperature) {
    String text(String set, Trial trial) {
      return String.format(
          Locale.ROOT,
          "| %s | %s | %.3f | %.3f to %.3f | %.3f (%.3f) | %s | %.2f | %.4f ± %.4f |",
          set,
          trial.kind().word(),
          after.accuracy(),
          before.logLoss(),
          after.logLoss(),
          after.calibrationError(),
          band.upper(),
          trial.strength(),
          temperature,
          trial.behind(),
          trial.behindError());
    }
  }

  private static Row row(TrainedHead trained, LabelledEmbeddings test) {
    HeadKind kind = trained.kind();
    float[][] after = probabilities(trained, trained.temperature(), test);
    List<String> classes = RealEmbeddings.classes(test);
    return new Row(
        Scores.of(classes, probabilities(trained, kind.usualTemperature(), test), test.labels()),
        Scores.of(classes, after, test.labels()),
        CalibrationBand.of(after),
        trained.temperature());
  }

  private static float[][] probabilities(
      TrainedHead trained, double temperature, LabelledEmbeddings test) {
    float[][] probabilities = new float[test.size()][];
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = trained.head().probabilities(test.vectors()[i], temperature);
    }
    return probabilities;
  }

  @ParameterizedTest
  @CsvSource({
    "cats_dogs, trash6, 0.95",
    "trash6, cats_dogs, 0.95",
    "flowers5, caltech20, 0.80",
    "caltech20, flowers5, 0.80"
  })
  void strangersAreRejected(String own, String other, double least) throws Exception {
    Novelty novelty = NoveltyFit.fit(EMBEDDINGS.part(own, "train"), RATE);
    double rejected = rejected(novelty, EMBEDDINGS.part(other, "test"));
    System.out.printf(
        Locale.ROOT,
        "%s: rejects %.3f of its own test pictures, %.3f of %s%n",
        own,
        rejected(novelty, EMBEDDINGS.part(own, "test")),
        rejected,
        other);
    assertTrue(rejected >= least, rejected + " is below " + least);
  }

  @Test
  void itsOwnPicturesAreSeldomRejected() throws Exception {
    for (String own :
        List.of("cats_dogs", "flowers5", "caltech20", "trash6", "chest_xray", "cifar10")) {
      Novelty novelty = NoveltyFit.fit(EMBEDDINGS.part(own, "train"), RATE);
      LabelledEmbeddings test = EMBEDDINGS.part(own, "test");
      double error = Math.sqrt(RATE * (1 - RATE) / test.size());
      double rejected = rejected(novelty, test);
      System.out.printf(Locale.ROOT, "%s: rejects %.3f of its own%n", own, rejected);
      assertTrue(rejected <= RATE + 2.5 * error, own + ": " + rejected);
    }
  }

  private static double rejected(Novelty novelty, LabelledEmbeddings pictures) {
    int rejected = 0;
    for (float[] vector : pictures.vectors()) {
      rejected += novelty.of(vector).known() ? 0 : 1;
    }
    return (double) rejected / pictures.size();
  }
}
