package dev.graft.deploy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  private static final int PICTURES = 100;

  @Test
  void equalsGoToTheSimplest() {
    var one = answers(90, 2);
    assertEquals(0, Choice.of(List.of(one, one, one)));
  }

  @Test
  void onePictureMoreSpeaksForFineTuningButNotForADearerOne() {
    assertEquals(1, Choice.of(List.of(answers(90, 2), answers(91, 2), answers(92, 2))));
  }

  @Test
  void onePictureLessSpeaksAgainstFineTuning() {
    assertEquals(0, Choice.of(List.of(answers(91, 2), answers(90, 6), answers(90, 2))));
  }

  @Test
  void whereTheFirstIsWorseThanTheHeadAloneADearerOneHasToBeClearlyBetter() {
    assertEquals(2, Choice.of(List.of(answers(91, 2), answers(90, 2), answers(96, 2))));
    assertEquals(0, Choice.of(List.of(answers(91, 2), answers(90, 2), answers(92, 2))));
  }

  @Test
  void fivePicturesMoreOfTheSameHundredSpeakForTheDearerOne() {
    assertEquals(2, Choice.of(List.of(answers(90, 2), answers(91, 2), answers(96, 2))));
  }

  @Test
  void surerAnswersThatAreAsOftenRightDecideByTheirLoss() {
    assertEquals(1, Choice.of(List.of(unevenlySure(0.2f), unevenlySure(4))));
    assertEquals(0, Choice.of(List.of(unevenlySure(4), unevenlySure(0.2f))));
  }

  @Test
  void whatIsClearlyLessOftenRightIsNotChosenForItsLoss() {
    assertEquals(0, Choice.of(List.of(unevenlySure(0.2f), answers(80, 6))));
  }

  @Test
  void aTemperatureTakesAwayWhatOnlyConfidenceMakes() {
    assertEquals(0, Choice.of(List.of(answers(90, 1), answers(90, 3))));
  }

  @Test
  void anEpochAndItsRefitHaveToFitIntoTheTime() {
    assertEquals(OptionalInt.of(6), EpochCost.epochs(132, 10, 1.2, 0, 3, 6));
    assertEquals(OptionalInt.of(5), EpochCost.epochs(131, 10, 1.2, 0, 3, 6));
    assertEquals(OptionalInt.of(3), EpochCost.epochs(131, 10, 1.2, 100, 3, 6));
    assertEquals(OptionalInt.empty(), EpochCost.epochs(131, 10, 1.2, 102, 3, 6));
  }

  @Test
  void whatAStepTakesIsMeasuredAndDecidesOnTheEpochs() {
    double usual = new EpochCost(0.03, 0.01).seconds(800, 100);
    double slow = new EpochCost(0.06, 0.01).seconds(800, 100);
    assertEquals(OptionalInt.of(6), EpochCost.epochs(330, usual, 1.2, 0, 3, 6));
    assertEquals(OptionalInt.of(3), EpochCost.epochs(330, slow, 1.2, 0, 3, 6));
    assertEquals(OptionalInt.empty(), EpochCost.epochs(320, slow, 1.2, 0, 3, 6));
  }

  @Test
  void epochsThatTookTwiceAsLongAreExpectedToGoOnSo() {
    var cost = EpochCost.guessed(0.01);
    assertEquals(0.01 * (3 * 800 + 100), cost.seconds(800, 100), 1e-9);
    assertEquals(new EpochCost(0.06, 0.02), cost.seen(25, 50));
    assertEquals(cost.seen(25, 50), cost.seen(25, 50).seen(50, 50));
    assertEquals(cost, cost.seen(0, 50));
  }

  /** The first so many of a hundred right, all equally sure. */
  private static Answers answers(int right, float sure) {
    var logits = new float[PICTURES][];
    for (int i = 0; i < PICTURES; i++) {
      logits[i] = i < right ? new float[] {sure, 0} : new float[] {0, sure};
    }
    return new Answers(logits, new int[PICTURES]);
  }

  /** Ninety right; of the wrong ones it is hardly sure, of the right ones so much. */
  private static Answers unevenlySure(float sure) {
    var logits = new float[PICTURES][];
    for (int i = 0; i < PICTURES; i++) {
      logits[i] = i < 90 ? new float[] {sure, 0} : new float[] {0, 0.2f};
    }
    return new Answers(logits, new int[PICTURES]);
  }
}
