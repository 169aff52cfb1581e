package dev.graft.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.domain.DomainDistance;
import dev.graft.vision.domain.DomainProbe;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import dev.graft.vision.pretrain.ProbeSet;
import dev.graft.vision.strategy.Domain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How far the train parts of the real sets lie from what MobileNetV2 was trained on. A minute long,
 * so it runs only by name: {@code mvn -pl vision -am test -Dtest=DomainReport
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
final class DomainReport {
  private static DomainProbe probe;

  @BeforeAll
  static void load() throws Exception {
    Path weights = TestData.require("weights/mobilenet_v2.safetensors");
    VisionRuntime.configure(1);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(weights));
    probe =
        DomainProbe.load(
            new BackboneSpec("mobilenet_v2", HexFormat.of().formatHex(digest)),
            wanted -> Files.newInputStream(weights),
            Device.CPU);
  }

  @AfterAll
  static void free() {
    if (probe != null) {
      probe.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "caltech20, NEAR",
    "flowers5, NEAR",
    "cats_dogs, NEAR",
    "trash6, UNCLEAR",
    "chest_xray, FAR",
    "cifar10, FAR"
  })
  void measures(String name, Domain expected) throws Exception {
    ProbeSet set = ProbeSet.ofFolder(TestData.require("images/" + name));
    var few = DomainDistance.between(probe.of(some(set, 32, 3)), probe.trainedOn());
    var one = probe.of(some(set, 128, 1));
    var other = probe.of(some(set, 128, 2));
    var distance = DomainDistance.between(one, probe.trainedOn());
    var again = DomainDistance.between(other, probe.trainedOn());
    System.out.printf(
        "%s: 32 pictures %.3f, 128 pictures %.3f and %.3f; between these two windows %.3f%n",
        name,
        few.overall(),
        distance.overall(),
        again.overall(),
        DomainDistance.between(one, other).overall());
    distance
        .stages()
        .forEach(stage -> System.out.printf("  %s %.3f%n", stage.stage(), stage.distance()));
    assertEquals(expected, distance.domain());
    assertEquals(expected, again.domain());
  }

  private static List<float[]> some(ProbeSet set, int size, long seed) {
    var all = new ArrayList<>(set.train());
    Collections.shuffle(all, new Random(seed));
    var decoder = new PictureDecoder(PictureLimits.DEFAULT);
    return all.subList(0, size).stream()
        .map(example -> ((Decoded.Readable) decoder.decode(example.picture())).picture())
        .map(picture -> probe.architecture().preprocessing().tensor(picture))
        .toList();
  }
}
