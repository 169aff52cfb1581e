package dev.graft.trainer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.events.Digests;
import dev.graft.events.Vectors;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.trainer.Facts;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.trainer.replay.History;
import dev.graft.trainer.replay.Outcome;
import dev.graft.trainer.replay.Replay;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.FitPolicy;
import dev.graft.v1.HeadPolicy;
import dev.graft.v1.ModelPublished;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplayTest {
  private final Rig rig = new Rig();
  private final Map<String, float[]> vectors = new HashMap<>();
  private List<ModelPublished> versions = new ArrayList<>();
  private List<ExampleChange> changes = new ArrayList<>();
  private int last = 40;

  /** Three versions, with corrections, an erasure and a retraction between them. */
  @BeforeEach
  void publishVersions() {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    for (int i = 0; i < 40; i++) {
      example(i, i % 2 == 0 ? "cat" : "dog");
    }
    rig.fit();
    rig.image(Facts.label("i3", "pets", "cat", "e-corrected", 9), "i3");
    rig.image(Facts.erased("i4"), "i4");
    rig.fit();
    rig.image(Facts.retract("i5", "pets", "e-i5-dog", "e-withdrawn", 9), "i5");
    example(40, "cat");
    rig.fit();
    versions = rig.values(Topics.MODELS);
    changes = new ArrayList<>(rig.values(Topics.EXAMPLES));
    assertEquals(3, versions.size());
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void rebuildsEveryVersionBitForBit() throws Exception {
    for (var version : versions) {
      assertInstanceOf(Outcome.Same.class, replay(changes, vectors).of(version));
    }
  }

  @Test
  void rebuildsAVersionThatServesItsJudgedHead() throws Exception {
    rig.send(
        Topics.TASKS,
        "pets",
        Rig.task("pets", "cat", "dog").toBuilder()
            .setFit(FitPolicy.newBuilder().setServeJudged(true))
            .build());
    rig.fit();
    assertInstanceOf(
        Outcome.Same.class, replay(changes, vectors).of(rig.values(Topics.MODELS).get(0)));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"KIND_UNSPECIFIED", "UNRECOGNIZED"},
      mode = EnumSource.Mode.EXCLUDE)
  void rebuildsVersionsOfEveryKind(HeadPolicy.Kind kind) throws Exception {
    rebuildsThreeVersionsBy(HeadPolicy.newBuilder().addKinds(kind));
  }

  @Test
  void rebuildsVersionsWhoseKindWasChosenAndWhichAreBalanced() throws Exception {
    var chosen =
        HeadPolicy.newBuilder()
            .addKinds(HeadPolicy.Kind.DISCRIMINANT)
            .addKinds(HeadPolicy.Kind.SOFTMAX)
            .setRejectionRate(0.2);
    for (var balance : List.of(HeadPolicy.Balance.WEIGHTS, HeadPolicy.Balance.CORRECTED)) {
      rebuildsThreeVersionsBy(chosen.setBalance(balance));
    }
  }

  /** A change of policy, a label more, an erasure: each is a version. */
  private void rebuildsThreeVersionsBy(HeadPolicy.Builder policy) throws Exception {
    rig.send(
        Topics.TASKS, "pets", Rig.task("pets", "cat", "dog").toBuilder().setHead(policy).build());
    rig.fit();
    example(++last, "dog");
    rig.fit();
    rig.image(Facts.erased("i" + last), "i" + last);
    rig.fit();
    changes.addAll(rig.values(Topics.EXAMPLES));
    var made = rig.values(Topics.MODELS);
    assertEquals(3, made.size());
    for (var version : made) {
      assertTrue(policy.getKindsList().contains(version.getHeadKind()), version.toString());
      assertTrue(version.hasNoveltyThreshold());
      assertInstanceOf(Outcome.Same.class, replay(changes, vectors).of(version));
    }
  }

  @Test
  void tellsNoveltyThatDiffers() throws Exception {
    var plain = versions.get(0);
    String manifest =
        rig.store
            .get(Keys.bundle(plain.getBundleDigest()))
            .map(bytes -> new String(bytes, UTF_8))
            .orElseThrow();
    byte[] forged =
        manifest.replaceAll("\"threshold\":[-0-9.E]+", "\"threshold\":0.5").getBytes(UTF_8);
    String digest = Digests.sha256Hex(forged);
    rig.store.create(Keys.bundle(digest), forged);
    var differs =
        assertInstanceOf(
            Outcome.Differs.class,
            replay(changes, vectors).of(plain.toBuilder().setBundleDigest(digest).build()));
    assertEquals("what tells novelty comes out otherwise", differs.why());
  }

  @Test
  void refusesWhenVectorsAreGone() throws Exception {
    vectors.remove(Vectors.digestOf(vector(7, "dog")));
    var refused =
        assertInstanceOf(Outcome.Refused.class, replay(changes, vectors).of(versions.get(2)));
    assertEquals(
        "graft.embeddings no longer has the vectors of 1 examples, the first is i7", refused.why());
  }

  @Test
  void refusesWhenChangesAreGone() throws Exception {
    var some = changes.subList(1, changes.size());
    var refused =
        assertInstanceOf(Outcome.Refused.class, replay(some, vectors).of(versions.get(0)));
    assertEquals("graft.examples lacks change 1 of 40", refused.why());
  }

  @Test
  void refusesAVersionOfAnotherTopicOrAnotherStore() throws Exception {
    var files = new BundlePublisher(rig.store);
    var another = new Replay(files, "another", new History(changes, vectors));
    assertInstanceOf(Outcome.Refused.class, another.of(versions.get(0)));
    var lost = versions.get(0).toBuilder().setBundleDigest(Facts.digest("no bundle")).build();
    assertInstanceOf(Outcome.Refused.class, replay(changes, vectors).of(lost));
  }

  @Test
  void tellsADataSetThatDiffers() throws Exception {
    var first = changes.get(0);
    var forged = new ArrayList<>(changes);
    forged.set(
        0, first.toBuilder().setAdded(first.getAdded().toBuilder().setClassName("dog")).build());
    var differs =
        assertInstanceOf(Outcome.Differs.class, replay(forged, vectors).of(versions.get(0)));
    assertTrue(differs.why().startsWith("graft.examples gives a data set of 40"), differs.why());
  }

  private Replay replay(List<ExampleChange> changes, Map<String, float[]> vectors) {
    return new Replay(new BundlePublisher(rig.store), "topic-id", new History(changes, vectors));
  }

  private void example(int number, String className) {
    float[] vector = vector(number, className);
    vectors.put(Vectors.digestOf(vector), vector);
    rig.example("pets", "i" + number, className, vector[0]);
  }

  private static float[] vector(int number, String className) {
    return new float[] {(className.equals("cat") ? -3 : 3) + number / 10f, 1};
  }
}
