package dev.graft.bench.tune;

import com.sun.management.OperatingSystemMXBean;
import dev.graft.deploy.Failure;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.NetworkWeights;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.optim.Schedule;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.Preprocessing;
import dev.graft.vision.tune.Beginning;
import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.CutStore;
import dev.graft.vision.tune.FineTuning;
import dev.graft.vision.tune.HeadStart;
import dev.graft.vision.tune.LabelledPicture;
import dev.graft.vision.tune.LiveInputs;
import dev.graft.vision.tune.Phase;
import dev.graft.vision.tune.Rates;
import dev.graft.vision.tune.Recipe;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.StoredInputs;
import dev.graft.vision.tune.TuneListener;
import dev.graft.vision.tune.TuneSet;
import dev.graft.vision.tune.Views;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Training steps of one network with weights from chance, on pictures from chance that are already
 * of the network's size, so that preparing them is next to nothing. The engine itself, not a copy
 * of its loop.
 */
final class TuneSteps implements AutoCloseable {
  /** An epoch that no run comes to the end of: what happens there is not measured. */
  private static final int BATCHES = 1000;

  private final SplitNetwork split;
  private final FineTuning run;

  private TuneSteps(SplitNetwork split, FineTuning run) {
    this.split = split;
    this.run = run;
  }

  /**
   * Readies a run.
   *
   * @param store where activations are kept; the empty path to compute the trunk in each step
   */
  static TuneSteps open(String name, String cut, int batch, int side, int classes, Path store)
      throws BadWeightsException, IOException {
    VisionRuntime.configure(1);
    SplitNetwork split = split(name, cut, classes);
    var recipe =
        Recipe.oneCycle(cut)
            .withPhases(List.of(new Phase(cut, 1, Rates.uniform(2e-4, 2e-3), Schedule.constant())))
            .withViews(Views.plain())
            .withBatch(batch)
            .withClip(1);
    var preprocessing = Preprocessing.imagenet(side, side);
    List<Picture> pictures = pictures(batch, side);
    var live =
        new LiveInputs(
            split,
            preprocessing,
            digest -> pictures.get(Integer.parseInt(digest)),
            recipe.views(),
            0);
    CutInputs inputs =
        store.toString().isEmpty()
            ? live
            : new StoredInputs(live, new CutStore(store, 1L << 30), "chance");
    var set = set(batch, classes);
    if (FineTuning.begin(split, set, inputs, recipe, TuneListener.SILENT)
        instanceof Beginning.Ready ready) {
      return new TuneSteps(split, ready.run());
    }
    throw new Failure("a head from chance needs no fit");
  }

  private static SplitNetwork split(String name, String cut, int classes)
      throws BadWeightsException, IOException {
    Architecture architecture = Architectures.find(name).orElseThrow();
    byte[] file = NetworkWeights.fileFromChance(architecture, 1);
    var start = new HeadStart.Fresh(classes, 1);
    return SplitNetwork.load(architecture, new ByteArrayInputStream(file), cut, start, Device.CPU);
  }

  private static List<Picture> pictures(int count, int side) {
    var random = new Random(0);
    var pictures = new ArrayList<Picture>();
    for (int i = 0; i < count; i++) {
      var rgb = new byte[3 * side * side];
      random.nextBytes(rgb);
      pictures.add(new Picture(side, side, rgb));
    }
    return pictures;
  }

  private static TuneSet set(int batch, int classes) {
    var names = IntStream.range(0, classes).mapToObj(String::valueOf).toList();
    var train =
        IntStream.range(0, batch * BATCHES)
            .mapToObj(i -> new LabelledPicture(String.valueOf(i % batch), i % batch % classes))
            .toList();
    return new TuneSet(names, train, List.of());
  }

  /** Milliseconds of this process's processor time of each of so many steps. */
  double[] steps(int count) throws IOException {
    var took = new double[count];
    for (int i = 0; i < count; i++) {
      long began = processorNanos();
      run.step();
      took[i] = (processorNanos() - began) / 1e6;
    }
    return took;
  }

  private static long processorNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  @Override
  public void close() {
    run.close();
    split.close();
  }
}
