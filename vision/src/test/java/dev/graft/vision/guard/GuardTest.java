package dev.graft.vision.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.graft.vision.guard.Epoch.ClassAccuracy;
import dev.graft.vision.guard.Epoch.StageHealth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GuardTest {
  private static final Epoch START = epoch(0.50, 0.60, 80, 80);

  /** Per epoch: training loss, validation loss, right of 100 cats, right of 100 dogs. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "everything gets better | 0.4 0.55 82 83; 0.3 0.50 84 85; 0.2 0.48 86 86 | GoOn | | 3",
        "loss rises but training loss does too | 0.5 0.61 80 80; 0.6 0.64 80 80; 0.7 0.70 79 80 |"
            + " GoOn | | 0",
        "loss rises a hair | 0.4 0.601 80 80; 0.3 0.602 80 80; 0.2 0.603 80 80 | GoOn | | 0",
        "validation loss rises while training loss falls | 0.4 0.55 82 82; 0.3 0.60 82 82; 0.2 0.70"
            + " 81 82 | GoBack | OVERFITTING | 1",
        "loss rises but ever more are right | 0.4 0.55 82 82; 0.3 0.60 84 84; 0.2 0.70 86 86 | GoOn"
            + " | | 3",
        "one bad epoch is forgiven | 0.4 0.55 84 84; 0.3 0.60 78 79 | GoOn | | 1",
        "accuracy stays below its peak | 0.4 0.55 90 90; 0.4 0.56 82 82; 0.4 0.56 81 82 | GoBack |"
            + " PAST_THE_PEAK | 1",
        "accuracy collapses at once | 2.0 3.00 50 50 | GoBack | COLLAPSE | 0",
        "a class pays for the other | 0.4 0.58 45 98 | GoBack | CLASS_FORGOTTEN | 0",
        "a loss is no number | NaN 0.60 80 80 | GoBack | NOT_A_NUMBER | 0",
      })
  void judges(String name, String epochs, String verdict, String alarm, int best) {
    Verdict said = Guard.judge(GuardRules.DEFAULT, history(epochs), 0);
    assertEquals(verdict, said.getClass().getSimpleName(), said.why());
    if (said instanceof Verdict.GoBack back) {
      assertEquals(Alarm.valueOf(alarm), back.alarm(), back.why());
      assertEquals(best, back.best(), back.why());
      assertEquals(0.1, back.rateFactor());
    } else {
      assertEquals(best, ((Verdict.GoOn) said).best(), said.why());
    }
  }

  /** Three epochs on 200 pictures, with the loss's standard error as it comes with so many. */
  @Test
  void aRiseOfTheLossThatMayBeChanceAlarmsNobody() {
    var loss = List.of(0.55, 0.60, 0.70);
    assertInstanceOf(Verdict.GoOn.class, Guard.judge(GuardRules.DEFAULT, rising(loss, 0.06), 0));
    assertInstanceOf(Verdict.GoBack.class, Guard.judge(GuardRules.DEFAULT, rising(loss, 0.03), 0));
  }

  private static List<Epoch> rising(List<Double> losses, double error) {
    var history = new ArrayList<>(List.of(START));
    for (double loss : losses) {
      double training = 0.5 - 0.1 * history.size();
      history.add(new Epoch(training, loss, error, START.classes(), List.of()));
    }
    return history;
  }

  @Test
  void goesBackTwiceAndThenGivesUpWithTheBestCheckpoint() {
    var history = history("0.4 0.55 82 82; 2.0 3.00 50 50");
    assertInstanceOf(Verdict.GoBack.class, Guard.judge(GuardRules.DEFAULT, history, 0));
    assertInstanceOf(Verdict.GoBack.class, Guard.judge(GuardRules.DEFAULT, history, 1));
    assertEquals(
        new Verdict.GiveUp(
            Alarm.COLLAPSE,
            1,
            "accuracy fell by 0.320 to 0.500; epoch 1 was best: accuracy 0.820, loss 0.550, and it"
                + " went back 2 times"),
        Guard.judge(GuardRules.DEFAULT, history, 2));
  }

  @Test
  void feelsDeadChannelsSaturatedValuesAndWeightsFarAway() {
    assertEquals(Alarm.DEAD_CHANNELS, alarmOf(new StageHealth("layer4", 0.40, 0.02, 0.1)));
    assertEquals(Alarm.SATURATED, alarmOf(new StageHealth("layer4", 0.10, 0.50, 0.1)));
    assertEquals(Alarm.FAR_FROM_START, alarmOf(new StageHealth("layer4", 0.10, 0.02, 0.7)));
    var healthy = new StageHealth("layer4", 0.12, 0.03, 0.1);
    assertInstanceOf(Verdict.GoOn.class, Guard.judge(GuardRules.DEFAULT, withStages(healthy), 0));
  }

  @Test
  void ofEquallyGoodEpochsTheOneWithLessLossIsKept() {
    assertEquals(2, Guard.best(history("0.4 0.60 80 80; 0.3 0.55 80 80; 0.2 0.58 80 80")));
    assertEquals(0, Guard.best(history("0.4 0.60 80 80")));
  }

  @Test
  void aHandfulOfPicturesAlarmsNobody() {
    var few = new ArrayList<Epoch>();
    few.add(new Epoch(0.5, 0.6, 0, List.of(new ClassAccuracy("cat", 3, 3)), List.of()));
    few.add(new Epoch(0.4, 0.6, 0, List.of(new ClassAccuracy("cat", 3, 2)), List.of()));
    few.add(new Epoch(0.4, 0.6, 0, List.of(new ClassAccuracy("cat", 3, 2)), List.of()));
    assertInstanceOf(Verdict.GoOn.class, Guard.judge(GuardRules.DEFAULT, few, 0));
  }

  @Test
  void wantsToKnowTheStart() {
    assertThrows(
        IllegalArgumentException.class, () -> Guard.judge(GuardRules.DEFAULT, List.of(), 0));
  }

  private static Alarm alarmOf(StageHealth health) {
    return ((Verdict.GoBack) Guard.judge(GuardRules.DEFAULT, withStages(health), 0)).alarm();
  }

  private static List<Epoch> withStages(StageHealth health) {
    return List.of(
        new Epoch(
            START.trainingLoss(),
            START.validationLoss(),
            0,
            START.classes(),
            List.of(new StageHealth("layer4", 0.10, 0.02, 0))),
        new Epoch(0.4, 0.55, 0, START.classes(), List.of(health)));
  }

  private static List<Epoch> history(String epochs) {
    var history = new ArrayList<>(List.of(START));
    for (String one : epochs.split(";")) {
      String[] n = one.trim().split(" ");
      history.add(
          epoch(
              Double.parseDouble(n[0]),
              Double.parseDouble(n[1]),
              Integer.parseInt(n[2]),
              Integer.parseInt(n[3])));
    }
    return history;
  }

  private static Epoch epoch(double training, double validation, int cats, int dogs) {
    return new Epoch(
        training,
        validation,
        0,
        List.of(new ClassAccuracy("cat", 100, cats), new ClassAccuracy("dog", 100, dogs)),
        List.of());
  }
}
