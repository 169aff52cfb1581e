package dev.graft.vision.backbone;

import static dev.graft.vision.backbone.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.layer.Pass;
import dev.graft.vision.layer.Pool;
import dev.graft.vision.layer.Weight;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every architecture we have, against what torchvision computes with weights and inputs made by a
 * formula; the folder is {@code -Dparity.fixtures=DIR}.
 */
class FormulaParityTest {
  private static final double TOLERANCE = 1e-4;

  static Stream<String> architectures() throws IOException {
    var known = new ArrayList<String>();
    var unknown = new ArrayList<String>();
    for (String name : ParityFixture.names()) {
      (Architectures.find(name).isPresent() ? known : unknown).add(name);
    }
    System.out.println("parity with " + ParityFixture.FOLDER + ": comparing " + known);
    if (!unknown.isEmpty()) {
      System.out.println(
          "parity with " + ParityFixture.FOLDER + ": NOT KNOWN, NOT COMPARED " + unknown);
    }
    System.out.println(
        "parity with " + ParityFixture.FOLDER + ": no fixtures of " + without(known));
    assertFalse(known.isEmpty(), "no architecture of " + ParityFixture.FOLDER + " is known");
    return known.stream();
  }

  private static List<String> without(List<String> compared) {
    return Architectures.names().stream().filter(name -> !compared.contains(name)).toList();
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void hasTorchvisionsNamesAndShapes(String name) throws IOException {
    var fixture = ParityFixture.of(name);
    var actual = new TreeMap<String, List<Long>>();
    fixture
        .architecture()
        .network(1000)
        .weights()
        .forEach(
            (weight, declared) ->
                actual.put(weight, Arrays.stream(declared.shape()).boxed().toList()));
    assertEquals(fixture.state(), actual);
  }

  /**
   * Plain, then folded, then loaded from a file; one after the other, for the largest have half a
   * gigabyte of weights.
   */
  @ParameterizedTest
  @MethodSource("architectures")
  void computesWhatTorchvisionComputes(String name) throws Exception {
    long before = VisionRuntime.aliveArrays();
    var fixture = ParityFixture.of(name);
    byte[] file = plainThenFolded(fixture);
    assertEquals(before, VisionRuntime.aliveArrays());
    loads(fixture, file);
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  /** Returns the network as a file. */
  private static byte[] plainThenFolded(ParityFixture fixture) {
    Network network = fixture.architecture().network(1000);
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      NetworkWeights.fill(
          network, owner, (name, weight) -> Formula.weight(fixture.salt(), name, weight.shape()));
      byte[] file = file(fixture, network);
      NDArray input = owner.create(fixture.input(), fixture.inputShape());
      VisionRuntime.withoutGradients(
          () -> {
            float[] plain = compare("plain", network, input, fixture);
            network.fold();
            float[] folded = compare("folded", network, input, fixture);
            assertClose("embedding after folding", plain, folded, TOLERANCE);
            meetsItsOutlineAtOtherSizes(fixture.architecture(), network, owner);
          });
      return file;
    }
  }

  private static float[] compare(
      String state, Network network, NDArray input, ParityFixture fixture) {
    Outline outline = network.outline((int) input.getShape().get(2), (int) input.getShape().get(3));
    NDArray at = input;
    int done = 0;
    double worst = 0;
    for (String stage : fixture.stages()) {
      int next = network.indexOf(stage) + 1;
      if (network.merged().contains(stage)) {
        if (next < network.stageNames().size()) { // the last is read by the embedding alone
          assertThrows(
              IllegalStateException.class, () -> network.stages(input, 0, next, Pass.INFER));
        }
        continue;
      }
      NDArray from = at;
      at = network.stages(from, done, next, Pass.INFER);
      if (from != input && from != at) {
        from.close();
      }
      done = next;
      assertEquals(outline.stages().get(done - 1).shape(), shape(at), stage);
      String key = "stage/" + stage;
      worst = Math.max(worst, assertClose(key, fixture.expected(key), tap(at), TOLERANCE));
    }
    NDArray features = network.stages(at, done, network.stageNames().size(), Pass.INFER);
    float[] embedding = network.embedding(features, Pass.INFER).toFloatArray();
    float[] logits = network.logits(features, Pass.INFER).toFloatArray();
    System.out.printf(
        "parity of %s, %s: off by %.1e in stages, %.1e in the embedding, %.1e in the logits%n",
        fixture.name(),
        state,
        worst,
        assertClose("embedding", fixture.expected("embedding"), embedding, TOLERANCE),
        assertClose("logits", fixture.expected("logits"), logits, TOLERANCE));
    return embedding;
  }

  /** Inputs that are not square and not of the usual size, from the smallest on. */
  private static void meetsItsOutlineAtOtherSizes(
      Architecture architecture, Network network, NDManager owner) {
    boolean patches = network.stageNames().contains("patches");
    int small = patches ? 32 : architecture.smallestSize();
    for (int wider : new int[] {0, patches ? 16 : 37}) {
      try (NDManager scratch = owner.newSubManager()) {
        NDArray at = scratch.ones(new Shape(1, 3, small, small + wider));
        Outline outline = network.outline(small, small + wider);
        int done = 0;
        for (Outline.Part stage : outline.stages()) {
          int next = network.indexOf(stage.name()) + 1;
          if (!network.merged().contains(stage.name())) {
            at = network.stages(at, done, next, Pass.INFER);
            done = next;
            assertEquals(stage.shape(), shape(at), stage.name());
          }
        }
        float[] embedding = network.embedding(at, Pass.INFER).toFloatArray();
        assertEquals(architecture.width(), embedding.length);
        for (float value : embedding) {
          assertTrue(Float.isFinite(value), "not finite at " + small + " by " + (small + wider));
        }
      }
    }
  }

  /** As others have it: with a classifier for three classes, or without what of it is large. */
  private static byte[] file(ParityFixture fixture, Network network) {
    var features = fixture.architecture().network(0).weights().keySet();
    var tensors = new ArrayList<NamedTensor>();
    network
        .weights()
        .forEach(
            (key, weight) -> {
              if (features.contains(key) && weight.kind() != Weight.Kind.COUNTER) {
                tensors.add(new NamedTensor(key, weight.shape(), weight.array().toFloatArray()));
              }
            });
    fixture
        .architecture()
        .network(3)
        .weights()
        .forEach(
            (key, weight) -> {
              if (!features.contains(key) && weight.size() < 10_000_000) {
                tensors.add(new NamedTensor(key, weight.shape(), new float[(int) weight.size()]));
              }
            });
    return SafetensorsWriter.bytes(tensors);
  }

  private static void loads(ParityFixture fixture, byte[] file) throws Exception {
    var spec = new BackboneSpec(fixture.name(), Spaces.hex(Spaces.sha256().digest(file)));
    float[] both = fixture.input();
    int each = both.length / 2;
    var pictures = List.of(Arrays.copyOf(both, each), Arrays.copyOfRange(both, each, 2 * each));
    float[] expected = fixture.expected("embedding");
    try (var backbone = Backbone.load(spec, digest -> new ByteArrayInputStream(file), Device.CPU)) {
      backbone.use(new EmbeddingPlan(Layout.PLAIN, 1));
      backbone.embed(pictures); // the first single one has weights packed
      long loaded = VisionRuntime.aliveArrays();
      for (var plan :
          List.of(new EmbeddingPlan(Layout.PLAIN, 8), new EmbeddingPlan(Layout.CHANNELS_LAST, 1))) {
        backbone.use(plan);
        assertClose("by " + plan, expected, Close.flat(backbone.embed(pictures)), TOLERANCE);
        assertEquals(loaded, VisionRuntime.aliveArrays());
      }
    }
  }

  private static List<Integer> shape(NDArray stage) {
    long[] shape = stage.getShape().getShape();
    return Arrays.stream(shape, 1, shape.length).mapToObj(Math::toIntExact).toList();
  }

  /** The mean over pixels or tokens. */
  private static float[] tap(NDArray stage) {
    try (NDArray mean = Pool.mean().forward(stage, Pass.INFER)) {
      return mean.toFloatArray();
    }
  }
}
