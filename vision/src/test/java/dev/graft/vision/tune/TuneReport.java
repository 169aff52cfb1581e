package dev.graft.vision.tune;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.TestData;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.SoftmaxFit;
import dev.graft.vision.head.SoftmaxFitOptions;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import dev.graft.vision.pretrain.ProbeSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a fine-tuned MobileNetV2 reaches on real flowers, by a recipe that nothing here chose: that
 * of the data's own notes. Minutes long, so it runs only by name: {@code mvn -pl vision -am test
 * -Dtest=TuneReport -Dsurefire.failIfNoSpecifiedTests=false}.
 */
final class TuneReport {
  private static final Architecture NETWORK = Architectures.find("mobilenet_v2").orElseThrow();
  private static final String CUT = "features.14";
  private static final Recipe RECIPE = Recipe.oneCycle(CUT);

  @TempDir private Path folder;

  private final Map<String, byte[]> pictures = new HashMap<>();
  private final PictureDecoder decoder = new PictureDecoder(PictureLimits.DEFAULT);

  @Test
  void flowersGetBetterThanByTheHeadAlone() throws Exception {
    VisionRuntime.configure(1);
    ProbeSet probe = ProbeSet.ofFolder(TestData.require("images/flowers5"));
    List<LabelledPicture> test = named("test", probe.test());
    var set = new TuneSet(probe.classes(), named("train", probe.train()), List.of());
    long began = System.nanoTime();
    HeadStart start = fitted(set);
    double fitted = seconds(began);
    try (SplitNetwork split = split(start)) {
      CutInputs inputs = stored(split);
      var judge = new Judge(split, inputs, new TuneSet(set.classes(), set.train(), test), RECIPE);
      HeldOutScore alone = judge.score();
      long learning = System.nanoTime();
      var ready =
          (Beginning.Ready) FineTuning.begin(split, set, inputs, RECIPE, TuneListener.SILENT);
      TuneResult result = Tunes.finish(ready.run());
      double learned = seconds(learning);
      HeldOutScore tuned = judge.score();
      System.out.printf(
          "flowers5: head alone %.4f (loss %.3f), fine-tuned %.4f (loss %.3f); %.0f s to the head,"
              + " %.0f s of fine-tuning, %d steps; training losses %s%n",
          alone.accuracy(),
          alone.loss(),
          tuned.accuracy(),
          tuned.loss(),
          fitted,
          learned,
          result.reports().get(5).steps(),
          result.reports().stream().map(report -> "%.3f".formatted(report.trainLoss())).toList());
      assertTrue(tuned.accuracy() >= 0.90, "accuracy " + tuned.accuracy());
    }
  }

  private HeadStart fitted(TuneSet set) throws Exception {
    try (SplitNetwork split = split(new HeadStart.Fresh(set.classes().size(), 0))) {
      float[][] vectors = SettledHead.embeddings(split, set.train(), stored(split), 1);
      int[] labels = set.train().stream().mapToInt(LabelledPicture::label).toArray();
      long[] folds = new long[labels.length];
      for (int i = 0; i < folds.length; i++) {
        folds[i] = i * 0x9E3779B97F4A7C15L;
      }
      var examples = new LabelledEmbeddings(vectors, labels, folds, set.classes().size());
      return new HeadStart.Fitted(SoftmaxFit.fit(examples, SoftmaxFitOptions.choosing(), null));
    }
  }

  private static SplitNetwork split(HeadStart start) throws Exception {
    try (InputStream in =
        Files.newInputStream(TestData.require("weights/mobilenet_v2.safetensors"))) {
      return SplitNetwork.load(NETWORK, in, CUT, start, VisionRuntime.device("auto"));
    }
  }

  private CutInputs stored(SplitNetwork split) throws IOException {
    var live =
        new LiveInputs(
            split,
            NETWORK.preprocessing(),
            digest -> ((Decoded.Readable) decoder.decode(pictures.get(digest))).picture(),
            RECIPE.views(),
            RECIPE.seed());
    return new StoredInputs(live, new CutStore(folder, 1L << 30), "mobilenet_v2, " + CUT);
  }

  private List<LabelledPicture> named(String part, List<ProbeSet.Example> examples) {
    var named = new ArrayList<LabelledPicture>();
    for (int i = 0; i < examples.size(); i++) {
      pictures.put(part + i, examples.get(i).picture());
      named.add(new LabelledPicture(part + i, examples.get(i).label()));
    }
    return named;
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
