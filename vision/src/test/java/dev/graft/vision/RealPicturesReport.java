package dev.graft.vision;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.SoftmaxFit;
import dev.graft.vision.head.SoftmaxFitOptions;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import dev.graft.vision.pretrain.ProbeSet;
import dev.graft.vision.score.Scores;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What heads on MobileNetV2 reach on the real pictures, as the trainer would fit them: the judged
 * head on four fifths of the train folder, the served one on all of it, nothing chosen by the test
 * folder. Minutes long, so it runs only by name: {@code mvn -pl vision -am test
 * -Dtest=RealPicturesReport -Dsurefire.failIfNoSpecifiedTests=false}.
 */
final class RealPicturesReport {
  private static Backbone backbone;

  @BeforeAll
  static void load() throws Exception {
    Path weights = TestData.require("weights/mobilenet_v2.safetensors");
    VisionRuntime.configure(1);
    String digest = HexFormat.of().formatHex(sha256(Files.readAllBytes(weights)));
    backbone =
        Backbone.load(
            new BackboneSpec("mobilenet_v2", digest),
            wanted -> Files.newInputStream(weights),
            VisionRuntime.device("auto"));
  }

  @AfterAll
  static void free() {
    if (backbone != null) {
      backbone.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cats_dogs, 0.973",
    "flowers5, 0.864",
    "caltech20, 0.961",
    "trash6, 0.766",
    "chest_xray, 0.791",
    "cifar10, 0.68"
  })
  void reaches(String name, double floor) throws Exception {
    ProbeSet set = ProbeSet.ofFolder(TestData.require("images/" + name));
    LabelledEmbeddings train = embed(set.train(), set.classes().size());
    LabelledEmbeddings test = embed(set.test(), set.classes().size());
    var options = SoftmaxFitOptions.choosing();
    FittedHead judged = SoftmaxFit.fit(trainSplit(train), options, null);
    FittedHead served =
        SoftmaxFit.fit(train, options.reusing(judged.l2(), judged.temperature()), judged.head());
    Scores scores =
        Scores.of(
            set.classes(), served.head(), served.temperature(), test.vectors(), test.labels());
    System.out.printf(
        "%s: accuracy %.4f, log-loss %.3f, calibration error %.3f (l2 %s, temperature %.2f)%n",
        name,
        scores.accuracy(),
        scores.logLoss(),
        scores.calibrationError(),
        served.l2(),
        served.temperature());
    assertTrue(scores.accuracy() >= floor, scores.accuracy() + " is below " + floor);
  }

  private static LabelledEmbeddings trainSplit(LabelledEmbeddings all) {
    int[] ids =
        IntStream.range(0, all.size())
            .filter(i -> Long.remainderUnsigned(all.foldHashes()[i], 100) >= 20)
            .toArray();
    return new LabelledEmbeddings(
        IntStream.of(ids).mapToObj(i -> all.vectors()[i]).toArray(float[][]::new),
        IntStream.of(ids).map(i -> all.labels()[i]).toArray(),
        IntStream.of(ids).mapToLong(i -> all.foldHashes()[i]).toArray(),
        all.classes());
  }

  private static LabelledEmbeddings embed(List<ProbeSet.Example> examples, int classes)
      throws Exception {
    var decoder = new PictureDecoder(PictureLimits.DEFAULT);
    float[][] vectors = new float[examples.size()][];
    int[] labels = new int[vectors.length];
    long[] hashes = new long[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      byte[] bytes = examples.get(i).picture();
      var picture = ((Decoded.Readable) decoder.decode(bytes)).picture();
      vectors[i] = backbone.embed(List.of(backbone.prepare(picture)))[0];
      labels[i] = examples.get(i).label();
      hashes[i] = ByteBuffer.wrap(sha256(bytes)).getLong();
    }
    return new LabelledEmbeddings(vectors, labels, hashes, classes);
  }

  private static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }
}
