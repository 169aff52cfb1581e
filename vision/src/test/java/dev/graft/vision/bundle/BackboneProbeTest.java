package dev.graft.vision.bundle;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Space;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.backbone.WeightsSource;
import dev.graft.vision.head.FeatureScale;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.score.Scores;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The probe picture through the backbone that ships. */
final class BackboneProbeTest {
  private static final BackboneSpec MINI = new BackboneSpec("mini", "");

  private final Backbone backbone = load();

  private static Backbone load() {
    try {
      return Backbone.load(MINI, WeightsSource.none(), VisionRuntime.device("cpu"));
    } catch (Exception e) {
      throw new AssertionError("mini ships its weights", e);
    }
  }

  @AfterEach
  void free() {
    backbone.close();
  }

  @Test
  void theBackboneOfTheBundleSeesWhatItSawWhenTheBundleWasMade() throws Exception {
    PackedBundle packed = BundleFormat.pack(bundle(backbone.space(), ProbePicture.of(backbone)));
    Bundle back = BundleFormat.unpack(packed.digest(), new Bundles.Kept(packed));
    assertDoesNotThrow(() -> new Classifier(back).verify(backbone));
  }

  @Test
  void aBackboneOfAnotherSpaceIsRefused() {
    var other = new Classifier(bundle(new Space("00".repeat(32)), ProbePicture.of(backbone)));
    assertEquals(Manifest.NAME, refusal(other).file());
  }

  @Test
  void aBackboneThatSeesThePictureOtherwiseIsRefused() {
    float[] moved = ProbePicture.of(backbone).embedding();
    moved[0] += 1;
    var other = new Classifier(bundle(backbone.space(), new PictureProbe(moved)));
    assertEquals(BundleFormat.PROBES, refusal(other).file());
  }

  @Test
  void aHundredReplaysLeaveNoNativeArrayBehind() throws Exception {
    var classifier = new Classifier(bundle(backbone.space(), ProbePicture.of(backbone)));
    long before = VisionRuntime.aliveArrays();
    for (int i = 0; i < 100; i++) {
      classifier.verify(backbone);
    }
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  private BadBundleException refusal(Classifier classifier) {
    return assertThrows(BadBundleException.class, () -> classifier.verify(backbone));
  }

  private Bundle bundle(Space space, PictureProbe picture) {
    int width = backbone.width();
    float[] spread = new float[width];
    Arrays.fill(spread, 0.1f);
    float[][] weight = new float[2][width];
    Random random = new Random(1);
    for (int j = 0; j < width; j++) {
      weight[0][j] = (float) random.nextGaussian();
      weight[1][j] = -weight[0][j];
    }
    var head = new LinearHead(weight, new float[2]);
    return new Bundle(
        List.of("cat", "dog"),
        MINI,
        space,
        backbone.preprocessing(),
        head,
        head,
        1,
        1,
        Scores.of(List.of("cat", "dog"), new float[0][], new int[0]),
        new Dataset("pets", "topic-id", 1, "ef".repeat(32), List.of()),
        Optional.empty(),
        Probes.drawn(new FeatureScale(new float[width], spread), head, 1, Optional.of(picture)));
  }
}
