package dev.graft.vision.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.LinearHead;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SmoothedLossTest {
  private static final double SMOOTHING = 0.1;

  @BeforeAll
  static void configure() {
    VisionRuntime.configure(1);
  }

  @Test
  void withoutSmoothingItIsTheLogLoss() {
    assertEquals(Math.log(1 + Math.exp(-2)), SmoothedLoss.of(new float[] {3, 1}, 0, 1, 0), 1e-9);
    assertEquals(Math.log(1 + Math.exp(1)), SmoothedLoss.of(new float[] {3, 1}, 1, 2, 0), 1e-9);
  }

  /** All are right, by 10: the targets of 0.95 and 0.05 want ln 19. */
  @Test
  void findsTheTemperatureThatTheTargetsWantWhereAllAreRight() {
    var head = new LinearHead(new float[][] {{1}, {-1}}, new float[2]);
    var examples =
        new LabelledEmbeddings(new float[][] {{5}, {-5}, {5}}, new int[] {0, 1, 0}, new long[3], 2);
    double temperature = SmoothedLoss.temperature(head, examples, SMOOTHING);
    assertEquals(10 / Math.log(19), temperature, 0.01);
    double entropy = -0.95 * Math.log(0.95) - 0.05 * Math.log(0.05);
    assertEquals(entropy, SmoothedLoss.of(head, examples, temperature, SMOOTHING), 1e-4);
  }

  @Test
  void withoutSmoothingAStartKeepsTheHeadsTemperature() throws Exception {
    TuneSet set = Tunes.set(4, 6);
    FittedHead head = ((HeadStart.Fitted) Tunes.fitted(set)).head();
    assertEquals(new HeadStart.Fitted(head), HeadStart.Fitted.towards(0, head, learned(set)));
  }

  @Test
  void aHeldOutLossIsCountedAsTheTrainingLossIsAndBeginsAsLowAsItCan() throws Exception {
    TuneSet set = Tunes.set(4, 6);
    var same = new TuneSet(set.classes(), set.train(), set.train());
    FittedHead head = ((HeadStart.Fitted) Tunes.fitted(set)).head();
    var towards = HeadStart.Fitted.towards(SMOOTHING, head, learned(set));
    double calibrated = lossAtTheStart(same, new HeadStart.Fitted(head));
    double smoothed = lossAtTheStart(same, towards);
    assertEquals(towards.loss(SMOOTHING, learned(set)), smoothed, 1e-4);
    assertTrue(smoothed < calibrated, smoothed + " and " + calibrated);
  }

  private static double lossAtTheStart(TuneSet set, HeadStart start) throws Exception {
    var reports = new ArrayList<EpochReport>();
    TuneListener listener =
        report -> {
          reports.add(report);
          return Verdict.goOn();
        };
    Recipe recipe = Tunes.quick().withSmoothing(SMOOTHING);
    try (SplitNetwork split = Tunes.split("layer3", start);
        FineTuning run = Tunes.begin(split, set, recipe, listener)) {
      return Objects.requireNonNull(reports.get(0).heldOut()).loss();
    }
  }

  private static LabelledEmbeddings learned(TuneSet set) throws Exception {
    try (SplitNetwork split = Tunes.split("layer3", Tunes.fitted(set))) {
      float[][] vectors = split.embed(set.train(), Tunes.live(split), 8);
      int[] labels = set.train().stream().mapToInt(LabelledPicture::label).toArray();
      return new LabelledEmbeddings(vectors, labels, new long[labels.length], Tunes.CLASSES.size());
    }
  }
}
