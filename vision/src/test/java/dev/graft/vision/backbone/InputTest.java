package dev.graft.vision.backbone;

import static dev.graft.vision.backbone.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.picture.Fault;
import dev.graft.vision.picture.Picture;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Other inputs and other features than the usual ones, through the shipped network. */
class InputTest {
  private static final double TOLERANCE = 1e-5;

  @Test
  void oneGrayChannelGivesWhatThreeEqualOnesGive() throws Exception {
    var half = "'gray':true,'mean':[0.5],'std':[0.25]";
    float[] three = embed("{'name':'mini','input':{" + half + "}}", noise(80, 70, 3));
    float[] one = embed("{'name':'mini','input':{" + half + ",'channels':1}}", noise(80, 70, 3));
    assertClose("one channel", three, one, TOLERANCE);
  }

  @Test
  void sixChannelsOfTheSameThreeBandsTwiceGiveWhatThreeGive() throws Exception {
    float[] three = embed("{'name':'mini'}", noise(64, 64, 3));
    float[] six = embed("{'name':'mini','input':{'bands':[1,2,3,1,2,3]}}", noise(64, 64, 3));
    assertClose("3/6 of each weight, twice", three, six, TOLERANCE);
  }

  @Test
  void eachNumberOfChannelsEmbeds() throws Exception {
    for (String bands : List.of("[7]", "[7,2]", "[1,2,3,7]", "[7,6,5,4,3]")) {
      float[] embedding =
          embed("{'name':'mini','input':{'bands':" + bands + "}}", noise(70, 80, 7));
      assertTrue(finite(embedding), bands);
    }
  }

  @Test
  void tilesArePooledFromTheEmbeddingsOfTheirSquares() throws Exception {
    Picture picture = noise(128, 64, 3); // two squares of 64, side by side
    float[] left = embed("{'name':'mini'}", part(picture, 0));
    float[] right = embed("{'name':'mini'}", part(picture, 64));
    var mean = new float[left.length];
    var max = new float[left.length];
    for (int i = 0; i < left.length; i++) {
      mean[i] = (left[i] + right[i]) / 2;
      max[i] = Math.max(left[i], right[i]);
    }
    assertClose("mean", mean, embed("{'name':'mini','input':{'tiles':{}}}", picture), TOLERANCE);
    assertClose(
        "max",
        max,
        embed("{'name':'mini','input':{'tiles':{'pooling':'MAX'}}}", picture),
        TOLERANCE);
  }

  @Test
  void picturesOfDifferentManyTilesShareAPass() throws Exception {
    var wide = noise(200, 64, 3);
    var square = noise(64, 64, 3);
    try (var backbone = load("{'name':'mini','input':{'tiles':{}}}")) {
      float[][] together = backbone.embedPictures(List.of(wide, square, wide));
      assertClose("wide", backbone.embedPictures(List.of(wide))[0], together[0], TOLERANCE);
      assertClose("square", backbone.embedPictures(List.of(square))[0], together[1], TOLERANCE);
      assertArrayEquals(together[0], together[2], 1e-5f);
    }
  }

  @Test
  void tapsComeInTheOrderAskedFor() throws Exception {
    Picture picture = noise(90, 90, 3);
    float[] deepFirst = embed(tapped("layer2", "MEAN", "stem", "MEAN_AND_MAX"), picture);
    float[] deepLast = embed(tapped("stem", "MEAN_AND_MAX", "layer2", "MEAN"), picture);
    int width = 96; // of layer2; the stem has 16 channels
    assertEquals(width + 2 * 16, deepFirst.length);
    assertArrayEquals(
        Arrays.copyOf(deepFirst, width), Arrays.copyOfRange(deepLast, 32, 32 + width), 1e-5f);
    for (int channel = 0; channel < 16; channel++) {
      assertTrue(deepLast[channel] <= deepLast[16 + channel], "a mean is above the greatest");
    }
  }

  private static String tapped(String one, String pooling, String other, String otherPooling) {
    return "{'name':'mini','taps':[{'stage':'%s','pooling':'%s'},{'stage':'%s','pooling':'%s'}]}"
        .formatted(one, pooling, other, otherPooling);
  }

  @Test
  void largerInputsEmbedAndLeaveNothingBehind() throws Exception {
    long before = VisionRuntime.aliveArrays();
    try (var backbone =
        load(
            "{'name':'mini','input':{'size':160},'taps':[{'stage':'layer1'},{'stage':'embedding'}]}")) {
      backbone.use(new EmbeddingPlan(Layout.PLAIN, 1));
      backbone.embedPictures(
          List.of(noise(300, 200, 3))); // the first single one has weights packed
      long loaded = VisionRuntime.aliveArrays();
      for (int i = 0; i < 3; i++) {
        float[][] embeddings =
            backbone.embedPictures(List.of(noise(300, 200, 3), noise(200, 300, 3)));
        assertEquals(48 + 192, embeddings[0].length);
        assertTrue(finite(embeddings[1]));
        assertEquals(loaded, VisionRuntime.aliveArrays());
      }
    }
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  @Test
  void picturesBelowTheSmallestSizeAreRefusedUnlessAllowed() throws Exception {
    var small = noise(15, 100, 3);
    try (var backbone = load("{'name':'mini'}")) {
      var refused = backbone.refuses(small).orElseThrow();
      assertEquals(Fault.TOO_SMALL, refused.fault());
      assertEquals(
          "It has 15 by 100 pixels; mini takes pictures of at least 16 on the short side, unless"
              + " the task allows small ones.",
          refused.reason());
      assertThrows(IllegalArgumentException.class, () -> backbone.prepare(small));
      assertTrue(backbone.refuses(noise(16, 100, 3)).isEmpty());
    }
    assertTrue(finite(embed("{'name':'mini','input':{'allow_small':true}}", small)));
  }

  @Test
  void picturesOfCifarsSizeAreNotTooSmallForMobileNet() {
    var usual = ResolvedSpec.of(new BackboneSpec("mobilenet_v2", "ab".repeat(32)));
    assertTrue(usual.refuses(noise(32, 32, 3)).isEmpty());
    assertFalse(usual.refuses(noise(31, 32, 3)).isEmpty());
  }

  @Test
  void aPreparedPictureOfAnotherSizeIsRefused() throws Exception {
    try (var backbone = load("{'name':'mini','input':{'size':96}}")) {
      var wrong = List.of(new float[3 * 64 * 64]);
      assertThrows(IllegalArgumentException.class, () -> backbone.embed(wrong));
      var two = List.of(new float[2 * 3 * 96 * 96]); // as tiles would be
      assertThrows(IllegalArgumentException.class, () -> backbone.embed(two));
    }
  }

  private static Backbone load(String json) throws BadWeightsException {
    return Backbone.load(
        BackboneSpec.parse(json.replace('\'', '"')), WeightsSource.none(), Device.CPU);
  }

  private static float[] embed(String json, Picture picture) throws BadWeightsException {
    try (var backbone = load(json)) {
      return backbone.embedPictures(List.of(picture))[0];
    }
  }

  private static boolean finite(float[] embedding) {
    for (float value : embedding) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static Picture part(Picture whole, int left) {
    int side = whole.height();
    var rgb = new byte[3 * side * side];
    for (int y = 0; y < side; y++) {
      System.arraycopy(whole.rgb(), 3 * (y * whole.width() + left), rgb, 3 * y * side, 3 * side);
    }
    return new Picture(side, side, rgb);
  }

  private static Picture noise(int width, int height, int bands) {
    var samples = new byte[width * height * bands];
    new Random(width * 1000L + height).nextBytes(samples);
    return new Picture(width, height, bands, samples);
  }
}
