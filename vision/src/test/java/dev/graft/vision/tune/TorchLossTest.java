package dev.graft.vision.tune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Formula;
import dev.graft.vision.backbone.NetworkWeights;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.layer.Weight;
import dev.graft.vision.optim.Expected;
import dev.graft.vision.optim.OptimizerSettings;
import dev.graft.vision.optim.Schedule;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Twenty steps beside PyTorch's, with weights and inputs that both make by a formula. */
final class TorchLossTest {
  private static final int SIDE = 64;
  private static final int BATCH = 8;
  private static final int CLASSES = 5;

  @BeforeAll
  static void oneThread() {
    VisionRuntime.configure(1);
  }

  @ParameterizedTest
  @CsvSource({
    "resnet18, layer4, sgd, 1e-5",
    "resnet18, layer4, adamw, 2e-5",
    "mobilenet_v2, features.14, sgd, 1e-3",
    "mobilenet_v2, features.14, adamw, 2e-5"
  })
  void lossesFollowPyTorchAndTheFrozenStaysAsItWas(
      String name, String cut, String optimizer, double rate) throws Exception {
    double[] expected = Expected.numbers("losses", name + " " + optimizer);
    try (SplitNetwork split = split(name, cut)) {
      List<NamedTensor> before = NetworkWeights.copy(split.network());
      TuneResult result = tuned(split, name, recipe(cut, optimizer, rate));
      double[] losses = result.reports().stream().mapToDouble(EpochReport::trainLoss).toArray();
      double off =
          IntStream.range(0, 20)
              .mapToDouble(i -> Math.abs(expected[i] - losses[i]))
              .max()
              .orElse(1);
      System.out.printf("%s by %s: at most %.1e off PyTorch's losses%n", name, optimizer, off);
      assertArrayEquals(expected, losses, 5e-5, Arrays.toString(losses));
      assertTrue(losses[19] < losses[0], "nothing was learned: " + Arrays.toString(losses));
      assertFrozen(before, split, cut);
    }
  }

  private static SplitNetwork split(String name, String cut) throws Exception {
    Architecture architecture = Architectures.find(name).orElseThrow();
    var tensors = new ArrayList<NamedTensor>();
    architecture
        .network(0)
        .weights()
        .forEach(
            (key, weight) -> {
              if (weight.kind() != Weight.Kind.COUNTER) {
                float[] values = Formula.weight("", key, weight.shape());
                tensors.add(new NamedTensor(key, weight.shape(), values));
              }
            });
    var file = new ByteArrayInputStream(SafetensorsWriter.bytes(tensors));
    SplitNetwork split =
        SplitNetwork.load(architecture, file, cut, new HeadStart.Fresh(CLASSES, 0), Device.CPU);
    long[] matrix = {CLASSES, architecture.width()};
    long[] vector = {CLASSES};
    split.restore(
        List.of(
            new NamedTensor("head.weight", matrix, Formula.weight("", "head.weight", matrix)),
            new NamedTensor("head.bias", vector, Formula.weight("", "head.bias", vector))));
    return split;
  }

  private static Recipe recipe(String cut, String optimizer, double rate) {
    boolean sgd = optimizer.equals("sgd");
    Rates rates = Rates.uniform(rate, 10 * rate);
    Schedule schedule = sgd ? Schedule.constant() : Schedule.oneCycle();
    return Recipe.oneCycle(cut)
        .withPhases(List.of(new Phase(cut, 20, rates, schedule)))
        .withOptimizer(
            sgd ? new OptimizerSettings.Sgd(0.9, false, 5e-4) : OptimizerSettings.adamW())
        .withViews(Views.plain())
        .withBatch(BATCH);
  }

  private static TuneResult tuned(SplitNetwork split, String name, Recipe recipe) throws Exception {
    int each = 3 * SIDE * SIDE;
    float[] all = Formula.input("", name, BATCH * each);
    var pictures =
        IntStream.range(0, BATCH)
            .mapToObj(i -> new LabelledPicture(String.valueOf(i), i % CLASSES))
            .toList();
    CutInputs inputs =
        (views, scratch) -> {
          var batch = new float[views.size() * each];
          for (int i = 0; i < views.size(); i++) {
            int from = Integer.parseInt(views.get(i).picture().digest()) * each;
            System.arraycopy(all, from, batch, i * each, each);
          }
          return split.trunk(scratch.create(batch, new Shape(views.size(), 3, SIDE, SIDE)));
        };
    var set = new TuneSet(List.of("a", "b", "c", "d", "e"), pictures, List.of());
    var ready = (Beginning.Ready) FineTuning.begin(split, set, inputs, recipe, TuneListener.SILENT);
    return Tunes.finish(ready.run());
  }

  private static void assertFrozen(List<NamedTensor> before, SplitNetwork split, String cut) {
    int first = split.network().indexOf(cut);
    var tail = new ArrayList<String>();
    for (int stage = first; stage < split.stages(); stage++) {
      tail.addAll(split.network().weights(stage).keySet());
    }
    int learned = 0;
    for (NamedTensor now : NetworkWeights.copy(split.network())) {
      NamedTensor was =
          before.stream()
              .filter(tensor -> tensor.name().equals(now.name()))
              .findAny()
              .orElseThrow();
      boolean statistic = split.network().weights().get(now.name()).kind() == Weight.Kind.STATISTIC;
      if (tail.contains(now.name()) && !statistic) {
        assertFalse(Arrays.equals(was.values(), now.values()), now.name() + " has not learned");
        learned++;
      } else {
        assertArrayEquals(was.values(), now.values(), now.name());
      }
    }
    assertEquals(
        tail.stream()
            .filter(name -> split.network().weights().get(name).kind() == Weight.Kind.TRAINED)
            .count(),
        learned);
  }
}
