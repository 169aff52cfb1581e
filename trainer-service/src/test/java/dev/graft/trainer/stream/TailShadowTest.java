package dev.graft.trainer.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.embedded.TestBed;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.trainer.Facts;
import dev.graft.trainer.fit.PictureProbes;
import dev.graft.trainer.fit.Wishes;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.trainer.tune.TuneRuns;
import dev.graft.v1.LogShadow;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.PairCounts;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutTrial;
import dev.graft.v1.VersionRef;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.backbone.TailWeights;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.backbone.WeightsSource;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tune.HeadStart;
import dev.graft.vision.tune.SplitNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A candidate with a tail of its own, whose weights came from chance, is scored on pictures. */
class TailShadowTest {
  private static final String TASK = "parts";
  private static final int TRAIN = 8; // of each class
  private static final int VALIDATION = 4;
  private static final int LATER = 2; // one of each split

  private final long alive = VisionRuntime.aliveArrays();
  private final BlobStore store = BlobStores.inMemory();
  private final Rig rig =
      new Rig(store, PictureProbes.over(store), Wishes.ofVision(), TestBed.folder("tail-shadow"));
  private final List<Shown> shown = new ArrayList<>(); // what neither version was fitted on
  private VersionRef baseline = VersionRef.getDefaultInstance();
  private VersionRef candidate = VersionRef.getDefaultInstance();
  private byte[] tail = {};

  private record Shown(int label, int number, boolean later) {
    String image() {
      return "drawn-%d-%03d".formatted(label, number);
    }
  }

  @BeforeEach
  void publish() throws Exception {
    rig.send(Topics.TASKS, TASK, TuneRuns.spec(1));
    try (var drawn = new DrawnExamples(rig, TASK)) {
      for (int i = 0; i < TRAIN + VALIDATION; i++) {
        for (int label = 0; label < TuneRuns.CLASSES.size(); label++) {
          drawn.example(label, i, i >= TRAIN);
          if (i >= TRAIN) {
            shown.add(new Shown(label, i, false));
          }
        }
      }
    }
    rig.fit();
    ModelPublished model = Pets.last(rig.values(Topics.MODELS));
    baseline =
        VersionRef.newBuilder().setVersion(1).setBundleDigest(model.getBundleDigest()).build();
    tail = tailFromChance();
    candidate = stored(tailed(bundle(baseline), Tail.of("layer3", tail)));
    store.create(Keys.bundleFile(Tail.of("layer3", tail).digest()), tail);
    try (var drawn = new DrawnExamples(rig, TASK)) {
      for (int label = 0; label < LATER; label++) {
        drawn.example(label, 40, label == 0);
        shown.add(new Shown(label, 40, true));
      }
    }
  }

  @AfterEach
  void close() {
    rig.close();
    assertEquals(alive, VisionRuntime.aliveArrays());
  }

  @Test
  void itsPicturesGoThroughItsOwnNetworkBesideTheOtherVersionsVectors() throws Exception {
    LogShadow found = scored(1);
    assertEquals(expected(false), found.getValidated());
    assertEquals(expected(true), found.getLater());
    assertEquals(
        "12 validation images, and 2 that came after both datasets; 14 of them from their pictures",
        found.getWhy());
    assertTrue(
        found.getValidated().getWorse() > found.getValidated().getBetter(),
        () -> "a network from chance can't be as good: " + found);
  }

  @Test
  void picturesThatAreNotKeptAreLeftOutAndItSaysSo() throws Exception {
    var kept = new ArrayList<>(shown);
    for (Shown each : List.of(shown.get(0), shown.get(shown.size() - 1))) {
      store.delete(Keys.pixels(each.image()));
      kept.remove(each);
    }
    LogShadow found = scored(1);
    shown.retainAll(kept);
    assertEquals(expected(false), found.getValidated());
    assertEquals(expected(true), found.getLater());
    assertEquals(
        "11 validation images, and 1 that came after both datasets; 12 of them from their pictures"
            + "; 2 pictures are not in the store, or can't be read",
        found.getWhy());
  }

  @Test
  void whereNoPictureIsKeptNothingIsComparedAndTheTrialIsNotHeldUp() {
    shown.forEach(each -> store.delete(Keys.pixels(each.image())));
    LogShadow found = scored(1);
    assertEquals(PairCounts.getDefaultInstance(), found.getValidated());
    assertEquals(PairCounts.getDefaultInstance(), found.getLater());
    assertEquals(
        "no stored image has a vector of both versions"
            + "; 14 pictures are not in the store, or can't be read",
        found.getWhy());
  }

  @Test
  void whatWasMadeServesTheNextTrialBesideTheSameVersion() {
    LogShadow first = scored(1);
    shown.forEach(each -> store.delete(Keys.pixels(each.image())));
    LogShadow next = scored(2);
    assertEquals(first.getValidated(), next.getValidated());
    assertEquals(first.getLater(), next.getLater());
    assertEquals(first.getWhy(), next.getWhy());
  }

  /** Each time would load the network. */
  @Test
  void aPictureThatWasNotThereIsNotAskedForAgain() {
    String pixels = Keys.pixels(shown.get(0).image());
    byte[] bytes = store.get(pixels).orElseThrow();
    store.delete(pixels);
    LogShadow first = scored(1);
    store.create(pixels, bytes); // if it were, it would be found
    assertEquals(first.getWhy(), scored(2).getWhy());
  }

  /** What the trainer announces of the trial. */
  private LogShadow scored(long began) {
    rig.send(
        Topics.ROLLOUTS,
        TASK,
        RolloutState.newBuilder()
            .setTaskId(TASK)
            .setStableVersion(1)
            .setTrial(
                RolloutTrial.newBuilder()
                    .setCandidate(candidate)
                    .setBaseline(baseline)
                    .setBegan(Facts.at(began)))
            .build());
    rig.fit();
    var found = rig.values(Topics.EVIDENCE);
    assertEquals(1, found.size(), found::toString);
    return found.get(0);
  }

  /** Both networks and both heads, asked here. */
  private PairCounts expected(boolean later) throws Exception {
    Bundle one = bundle(candidate);
    Bundle other = bundle(baseline);
    var counts = PairCounts.newBuilder();
    try (var mini = Backbone.load(TuneRuns.MINI, WeightsSource.none(), Device.CPU);
        var own =
            Backbone.load(
                TuneRuns.MINI, WeightsSource.none(), one.tail().orElseThrow(), tail, Device.CPU)) {
      for (Shown each : shown) {
        if (each.later() == later) {
          boolean right = answer(one, own, each) == each.label();
          boolean otherRight = answer(other, mini, each) == each.label();
          counts.setBetter(counts.getBetter() + (right && !otherRight ? 1 : 0));
          counts.setWorse(counts.getWorse() + (otherRight && !right ? 1 : 0));
          counts.setSame(counts.getSame() + (right == otherRight ? 1 : 0));
        }
      }
    }
    return counts.build();
  }

  private static int answer(Bundle bundle, Backbone network, Shown each) {
    var picture = DrawnExamples.picture(DrawnExamples.png(each.label(), each.number()));
    float[] logits = bundle.judged().logits(network.embedPictures(List.of(picture))[0]);
    int best = 0;
    for (int k = 1; k < logits.length; k++) {
      best = logits[k] > logits[best] ? k : best;
    }
    return best;
  }

  private Bundle bundle(VersionRef version) throws Exception {
    return BundleFormat.unpack(version.getBundleDigest(), new BundlePublisher(store));
  }

  private VersionRef stored(Bundle bundle) {
    var packed = BundleFormat.pack(bundle);
    packed.files().forEach((digest, bytes) -> store.create(Keys.bundleFile(digest), bytes));
    store.create(Keys.bundle(packed.digest()), packed.manifest());
    return VersionRef.newBuilder().setVersion(2).setBundleDigest(packed.digest()).build();
  }

  /** Of the same examples, in the tail's space, with a head from chance too. */
  private static Bundle tailed(Bundle of, Tail tail) {
    var random = new Random(8);
    int width = of.judged().width();
    var weight = new float[of.classes().size()][width];
    for (float[] row : weight) {
      for (int i = 0; i < width; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    var head = new LinearHead(weight, new float[weight.length]);
    return new Bundle(
            of.classes(),
            of.backbone(),
            Backbone.spaceOf(of.backbone(), tail),
            of.preprocessing(),
            head,
            head,
            1,
            1,
            of.scores(),
            of.dataset(),
            of.parentDigest(),
            of.probes())
        .on(tail);
  }

  /** The shipped network's last stage with every convolution drawn anew. */
  private static byte[] tailFromChance() throws Exception {
    var mini = Architectures.find("mini").orElseThrow();
    var random = new Random(7);
    var tensors = new ArrayList<NamedTensor>();
    try (var in = mini.shippedWeights().orElseThrow();
        var split = SplitNetwork.load(mini, in, "layer3", new HeadStart.Fresh(3, 1), Device.CPU)) {
      for (NamedTensor tensor : split.copy()) {
        if (!tensor.name().startsWith("head.")) {
          tensors.add(tensor.shape().length == 4 ? drawn(tensor, random) : tensor);
        }
      }
    }
    return TailWeights.file(tensors);
  }

  /** He et al. 2015: variance 2 over the inputs of an output. */
  private static NamedTensor drawn(NamedTensor tensor, Random random) {
    var values = new float[tensor.values().length];
    double deviation = Math.sqrt(2.0 * tensor.shape()[0] / values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return new NamedTensor(tensor.name(), tensor.shape(), values);
  }
}
