package dev.graft.vision.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.ResolvedSpec;
import dev.graft.vision.backbone.Tail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BundleFormatTest {
  private final PackedBundle packed = BundleFormat.pack(Bundles.small());
  private final Bundles.Kept kept = new Bundles.Kept(packed);
  private final Map<String, String> digestOf = new HashMap<>();

  @BeforeEach
  void nameTheFiles() throws Exception {
    Manifest manifest = Manifest.parse(packed.manifest());
    manifest.files().forEach((name, entry) -> digestOf.put(name, entry.sha256()));
    digestOf.put(Manifest.NAME, packed.digest());
  }

  @Test
  void namesATailThatLiesInTheStoreAlready() throws Exception {
    Tail tail = Tail.of("layer3", new byte[] {1, 2, 3}).learnedWith("trained");
    Bundle bundle = Bundles.small().on(tail);
    PackedBundle packed = BundleFormat.pack(bundle);
    assertEquals(Set.of(tail.digest()), packed.elsewhere());
    assertEquals(3, BundleFormat.filesOf(packed.digest(), packed.manifest()).size());
    assertEquals(
        Optional.of(tail), BundleFormat.unpack(packed.digest(), new Bundles.Kept(packed)).tail());
    PackedBundle unsaid = BundleFormat.pack(Bundles.small().on(tail.learnedWith("")));
    assertFalse(new String(unsaid.manifest(), UTF_8).contains("batch_norm"));
    assertNotEquals(packed.digest(), BundleFormat.pack(Bundles.small()).digest());
  }

  @Test
  void whatIsPackedComesBackWhole() throws Exception {
    Bundle back = BundleFormat.unpack(packed.digest(), kept);
    Bundle small = Bundles.small();
    assertEquals(small.judged(), back.judged());
    assertEquals(small.served(), back.served());
    assertEquals(small.classes(), back.classes());
    assertEquals(small.backbone(), back.backbone());
    assertEquals(small.space(), back.space());
    assertEquals(small.preprocessing(), back.preprocessing());
    assertEquals(small.scores(), back.scores());
    assertEquals(small.dataset(), back.dataset());
    assertEquals(small.parentDigest(), back.parentDigest());
    assertEquals(packed.digest(), BundleFormat.pack(back).digest());
  }

  @Test
  void theSameBundleHasTheSameDigestEverywhere() {
    PackedBundle again = BundleFormat.pack(Bundles.small());
    assertArrayEquals(packed.manifest(), again.manifest());
    assertEquals(packed.files().keySet(), again.files().keySet());
  }

  @Test
  void theManifestReadsAsItAlwaysDid() throws Exception {
    String expected =
        new String(
            BundleFormatTest.class.getResourceAsStream("manifest.json").readAllBytes(),
            StandardCharsets.UTF_8);
    assertEquals(expected.strip(), new String(packed.manifest(), StandardCharsets.UTF_8));
  }

  @Test
  void whatIsUnusualOfAnInputComesBackWhole() throws Exception {
    var spec =
        BackboneSpec.parse(
            """
            {"name":"mini","weights_digest":"",
             "input":{"size":96,"pad":{"colour":[9]},"gray":true,"channels":1,"clahe":{"clip_limit":3}},
             "taps":[{"stage":"layer2","pooling":"MEAN_AND_MAX"},{"stage":"embedding"}]}\
            """);
    var shown = ResolvedSpec.of(spec).preprocessing();
    var unusual = BundleFormat.pack(Bundles.with(spec, shown));
    var back = BundleFormat.unpack(unusual.digest(), new Bundles.Kept(unusual));
    assertEquals(spec, back.backbone());
    assertEquals(shown, back.preprocessing());
    String json = new String(unusual.manifest(), StandardCharsets.UTF_8);
    assertTrue(
        json.contains(
            "\"preprocessing\":{\"clahe\":{\"clip_limit\":3.0,\"grid\":8},\"crop\":96,\"gray\":true,"),
        json);
  }

  @Test
  void aBundleWithoutParentSaysNothingOfOne() throws Exception {
    PackedBundle first = BundleFormat.pack(Bundles.with(Bundles.SERVED, Optional.empty()));
    assertEquals(
        Optional.empty(),
        BundleFormat.unpack(first.digest(), new Bundles.Kept(first)).parentDigest());
    assertNotEquals(packed.digest(), first.digest());
  }

  @Test
  void aFlippedBitAnywhereIsFoundAndItsFileNamed() {
    digestOf.forEach(
        (name, digest) -> {
          byte[] bytes = kept.files.get(digest);
          for (int at = 0; at < bytes.length; at++) {
            bytes[at] ^= 1;
            assertEquals(name, refusal().file());
            bytes[at] ^= 1;
          }
        });
  }

  @Test
  void aTruncatedFileIsFoundAndNamed() {
    digestOf.forEach(
        (name, digest) -> {
          byte[] whole = kept.files.put(digest, new byte[0]);
          assertEquals(name, refusal().file());
          kept.files.put(digest, whole);
        });
  }

  @Test
  void aMissingFileIsNamed() {
    digestOf.forEach(
        (name, digest) -> {
          byte[] whole = kept.files.remove(digest);
          assertEquals(name, refusal().file());
          kept.files.put(digest, whole);
        });
  }

  @Test
  void aFormatOfTheFutureIsRefusedAsSuch() {
    BadBundleException refusal = refusalOf(manifest().replace("\"format\":1", "\"format\":2"));
    assertEquals(Manifest.NAME, refusal.file());
    assertTrue(refusal.getMessage().contains("format 2"), refusal.getMessage());
  }

  @Test
  void aManifestThatLacksAPartIsRefused() {
    for (String part :
        new String[] {"classes", "backbone", "space", "scores", "dataset", "files"}) {
      String without = manifest().replace("\"" + part + "\":", "\"other\":");
      assertEquals(Manifest.NAME, refusalOf(without).file(), part);
    }
  }

  @Test
  void aManifestThatIsNoJsonIsRefused() {
    assertEquals(Manifest.NAME, refusalOf("not json").file());
    assertEquals(Manifest.NAME, refusalOf("").file());
    assertEquals(Manifest.NAME, refusalOf("[]").file());
    assertEquals(Manifest.NAME, refusalOf(manifest() + "{}").file());
  }

  @Test
  void headsThatDoNotFitTheClassesAreRefused() {
    String three = manifest().replace("\"classes\":[\"cat\",\"dog\"]", "\"classes\":[\"cat\"]");
    assertEquals(Manifest.NAME, refusalOf(three).file());
  }

  @Test
  void aFileThatIsWhatItSaysButNoTensorsIsRefused() {
    byte[] junk = "junk".getBytes(StandardCharsets.UTF_8);
    kept.files.put(Digest.of(junk), junk);
    String pointing = manifest().replace(digestOf.get(BundleFormat.HEAD), Digest.of(junk));
    assertEquals(BundleFormat.HEAD, refusalOf(pointing).file());
  }

  @Test
  void filesThatChangedPlacesAreRefused() {
    String head = digestOf.get(BundleFormat.HEAD);
    String probes = digestOf.get(BundleFormat.PROBES);
    String swapped = manifest().replace(head, "#").replace(probes, head).replace("#", probes);
    assertEquals(BundleFormat.HEAD, refusalOf(swapped).file());
  }

  @Test
  void aBrokenStoreSaysNothingOfTheBundle() {
    BundleFiles broken =
        new BundleFiles() {
          @Override
          public byte[] manifest(String digest) throws IOException {
            throw new IOException("connection refused");
          }

          @Override
          public byte[] file(String digest) throws IOException {
            throw new IOException("connection refused");
          }
        };
    assertThrows(IOException.class, () -> BundleFormat.unpack(packed.digest(), broken));
  }

  private String manifest() {
    return new String(packed.manifest(), StandardCharsets.UTF_8);
  }

  private BadBundleException refusalOf(String manifest) {
    byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
    kept.files.put(Digest.of(bytes), bytes);
    return assertThrows(
        BadBundleException.class, () -> BundleFormat.unpack(Digest.of(bytes), kept));
  }

  private BadBundleException refusal() {
    return assertThrows(BadBundleException.class, () -> BundleFormat.unpack(packed.digest(), kept));
  }
}
