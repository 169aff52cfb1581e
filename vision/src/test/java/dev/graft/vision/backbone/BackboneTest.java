package dev.graft.vision.backbone;

import static dev.graft.vision.backbone.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BackboneTest {
  private static final int INPUT = 3 * 224 * 224;
  private static List<NamedTensor> tensors;
  private static byte[] file;

  @BeforeAll
  static void makeWeights() {
    Network network = new MobileNetV2().network(3);
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      NetworkWeights.initialise(network, owner, 7);
      tensors = NetworkWeights.copy(network);
      file = SafetensorsWriter.bytes(tensors);
    }
  }

  @Test
  void freesEveryArrayItTakes() throws Exception {
    long before = VisionRuntime.aliveArrays();
    for (int i = 0; i < 3; i++) {
      try (Backbone backbone = load(file)) {
        backbone.use(new EmbeddingPlan(Layout.CHANNELS_LAST, 1));
        backbone.embed(List.of(picture(0))); // the first single one has weights packed
        long loaded = VisionRuntime.aliveArrays();
        for (int j = 0; j < 5; j++) {
          backbone.embed(List.of(picture(j), picture(j + 1)));
          assertEquals(loaded, VisionRuntime.aliveArrays());
        }
      }
      assertEquals(before, VisionRuntime.aliveArrays());
    }
  }

  @Test
  void freesEverythingWhenTheWeightsAreBad() {
    long before = VisionRuntime.aliveArrays();
    byte[] cut = java.util.Arrays.copyOf(file, file.length - 1);
    assertTrue(refusal(cut).contains("is cut off"));
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  @Test
  void namesTheTensorThatDoesNotFit() {
    assertTrue(
        refusal(changed(t -> t.name().equals("features.0.0.weight") ? null : t))
            .startsWith("tensor features.0.0.weight is missing"));
    assertTrue(
        refusal(changed(t -> t.name().equals("features.0.1.bias") ? renamed(t, "extra") : t))
            .startsWith("tensor extra is not part"));
    assertTrue(
        refusal(changed(t -> t.name().equals("features.0.1.bias") ? shorter(t) : t))
            .contains("features.0.1.bias F32[1] should have the shape [32]"));
  }

  @Test
  void takesAClassifierOfAnyWidthOrNone() throws Exception {
    byte[] without = changed(t -> t.name().startsWith("classifier") ? null : t);
    try (Backbone three = load(file);
        Backbone none = load(without)) {
      assertClose(
          "embedding",
          three.embed(List.of(picture(1)))[0],
          none.embed(List.of(picture(1)))[0],
          1e-6);
    }
  }

  @Test
  void refusesOtherBytesThanTheDigestNames() {
    var spec = new BackboneSpec("mobilenet_v2", "00ff");
    var refused =
        assertThrows(
            BadWeightsException.class,
            () -> Backbone.load(spec, digest -> new ByteArrayInputStream(file), Device.CPU));
    assertTrue(refused.getMessage().contains("the weights 00ff have in truth the digest"));
  }

  @Test
  void saysWhatIsNotThere() {
    var unknown = new BackboneSpec("nosuchnet", "");
    assertThrows(IllegalArgumentException.class, () -> Backbone.spaceOf(unknown));
    var unshipped = new BackboneSpec("mobilenet_v2", "");
    assertThrows(IllegalArgumentException.class, () -> Backbone.spaceOf(unshipped));
    var spec = new BackboneSpec("mobilenet_v2", digest(file));
    WeightsSource broken =
        digest -> {
          throw new IOException("the store is down");
        };
    assertThrows(UncheckedIOException.class, () -> Backbone.load(spec, broken, Device.CPU));
  }

  @Test
  void answersManyThreadsAtOnceAndClosesAfterThem() throws Exception {
    Backbone backbone = load(file);
    float[] alone = backbone.embed(List.of(picture(2)))[0];
    var threads = Executors.newFixedThreadPool(4);
    try {
      var answers = threads.invokeAll(java.util.Collections.nCopies(8, answer(backbone)));
      for (var each : answers) {
        assertClose("embedding", alone, each.get(), 1e-6);
      }
    } finally {
      threads.shutdown();
      backbone.close();
    }
    assertThrows(IllegalStateException.class, () -> backbone.embed(List.of(picture(2))));
  }

  private static Callable<float[]> answer(Backbone backbone) {
    return () -> {
      float[] embedding = backbone.embed(List.of(picture(2)))[0];
      assertTrue(JniUtils.isGradMode(), "the thread's own gradient mode is given back");
      return embedding;
    };
  }

  @Test
  void refusesAPictureOfAnotherSize() throws Exception {
    try (Backbone backbone = load(file)) {
      var small = List.of(new float[12]);
      assertThrows(IllegalArgumentException.class, () -> backbone.embed(small));
      assertEquals(0, backbone.embed(List.of()).length);
    }
  }

  @Test
  void answersTheSameWhateverPlanIsTried() throws Exception {
    VisionRuntime.configure(1);
    try (Backbone backbone = load(file)) {
      var pictures = List.of(picture(1), picture(2), picture(3));
      backbone.use(new EmbeddingPlan(Layout.PLAIN, 8));
      float[][] fixed = backbone.embed(pictures);
      try (Backbone free = load(file)) {
        for (int i = 0; i < 10; i++) { // passes of two and of one, in either layout
          float[][] tried = free.embed(pictures);
          for (int p = 0; p < 3; p++) {
            assertClose("embedding", fixed[p], tried[p], 1e-5);
          }
        }
        assertEquals(32, free.batch());
      }
      assertEquals(8, backbone.batch());
    }
  }

  @Test
  void spacesDifferByWeightsAndAreStable() {
    var one = Backbone.spaceOf(new BackboneSpec("mobilenet_v2", "aa"));
    assertFalse(one.equals(Backbone.spaceOf(new BackboneSpec("mobilenet_v2", "bb"))));
    // Written down, for every stored vector and bundle carries it.
    assertEquals("3d7acdbfcdf52f6f334be5637142d02aa0edca034d7dfc9678d0803464499713", one.id());
  }

  private static Backbone load(byte[] weights) throws BadWeightsException {
    var spec = new BackboneSpec("mobilenet_v2", digest(weights));
    return Backbone.load(spec, digest -> new ByteArrayInputStream(weights), Device.CPU);
  }

  private static String refusal(byte[] weights) {
    return assertThrows(BadWeightsException.class, () -> load(weights)).getMessage();
  }

  private static String digest(byte[] bytes) {
    return Spaces.hex(Spaces.sha256().digest(bytes));
  }

  private static float[] picture(int seed) {
    return Formula.input("", "picture" + seed, INPUT);
  }

  /** The file with every tensor passed through a function, left out where that gives null. */
  private static byte[] changed(UnaryOperator<NamedTensor> change) {
    var changed = new ArrayList<NamedTensor>();
    for (NamedTensor tensor : tensors) {
      NamedTensor made = change.apply(tensor);
      if (made != null) {
        changed.add(made);
      }
    }
    return SafetensorsWriter.bytes(changed);
  }

  private static NamedTensor renamed(NamedTensor tensor, String name) {
    return new NamedTensor(name, tensor.shape(), tensor.values());
  }

  private static NamedTensor shorter(NamedTensor tensor) {
    return new NamedTensor(tensor.name(), new long[] {1}, new float[] {0});
  }
}
