package dev.graft.deploy.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Home;
import dev.graft.deploy.weights.AddWeights.Trust;
import dev.graft.events.Digests;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.CheckedWeights;
import dev.graft.vision.catalogue.Catalogue;
import dev.graft.vision.catalogue.PublishedWeights;
import dev.graft.vision.picture.Preprocessing;
import dev.graft.vision.tensors.Dtype;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a hub on the loopback into a folder that stands for the store. */
class AddWeightsTest {
  private static final Patience SHORT =
      new Patience(Duration.ofMillis(500), Duration.ofMillis(500), 2, Duration.ofMillis(1));

  private static final Architecture NETWORK = Architectures.find("squeezenet1_1").orElseThrow();
  private static final byte[] GOOD = weights(1);
  private static final byte[] OTHER = weights(2);

  @TempDir private Path folder;
  private Hub hub;
  private Home home;
  private AddedWeights added;
  private final List<String> stored = new ArrayList<>();

  @BeforeEach
  void open() {
    hub = new Hub(GOOD, "\"one\"");
    home = new Home(folder.resolve("home"));
    added = new AddedWeights(home);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void storesAndRemembersWhatIsPinned() throws Exception {
    var published = published(Digests.sha256Hex(GOOD));
    var result = adding().fetch(published);
    var url = hub.address() + "/owner/small.test/resolve/main/model.safetensors";
    var one = new Added("squeezenet1_1", Digests.sha256Hex(GOOD), url);
    var checked = new CheckedWeights(NETWORK, Digests.sha256Hex(GOOD), 3, false, Set.of(Dtype.F32));
    assertEquals(
        new AddWeights.Result("small.test", one, checked, GOOD.length, Trust.PINNED, published),
        result);
    assertEquals(Map.of("small.test", one), added.all());
    assertEquals(List.of(Digests.sha256Hex(GOOD)), stored);
    assertFalse(Files.exists(added.onItsWay("small.test")), "it lies in the store, once");
  }

  @Test
  void refusesAnotherFileThanIsPinned() {
    var message = failure(() -> adding().fetch(published("0".repeat(64))));
    assertEquals(
        "this is not small.test: it has the sha256 %s, and the catalogue says %s. Nothing was added"
            .formatted(Digests.sha256Hex(GOOD), "0".repeat(64)),
        message);
    assertNothingWasAdded();
  }

  @Test
  void recordsADigestOnFirstUseAndHoldsTheNameToIt() {
    assertEquals(Trust.FIRST, adding().fetch(published(null)).trust());
    assertEquals(Trust.SEEN_BEFORE, adding().fetch(published(null)).trust());
    hub.has(OTHER, "\"two\"");
    var message = failure(() -> adding().fetch(published(null)));
    assertTrue(message.startsWith("small.test has changed: it has the sha256 "), message);
    assertTrue(message.contains(Digests.sha256Hex(GOOD)), message);
    assertTrue(message.contains("take small.test out of " + added.file()), message);
    assertEquals(2, stored.size());
    assertEquals(
        Digests.sha256Hex(GOOD), added.find("small.test").orElseThrow().digest(), "as it was");
  }

  @Test
  void namesTheTensorThatIsWrong() {
    var broken = GOOD.clone();
    int last = broken.length - 4 * 3 * 512 - 4 * 3 - 1; // the last number before the classifier
    broken[last] = 0x7f;
    broken[last - 1] = (byte) 0xc0;
    hub.has(broken, "\"broken\"");
    var message = failure(() -> adding().fetch(published(null)));
    assertTrue(message.contains("can't be weights of squeezenet1_1: tensor features."), message);
    assertTrue(message.contains("holds NaN at index"), message);
    hub.has(java.util.Arrays.copyOf(GOOD, GOOD.length - 1), "\"cut\"");
    var cut = failure(() -> adding().fetch(published(null)));
    assertTrue(cut.contains("tensor classifier.1.bias F32[3] is cut off"), cut);
    assertNothingWasAdded();
  }

  @Test
  void saysWhatToDoWithoutANetwork() {
    hub.close();
    var message = failure(() -> adding().fetch(published(null)));
    assertTrue(message.contains("can't be reached"), message);
    assertTrue(message.contains("graft backbone add small.test --file FILE"), message);
    assertTrue(message.contains("--hub URL"), message);
  }

  @Test
  void saysHowToConvertWhatIsOnlyACheckpoint() {
    var checkpoint = Catalogue.find("resnet50.IMAGENET1K_V2").orElseThrow();
    var message = failure(() -> adding().fetch(checkpoint));
    assertTrue(message.contains(checkpoint.conversion().orElseThrow()), message);
    assertTrue(
        message.contains("graft backbone add --file resnet50.IMAGENET1K_V2.safetensors"), message);
    assertTrue(message.endsWith("graft backbone add resnet50.tv2_in1k"), message);
    assertEquals(List.of(), hub.ranges(), "nothing was asked for");
  }

  @Test
  void takesAFileByItsTensors() throws Exception {
    var file = Files.write(folder.resolve("mine.safetensors"), GOOD);
    var result = adding().take(file, null, null);
    assertEquals(
        Map.of("mine", new Added("squeezenet1_1", Digests.sha256Hex(GOOD), file.toString())),
        added.all());
    assertEquals(Trust.FIRST, result.trust());
    assertTrue(Files.exists(file), "it stays whose it is");
    Files.write(file, OTHER);
    var message = failure(() -> adding().take(file, null, null));
    assertTrue(message.startsWith("there are other weights named mine here"), message);
  }

  @Test
  void knowsAFileThatIsNamedAsInTheCatalogue() throws Exception {
    var file = Files.write(folder.resolve("squeezenet1_1.IMAGENET1K_V1.safetensors"), GOOD);
    var published = Catalogue.find("squeezenet1_1.IMAGENET1K_V1").orElseThrow();
    assertEquals(published, adding().take(file, null, null).published());
    var elsewhere = Files.write(folder.resolve("model.safetensors"), GOOD);
    assertEquals(Trust.SEEN_BEFORE, adding().take(elsewhere, published.name(), null).trust());
    var other = failure(() -> adding().take(elsewhere, "resnet18.tv_in1k", null));
    assertTrue(other.startsWith("this is not resnet18.tv_in1k: it has the sha256"), other);
  }

  @Test
  void refusesAFileForAnotherNetwork() throws Exception {
    var file = Files.write(folder.resolve("mine.safetensors"), GOOD);
    var message = failure(() -> adding().take(file, null, "squeezenet1_0"));
    assertTrue(message.contains("can't be weights of squeezenet1_0: tensor "), message);
    assertEquals(
        "squeezenet1_1.IMAGENET1K_V1 is squeezenet1_1, not mini",
        failure(() -> adding().take(file, "squeezenet1_1.IMAGENET1K_V1", "mini")));
    assertTrue(
        failure(() -> adding().take(file, null, "resnet1000")).startsWith("there is no network"));
    assertTrue(
        failure(() -> adding().take(file, "unheard.of", null)).contains("not in the catalogue"));
    assertEquals(
        "there is no file nowhere", failure(() -> adding().take(Path.of("nowhere"), null, null)));
    assertNothingWasAdded();
  }

  @Test
  void neverReadsAPickle() throws Exception {
    var named = Files.write(folder.resolve("resnet18.pth"), GOOD);
    var message = failure(() -> adding().take(named, null, null));
    assertTrue(message.contains("torch.load('" + named + "', weights_only=True"), message);
    assertTrue(message.contains("graft backbone add --file "), message);
    var disguised =
        Files.write(folder.resolve("net.safetensors"), new byte[] {'P', 'K', 3, 4, 0, 0, 8, 8, 0});
    assertTrue(
        failure(() -> adding().take(disguised, null, null)).contains("this is a PyTorch file"));
    assertNothingWasAdded();
  }

  @Test
  void twoDoNotAddAtATime() throws Exception {
    try (var first = added.lock()) {
      assertTrue(first.isOpen());
      var message = failure(() -> adding().fetch(published(null)));
      assertTrue(message.startsWith("another `graft backbone add` is at work"), message);
    }
    assertEquals(Trust.FIRST, adding().fetch(published(null)).trust());
  }

  @Test
  void believesAStoreOnlyIfItHasTheSameBytes() {
    var adding = new AddWeights(home, hub.address(), SHORT, (bytes, total) -> {}, file -> "other");
    assertTrue(
        failure(() -> adding.fetch(published(null))).startsWith("the store has taken other"));
    assertEquals(Map.of(), added.all());
  }

  private AddWeights adding() {
    return new AddWeights(home, hub.address() + "/", SHORT, (bytes, total) -> {}, this::store);
  }

  private String store(Path file) {
    try {
      var digest = Digests.sha256Hex(Files.readAllBytes(file));
      stored.add(digest);
      return digest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertNothingWasAdded() {
    assertEquals(List.of(), stored);
    assertEquals(Map.of(), added.all());
    assertFalse(Files.exists(added.onItsWay("small.test")));
  }

  private static String failure(Runnable adding) {
    return assertThrows(Failure.class, adding::run).getMessage();
  }

  private static PublishedWeights published(@Nullable String sha256) {
    return new PublishedWeights(
        "small.test",
        "squeezenet1_1",
        null,
        "owner/small.test",
        sha256,
        null,
        "MIT",
        "nobody",
        "none",
        null,
        null,
        Preprocessing.imagenet(256, 224));
  }

  /** All alike, for three classes. */
  private static byte[] weights(float value) {
    var tensors = new ArrayList<NamedTensor>();
    NETWORK
        .network(3)
        .weights()
        .forEach(
            (name, weight) -> {
              var values = new float[Math.toIntExact(weight.size())];
              java.util.Arrays.fill(values, value);
              tensors.add(new NamedTensor(name, weight.shape(), values));
            });
    return SafetensorsWriter.bytes(tensors);
  }
}
