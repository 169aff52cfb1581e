package dev.graft.vision.inspect;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.TestData;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.head.Softmax;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** On real pictures: what Grad-CAM calls hot matters more to the answer than any other region. */
class DeletedRegionsTest {
  private static final int SIDE = 224;
  private static final int WINDOW = 80;
  private static final int PICTURES = 12;
  private static final int RANDOM_EACH = 3;

  @Test
  void deletingTheHottestRegionHurtsMoreThanDeletingARandomOne() throws Exception {
    Path weights = TestData.require("weights/mobilenet_v2.safetensors");
    Path folder = TestData.require("images/cats_dogs/test");
    Architecture architecture = Architectures.find("mobilenet_v2").orElseThrow();
    var random = new SplittableRandom(11);
    double hottest = 0;
    double anywhere = 0;
    VisionRuntime.configure(1);
    try (var network =
        ClassifyingNetwork.withItsOwnClassifier(
            architecture, WeightsFile.at(weights), Device.CPU)) {
      for (Path file : some(folder)) {
        float[] prepared = prepared(architecture, file);
        int target = Softmax.largest(network.logits(prepared, SIDE));
        int hot = hottestWindow(GradCam.of(network, prepared, SIDE, network.lastTelling(), target));
        hottest += fall(network, prepared, target, hot);
        for (int i = 0; i < RANDOM_EACH; i++) {
          int corner = random.nextInt(SIDE - WINDOW) * SIDE + random.nextInt(SIDE - WINDOW);
          anywhere += fall(network, prepared, target, corner) / RANDOM_EACH;
        }
      }
    }
    System.out.printf(
        "the class's probability falls by %.3f without the hottest region, by %.3f without a random one%n",
        hottest / PICTURES, anywhere / PICTURES);
    assertTrue(hottest > 1.5 * anywhere, hottest + " against " + anywhere);
  }

  private static List<Path> some(Path folder) throws Exception {
    var files = new ArrayList<Path>();
    try (var classes = Files.list(folder)) {
      for (Path each : classes.sorted().toList()) {
        try (var pictures = Files.list(each)) {
          files.addAll(pictures.sorted().limit(PICTURES / 2).toList());
        }
      }
    }
    return files;
  }

  private static float[] prepared(Architecture architecture, Path file) throws Exception {
    var decoded = new PictureDecoder(PictureLimits.DEFAULT).decode(Files.readAllBytes(file));
    var readable = assertInstanceOf(Decoded.Readable.class, decoded, file.toString());
    return architecture.preprocessing().tensor(readable.picture());
  }

  /** Upper left corner of the window that holds the most heat, as an index of a pixel. */
  private static int hottestWindow(HeatMap heat) {
    HeatMap fine = heat.upsampled(SIDE, SIDE);
    int best = 0;
    double most = -1;
    for (int y = 0; y + WINDOW <= SIDE; y += 4) {
      for (int x = 0; x + WINDOW <= SIDE; x += 4) {
        double sum = 0;
        for (int i = 0; i < WINDOW * WINDOW; i++) {
          sum += fine.values()[(y + i / WINDOW) * SIDE + x + i % WINDOW];
        }
        if (sum > most) {
          most = sum;
          best = y * SIDE + x;
        }
      }
    }
    return best;
  }

  /**
   * By how much the class's probability falls when a window is painted in ImageNet's mean colour.
   */
  private static double fall(ClassifyingNetwork network, float[] prepared, int target, int corner) {
    float[] deleted = prepared.clone();
    for (int channel = 0; channel < 3; channel++) {
      for (int i = 0; i < WINDOW * WINDOW; i++) {
        deleted[channel * SIDE * SIDE + corner + i / WINDOW * SIDE + i % WINDOW] = 0;
      }
    }
    return probability(network, prepared, target) - probability(network, deleted, target);
  }

  private static double probability(ClassifyingNetwork network, float[] prepared, int target) {
    return Softmax.of(network.logits(prepared, SIDE), 1)[target];
  }
}
