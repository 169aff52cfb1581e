package dev.graft.vision.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.head.Balance;
import dev.graft.vision.head.HeadFit;
import dev.graft.vision.head.HeadKind;
import dev.graft.vision.head.HeadOptions;
import dev.graft.vision.head.HeadPolicy;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.Novelty;
import dev.graft.vision.head.NoveltyFit;
import dev.graft.vision.head.TrainedHead;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bundle holds a head of any kind, and what tells novelty. */
final class HeadKindsInBundlesTest {
  @ParameterizedTest
  @EnumSource
  void aHeadOfAnyKindComesBackAndAnswersAsItDid(HeadKind kind) throws Exception {
    Bundle bundle = bundle(kind, Optional.of(novelty()));
    PackedBundle packed = BundleFormat.pack(bundle);
    Bundle back = BundleFormat.unpack(packed.digest(), new Bundles.Kept(packed));
    assertEquals(kind, back.kind());
    assertEquals(bundle.judged(), back.judged());
    assertEquals(bundle.served(), back.served());
    assertEquals(bundle.novelty(), back.novelty());
    assertEquals(bundle.policy(), back.policy());
    assertEquals(packed.digest(), BundleFormat.pack(back).digest());
    assertDoesNotThrow(() -> new Classifier(back).verify(null));
    float[] embedding = {1, 2, 0.5f};
    assertArrayEquals(
        new Classifier(bundle).probabilities(embedding),
        new Classifier(back).probabilities(embedding));
  }

  @Test
  void aManifestWithoutKindIsOfSoftmax() throws Exception {
    PackedBundle packed = BundleFormat.pack(Bundles.small());
    String manifest = new String(packed.manifest(), StandardCharsets.UTF_8);
    for (String part : new String[] {"\"kind\"", "novelty", "policy"}) {
      assertFalse(manifest.contains(part), manifest);
    }
    Bundle back = BundleFormat.unpack(packed.digest(), new Bundles.Kept(packed));
    assertEquals(HeadPolicy.of(HeadKind.SOFTMAX), back.policy());
    assertEquals(HeadKind.SOFTMAX, back.kind());
    assertEquals(Optional.empty(), new Classifier(back).recognition(new float[3]));
  }

  @Test
  void thresholdAndRejectionRateComeWithEveryAnswer() throws Exception {
    PackedBundle packed = BundleFormat.pack(bundle(HeadKind.RIDGE, Optional.of(novelty())));
    var classifier = new Classifier(BundleFormat.unpack(packed.digest(), new Bundles.Kept(packed)));
    var near = classifier.recognition(new float[] {3, 0.1f, 0}).orElseThrow();
    var far = classifier.recognition(new float[] {0, 0, -5}).orElseThrow();
    assertTrue(near.known(), near.toString());
    assertFalse(far.known(), far.toString());
    assertEquals(0.05, near.rejectionRate());
    assertEquals(novelty().threshold(), near.threshold());
  }

  @Test
  void aThresholdThatRejectsNothingComesBack() throws Exception {
    Novelty all = new Novelty(novelty().columns(), Double.POSITIVE_INFINITY, 0.05);
    PackedBundle packed = BundleFormat.pack(bundle(HeadKind.SOFTMAX, Optional.of(all)));
    Bundle back = BundleFormat.unpack(packed.digest(), new Bundles.Kept(packed));
    assertEquals(Optional.of(all), back.novelty());
  }

  @Test
  void versionsThatTellNoveltyAlikeShareItsFile() throws Exception {
    var one = BundleFormat.pack(bundle(HeadKind.RIDGE, Optional.of(novelty())));
    var other = BundleFormat.pack(bundle(HeadKind.DISCRIMINANT, Optional.of(novelty())));
    var shared = new HashSet<>(one.files().keySet());
    shared.retainAll(other.files().keySet());
    assertEquals(1, shared.size());

    var held = new SharedNovelties();
    var first = BundleFormat.unpack(one.digest(), new Bundles.Kept(one), held);
    var kept = new Bundles.Kept(other);
    kept.files.remove(shared.iterator().next()); // not fetched again
    var second = BundleFormat.unpack(other.digest(), kept, held);
    assertSame(first.novelty().orElseThrow(), second.novelty().orElseThrow());
    assertThrows(BadBundleException.class, () -> BundleFormat.unpack(other.digest(), kept));
  }

  @Test
  void aPolicyComesBackAndOneThatNamesNothingIsRefused() throws Exception {
    var wanted =
        new HeadPolicy(
            Set.of(HeadKind.RIDGE, HeadKind.SOFTMAX), Balance.CORRECTED, OptionalDouble.of(0.1));
    PackedBundle packed = BundleFormat.pack(wanting(Bundles.small(), wanted));
    Bundle back = BundleFormat.unpack(packed.digest(), new Bundles.Kept(packed));
    assertEquals(wanted, back.policy());
    var kept = new Bundles.Kept(packed);
    byte[] manifest =
        new String(packed.manifest(), StandardCharsets.UTF_8)
            .replace("\"kinds\"", "\"others\"")
            .getBytes(StandardCharsets.UTF_8);
    kept.files.put(Digest.of(manifest), manifest);
    var refusal =
        assertThrows(
            BadBundleException.class, () -> BundleFormat.unpack(Digest.of(manifest), kept));
    assertEquals(Manifest.NAME, refusal.file());
  }

  @Test
  void aKindThatTheTensorsAreNotOfIsRefused() throws Exception {
    PackedBundle packed = BundleFormat.pack(bundle(HeadKind.RIDGE, Optional.empty()));
    for (String other : new String[] {"perceptron", "neighbours"}) {
      assertEquals(BundleFormat.HEAD, refusal(packed, other).file());
    }
    var unknown = refusal(packed, "forest");
    assertEquals(Manifest.NAME, unknown.file());
    assertTrue(unknown.getMessage().contains("forest"), unknown.getMessage());
  }

  @Test
  void aHeadOfAnotherKindThanTheBundleSaysIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            with(
                Bundles.small(),
                HeadKind.NEIGHBOURS,
                Optional.empty(),
                HeadPolicy.of(HeadKind.NEIGHBOURS)));
    assertThrows(
        IllegalArgumentException.class,
        () -> wanting(Bundles.small(), HeadPolicy.of(HeadKind.RIDGE)));
  }

  private static BadBundleException refusal(PackedBundle packed, String kind) {
    var kept = new Bundles.Kept(packed);
    byte[] manifest =
        new String(packed.manifest(), StandardCharsets.UTF_8)
            .replace("\"kind\":\"ridge\"", "\"kind\":\"" + kind + "\"")
            .getBytes(StandardCharsets.UTF_8);
    kept.files.put(Digest.of(manifest), manifest);
    return assertThrows(
        BadBundleException.class, () -> BundleFormat.unpack(Digest.of(manifest), kept));
  }

  private static Bundle bundle(HeadKind kind, Optional<Novelty> novelty) throws Exception {
    TrainedHead judged = HeadFit.fit(examples(40), given(kind), null);
    TrainedHead served = HeadFit.fit(examples(60), given(kind), null);
    Bundle small = Bundles.small();
    var probes = Probes.drawn(served.scale(), served.head(), 1.25, Optional.empty());
    return new Bundle(
        small.classes(),
        small.backbone(),
        small.space(),
        small.preprocessing(),
        judged.head(),
        served.head(),
        1.25,
        judged.strength(),
        small.scores(),
        small.dataset(),
        Optional.empty(),
        probes,
        kind,
        novelty);
  }

  private static Bundle wanting(Bundle bundle, HeadPolicy policy) {
    return with(bundle, bundle.kind(), bundle.novelty(), policy);
  }

  private static Bundle with(
      Bundle bundle, HeadKind kind, Optional<Novelty> novelty, HeadPolicy policy) {
    return new Bundle(
        bundle.classes(),
        bundle.backbone(),
        bundle.space(),
        bundle.preprocessing(),
        bundle.judged(),
        bundle.served(),
        bundle.temperature(),
        bundle.l2(),
        bundle.scores(),
        bundle.dataset(),
        bundle.parentDigest(),
        bundle.probes(),
        kind,
        novelty,
        policy,
        Optional.empty());
  }

  /** Strength and temperature are given: no folds. */
  private static HeadOptions given(HeadKind kind) {
    double strength = kind == HeadKind.PERCEPTRON ? 8 : kind.strengths(60).get(0);
    return new HeadOptions(
        Set.of(kind), OptionalDouble.of(strength), OptionalDouble.of(1.25), Balance.AS_FOUND, 5);
  }

  private static Novelty novelty() throws InterruptedException {
    return NoveltyFit.fit(examples(60), 0.05);
  }

  private static LabelledEmbeddings examples(int n) {
    Random random = new Random(3);
    float[][] vectors = new float[n][3];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % 2;
      vectors[i][labels[i]] = 3;
      for (int j = 0; j < 3; j++) {
        vectors[i][j] += (float) random.nextGaussian() * 0.4f;
      }
    }
    return new LabelledEmbeddings(vectors, labels, random.longs(n).toArray(), 2);
  }
}
