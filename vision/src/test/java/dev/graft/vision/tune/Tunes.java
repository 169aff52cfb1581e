package dev.graft.vision.tune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.draw.DemoPictures;
import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.SoftmaxFit;
import dev.graft.vision.head.SoftmaxFitOptions;
import dev.graft.vision.optim.OptimizerSettings;
import dev.graft.vision.optim.Schedule;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import dev.graft.vision.tensors.NamedTensor;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Small fine-tunes of the shipped network on drawn pictures. */
public final class Tunes {
  public static final Architecture MINI = Architectures.find("mini").orElseThrow();
  public static final List<String> CLASSES = DemoPictures.classes().subList(0, 3);
  private static final PictureDecoder DECODER = new PictureDecoder(PictureLimits.DEFAULT);
  private static final Map<String, Picture> DRAWN = new ConcurrentHashMap<>();
  private static final Map<TuneSet, HeadStart> FITTED = new HashMap<>();

  private Tunes() {}

  /** So many pictures of each class. */
  public static TuneSet set(int train, int heldOut) {
    return new TuneSet(CLASSES, pictures(0, train), pictures(train, train + heldOut));
  }

  private static List<LabelledPicture> pictures(int from, int to) {
    var pictures = new ArrayList<LabelledPicture>();
    for (int i = from; i < to; i++) {
      for (int label = 0; label < CLASSES.size(); label++) {
        pictures.add(new LabelledPicture(label + "-" + i, label));
      }
    }
    return pictures;
  }

  public static Picture picture(String digest) {
    return DRAWN.computeIfAbsent(
        digest,
        name -> {
          String[] parts = name.split("-");
          byte[] png =
              DemoPictures.png(CLASSES.get(Integer.parseInt(parts[0])), Integer.parseInt(parts[1]));
          return ((Decoded.Readable) DECODER.decode(png)).picture();
        });
  }

  /** With the shipped weights. */
  public static SplitNetwork split(String cut, HeadStart start) throws Exception {
    try (InputStream shipped = MINI.shippedWeights().orElseThrow()) {
      return SplitNetwork.load(MINI, shipped, cut, start, Device.CPU);
    }
  }

  /** A head fitted on the plain views of the train pictures; once for all tests of a set. */
  public static synchronized HeadStart fitted(TuneSet set) throws Exception {
    HeadStart known = FITTED.get(set);
    if (known == null) {
      known = fit(set);
      FITTED.put(set, known);
    }
    return known;
  }

  private static HeadStart fit(TuneSet set) throws Exception {
    try (SplitNetwork split = split("layer3", new HeadStart.Fresh(CLASSES.size(), 1))) {
      float[][] vectors = SettledHead.embeddings(split, set.train(), live(split), 8);
      int[] labels = set.train().stream().mapToInt(LabelledPicture::label).toArray();
      var examples =
          new LabelledEmbeddings(vectors, labels, new long[labels.length], CLASSES.size());
      var options = SoftmaxFitOptions.choosing().reusing(10, 0.8);
      FittedHead head = SoftmaxFit.fit(examples, options, null);
      return new HeadStart.Fitted(head);
    }
  }

  public static LiveInputs live(SplitNetwork split) {
    return live(split, quick());
  }

  public static LiveInputs live(SplitNetwork split, Recipe recipe) {
    return new LiveInputs(
        split, MINI.preprocessing(), Tunes::picture, recipe.views(), recipe.seed());
  }

  /** Two epochs of the last stage. */
  public static Recipe quick() {
    return Recipe.oneCycle("layer3")
        .withPhases(phases("layer3", 2))
        .withViews(Views.plain())
        .withOptimizer(OptimizerSettings.adamW())
        .withBatch(8)
        .withSeed(5);
  }

  /** One phase at usual rates. */
  static List<Phase> phases(String from, int epochs) {
    return List.of(new Phase(from, epochs, Rates.uniform(1e-3, 1e-2), Schedule.constant()));
  }

  public static FineTuning begin(
      SplitNetwork split, TuneSet set, Recipe recipe, TuneListener listener) throws Exception {
    return ((Beginning.Ready) FineTuning.begin(split, set, live(split, recipe), recipe, listener))
        .run();
  }

  public static TuneResult finish(FineTuning run) throws Exception {
    return run.run(CheckpointTarget.NONE, Integer.MAX_VALUE);
  }

  static void assertEqualBits(List<NamedTensor> expected, List<NamedTensor> actual) {
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i).values(), actual.get(i).values(), expected.get(i).name());
    }
  }
}
