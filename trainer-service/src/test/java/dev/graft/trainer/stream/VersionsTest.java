package dev.graft.trainer.stream;

import static dev.graft.trainer.stream.Pets.last;
import static dev.graft.trainer.stream.Pets.only;
import static dev.graft.trainer.stream.Pets.pets;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.topics.Topics;
import dev.graft.trainer.Facts;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.v1.HeadPolicy;
import dev.graft.v1.HeadPolicy.Kind;
import dev.graft.v1.HeadTrial;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RunEvent;
import dev.graft.v1.RunFitted;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.bundle.Classifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of labelled examples: versions, each started from the one before. */
class VersionsTest {
  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void labelsBecomeAVersionThatPredicts() throws Exception {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    pets(rig, 20);
    rig.fit();

    ModelPublished model = only(rig.values(Topics.MODELS));
    assertEquals(1, model.getVersion());
    assertEquals("first-version", model.getGate().getVerdict());
    assertEquals(List.of("cat", "dog"), model.getClassesList());
    assertEquals(20, model.getDataset().getSequence());
    assertEquals("topic-id", model.getDataset().getTopicId());
    Bundle bundle = BundleFormat.unpack(model.getBundleDigest(), new BundlePublisher(rig.store));
    assertTrue(new Classifier(bundle).probabilities(new float[] {-5, 1})[0] > 0.9);
    assertEquals(
        List.of("decided", "started", "fitted", "gated", "published"),
        rig.values(Topics.RUNS).stream().map(Pets::nameOf).toList());
  }

  @Test
  void aLabelMoreIsAVersionMoreStartedFromTheOneBefore() {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    pets(rig, 20);
    rig.fit();
    rig.example("pets", "another", "dog", 4);
    rig.fit();
    List<ModelPublished> models = rig.values(Topics.MODELS);
    assertEquals(List.of(1L, 2L), models.stream().map(ModelPublished::getVersion).toList());
    assertEquals(1, models.get(1).getParentVersion());
    assertEquals("not-worse", models.get(1).getGate().getVerdict());
    assertEquals(21, models.get(1).getDataset().getSequence());
  }

  @Test
  void theSameExamplesAndParentMakeTheSameBundle() {
    List<String> digests = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (Rig fresh = new Rig()) {
        fresh.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
        pets(fresh, 20);
        fresh.fit();
        fresh.example("pets", "another", "dog", 4);
        fresh.fit();
        digests.add(last(fresh.values(Topics.MODELS)).getBundleDigest());
      }
    }
    assertEquals(digests.get(0), digests.get(1));
  }

  @Test
  void keepsTheLastVersionsAndThoseThatWereStable() {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    pets(rig, 20);
    for (int i = 0; i < 23; i++) {
      rig.example("pets", "more-" + i, "dog", 4);
      rig.fit();
      if (i == 1) {
        rig.send(
            Topics.ROLLOUTS,
            "pets",
            RolloutState.newBuilder().setTaskId("pets").setStableVersion(2).build());
      }
    }
    List<String> tombstones =
        rig.sent(Topics.MODELS).stream()
            .filter(each -> each.value() == null)
            .map(each -> each.key())
            .toList();
    assertEquals(List.of("pets/1", "pets/3"), tombstones);
  }

  @Test
  void aRunSaysWhichKindItFittedAndHowTheKindsCompared() {
    var policy = HeadPolicy.newBuilder().addKinds(Kind.RIDGE).addKinds(Kind.NEAREST_MEAN);
    rig.send(
        Topics.TASKS, "pets", Rig.task("pets", "cat", "dog").toBuilder().setHead(policy).build());
    pets(rig, 40);
    rig.fit();
    rig.image(Facts.label("pet-2", "pets", "dog", "e-corrected", 9), "pet-2"); // as many as before
    rig.fit();
    List<RunFitted> fitted =
        rig.values(Topics.RUNS).stream()
            .filter(RunEvent::hasFitted)
            .map(RunEvent::getFitted)
            .toList();
    assertEquals(
        List.of(Kind.NEAREST_MEAN, Kind.RIDGE),
        fitted.get(0).getTrialsList().stream().map(HeadTrial::getKind).toList());
    assertFalse(fitted.get(0).getChoiceReused());
    assertTrue(fitted.get(1).getChoiceReused());
    assertEquals(0, fitted.get(1).getTrialsCount());
    assertEquals(fitted.get(0).getKind(), fitted.get(1).getKind());
    for (ModelPublished model : rig.values(Topics.MODELS)) {
      assertEquals(fitted.get(0).getKind(), model.getHeadKind());
    }
  }

  @Test
  void aPictureThatLooksLikeNoneOfTheClassesIsUnknownUntilItsLikeAreLabelled() throws Exception {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    pets(rig, 60);
    rig.fit();
    float[] strange = {0, -5};
    Classifier first = newest();
    assertFalse(first.recognition(strange).orElseThrow().known());
    assertTrue(first.recognition(new float[] {-4, 1}).orElseThrow().known());
    for (int i = 0; i < 6; i++) {
      rig.image(Facts.stored("odd-" + i), "odd-" + i);
      rig.image(Facts.embedded("odd-" + i, Rig.SPACE, 1, i * 0.01f, -5), "odd-" + i);
      rig.image(Facts.label("odd-" + i, "pets", "dog", "e-odd-" + i, 1), "odd-" + i);
    }
    rig.fit();
    assertTrue(newest().recognition(strange).orElseThrow().known());
  }

  private Classifier newest() throws Exception {
    String digest = last(rig.values(Topics.MODELS)).getBundleDigest();
    return new Classifier(BundleFormat.unpack(digest, new BundlePublisher(rig.store)));
  }
}
