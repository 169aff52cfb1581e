package dev.graft.vision.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.graft.vision.head.LinearHead;
import dev.graft.vision.head.Softmax;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClassifierTest {
  private final Bundle bundle = Bundles.small();

  @Test
  void answersWithTheServedHeadAtItsTemperature() {
    float[] embedding = {1, 2, 0.5f};
    float logit = 0.6f - 2 + 1 + 0.3f;
    assertArrayEquals(
        Softmax.of(new float[] {logit, -logit}, 1.25),
        new Classifier(bundle).probabilities(embedding),
        1e-6f);
  }

  @Test
  void theProbesOfAWholeBundleAreAnsweredAsExpected() throws Exception {
    PackedBundle packed = BundleFormat.pack(bundle);
    Bundle back = BundleFormat.unpack(packed.digest(), new Bundles.Kept(packed));
    assertDoesNotThrow(() -> new Classifier(back).verify(null));
  }

  @Test
  void aHeadThatAnswersOtherwiseIsRefused() {
    var other = new LinearHead(new float[][] {{0.6f, -1, 2}, {-0.6f, 1, -2}}, new float[2]);
    refused(other, bundle.probes());
  }

  @Test
  void aHeadThatAnswersNothingIsRefused() {
    var broken = new LinearHead(new float[][] {{Float.NaN, -1, 2}, {-0.6f, 1, -2}}, new float[2]);
    refused(broken, bundle.probes());
  }

  @Test
  void aBackboneThatSeesTheProbePictureOtherwiseIsRefused() {
    float[] expected = {1, -4, 2};
    assertDoesNotThrow(() -> Classifier.verifyPicture(expected, new float[] {1.01f, -4.03f, 2}));
    for (float[] found : new float[][] {{1.1f, -4, 2}, {1, -4}, {1, -4, Float.NaN}, {1, 4, 2}}) {
      assertThrows(BadBundleException.class, () -> Classifier.verifyPicture(expected, found));
    }
  }

  @Test
  void probesAreDrawnAndTheSameForTheSameHead() {
    assertArrayEquals(bundle.probes().embeddings(), Bundles.small().probes().embeddings());
    assertEquals(16, bundle.probes().embeddings().length);
  }

  @Test
  void theProbePictureIsTheSameEverywhere() {
    assertEquals(
        "4299fb378ac1e192e90134da27ddfe52bab88278e406a382ba84efcf581c176c",
        Digest.of(ProbePicture.picture().rgb()));
  }

  private void refused(LinearHead served, Probes probes) {
    Bundle spoiled =
        new Bundle(
            bundle.classes(),
            bundle.backbone(),
            bundle.space(),
            bundle.preprocessing(),
            bundle.judged(),
            served,
            bundle.temperature(),
            bundle.l2(),
            bundle.scores(),
            bundle.dataset(),
            Optional.empty(),
            probes);
    var refusal =
        assertThrows(BadBundleException.class, () -> new Classifier(spoiled).verify(null));
    assertEquals(BundleFormat.PROBES, refusal.file());
  }
}
