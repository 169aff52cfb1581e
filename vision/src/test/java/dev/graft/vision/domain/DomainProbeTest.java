package dev.graft.vision.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.backbone.WeightsSource;
import dev.graft.vision.draw.DemoPictures;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** On mini, which ships with its weights. */
final class DomainProbeTest {
  private static final BackboneSpec MINI = new BackboneSpec("mini", "");

  @Test
  void drawnPicturesAreNearerToMinisTrainingThanNoise() throws Exception {
    try (var probe = DomainProbe.load(MINI, WeightsSource.none(), Device.CPU)) {
      var trained = probe.trainedOn();
      double drawn = DomainDistance.between(probe.of(drawn(probe, 0)), trained).overall();
      double noise = DomainDistance.between(probe.of(noise(probe)), trained).overall();
      assertTrue(noise > 2 * drawn, drawn + " and " + noise);
    }
  }

  @Test
  void twoWindowsOfTheSameKindHaveNotDrifted() throws Exception {
    try (var probe = DomainProbe.load(MINI, WeightsSource.none(), Device.CPU)) {
      var one = probe.of(drawn(probe, 0));
      double same = DomainDistance.between(one, probe.of(drawn(probe, 100))).overall();
      double other = DomainDistance.between(one, probe.of(noise(probe))).overall();
      assertTrue(other > 5 * same, same + " and " + other);
    }
  }

  @Test
  void doesNotDependOnTheOrderOfThePicturesNorOnEarlierOnes() throws Exception {
    try (var probe = DomainProbe.load(MINI, WeightsSource.none(), Device.CPU)) {
      var pictures = drawn(probe, 0);
      var first = probe.of(pictures);
      probe.of(noise(probe));
      var turned = new ArrayList<>(pictures);
      java.util.Collections.reverse(turned);
      assertEquals(0, DomainDistance.between(first, probe.of(turned)).overall(), 1e-6);
    }
  }

  @Test
  void knowsWhichNetworksRememberNothing() {
    for (String without : List.of("vgg16", "vit_b_16", "convnext_tiny", "squeezenet1_0")) {
      assertFalse(DomainProbe.canMeasure(Architectures.find(without).orElseThrow()), without);
    }
    for (String with : List.of("vgg16_bn", "resnet18", "mobilenet_v2", "densenet121")) {
      assertTrue(DomainProbe.canMeasure(Architectures.find(with).orElseThrow()), with);
    }
  }

  @Test
  void leavesNoArrayBehind() throws Exception {
    long before = VisionRuntime.aliveArrays();
    try (var probe = DomainProbe.load(MINI, WeightsSource.none(), Device.CPU)) {
      probe.of(drawn(probe, 0));
      assertThrows(IllegalArgumentException.class, () -> probe.of(List.of()));
    }
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  private static List<float[]> drawn(DomainProbe probe, int first) {
    var prepared = new ArrayList<float[]>();
    for (int i = 0; i < 32; i++) {
      var classes = DemoPictures.classes();
      var bytes = DemoPictures.png(classes.get(i % classes.size()), first + i);
      var decoded = new PictureDecoder(PictureLimits.DEFAULT).decode(bytes);
      prepared.add(
          probe.architecture().preprocessing().tensor(((Decoded.Readable) decoded).picture()));
    }
    return prepared;
  }

  private static List<float[]> noise(DomainProbe probe) {
    var random = new Random(1);
    var prepared = new ArrayList<float[]>();
    for (int i = 0; i < 32; i++) {
      byte[] rgb = new byte[64 * 64 * 3];
      random.nextBytes(rgb);
      prepared.add(probe.architecture().preprocessing().tensor(new Picture(64, 64, rgb)));
    }
    return prepared;
  }
}
