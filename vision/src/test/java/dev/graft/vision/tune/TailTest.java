package dev.graft.vision.tune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.backbone.TailWeights;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.backbone.WeightsSource;
import dev.graft.vision.tensors.NamedTensor;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A fine-tuned tail, taken out of its fine-tune and put on the published trunk. */
final class TailTest {
  private static final BackboneSpec SPEC = new BackboneSpec("mini", "");
  private static final TuneSet SET = Tunes.set(4, 2);
  private static List<NamedTensor> tensors;
  private static float[][] expected; // [n, width] of the held-out pictures

  @BeforeAll
  static void tune() throws Exception {
    VisionRuntime.configure(1);
    try (SplitNetwork split = Tunes.split("layer3", Tunes.fitted(SET));
        FineTuning run = Tunes.begin(split, SET, Tunes.quick(), TuneListener.SILENT)) {
      tensors = Tunes.finish(run).tail();
      expected = split.embed(SET.heldOut(), Tunes.live(split), 8);
    }
  }

  @Test
  void onTheTrunkAnswersAsItDidInItsFineTune() throws Exception {
    byte[] file = TailWeights.file(tensors);
    Tail tail = Tail.of("layer3", file);
    var pictures = SET.heldOut().stream().map(picture -> Tunes.picture(picture.digest())).toList();
    long alive = VisionRuntime.aliveArrays();
    try (Backbone tuned = Backbone.load(SPEC, WeightsSource.none(), tail, file, Device.CPU);
        Backbone published = Backbone.load(SPEC, WeightsSource.none(), Device.CPU)) {
      float[][] found = tuned.embedPictures(pictures);
      float[][] before = published.embedPictures(pictures);
      for (int i = 0; i < found.length; i++) {
        assertArrayEquals(expected[i], found[i], 1e-3f, "folding rounds otherwise, no more");
      }
      double moved = 0;
      for (int j = 0; j < before[0].length; j++) {
        moved = Math.max(moved, Math.abs(before[0][j] - found[0][j]));
      }
      assertTrue(moved > 1e-2, "the tail has learned something: " + moved);
      assertEquals(Backbone.spaceOf(SPEC, tail), tuned.space());
      assertNotEquals(published.space(), tuned.space());
    }
    assertEquals(alive, VisionRuntime.aliveArrays());
  }

  @Test
  void anotherCutOrAnotherFileIsAnotherSpace() {
    byte[] file = TailWeights.file(tensors);
    var space = Backbone.spaceOf(SPEC, Tail.of("layer3", file));
    assertNotEquals(space, Backbone.spaceOf(SPEC, Tail.of("layer2", file)));
    byte[] less = TailWeights.file(tensors.subList(1, tensors.size()));
    assertNotEquals(space, Backbone.spaceOf(SPEC, Tail.of("layer3", less)));
  }

  @Test
  void aFileThatIsNoTailOfTheNetworkIsRefusedAndLeavesNothingBehind() {
    long alive = VisionRuntime.aliveArrays();
    byte[] file = TailWeights.file(tensors);
    byte[] less = TailWeights.file(tensors.subList(1, tensors.size()));
    assertEquals(
        "the tail %s has in truth the digest %s"
            .formatted(Tail.of("layer3", file).digest(), Tail.of("layer3", less).digest()),
        refusal(Tail.of("layer3", file), less));
    assertEquals(
        "tensor " + tensors.get(0).name() + " of the tail is missing",
        refusal(Tail.of("layer3", less), less));
    assertEquals(
        "the tail begins at layer9, but there are only [stem, layer1, layer2, layer3]",
        refusal(Tail.of("layer9", file), file));
    assertTrue(refusal(Tail.of("layer2", file), file).endsWith("of the tail is missing"));
    assertEquals(alive, VisionRuntime.aliveArrays());
  }

  private static String refusal(Tail tail, byte[] file) {
    return String.valueOf(
        assertThrows(
                BadWeightsException.class,
                () -> Backbone.load(SPEC, WeightsSource.none(), tail, file, Device.CPU))
            .getMessage());
  }
}
