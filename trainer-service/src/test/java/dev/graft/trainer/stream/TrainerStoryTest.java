package dev.graft.trainer.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStores;
import dev.graft.topics.Topics;
import dev.graft.trainer.Facts;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.v1.Command;
import dev.graft.v1.FitPolicy;
import dev.graft.v1.HeadPolicy;
import dev.graft.v1.HeadPolicy.Kind;
import dev.graft.v1.HeadTrial;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.Reject;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RunEvent;
import dev.graft.v1.RunFitted;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.TrainCommand;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.bundle.Classifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainerStoryTest {
  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void labelsBecomeAVersionThatPredicts() throws Exception {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    pets(20);
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
        rig.values(Topics.RUNS).stream().map(TrainerStoryTest::nameOf).toList());
  }

  @Test
  void aRunSaysWhichKindItFittedAndHowTheKindsCompared() {
    var policy = HeadPolicy.newBuilder().addKinds(Kind.RIDGE).addKinds(Kind.NEAREST_MEAN);
    rig.send(
        Topics.TASKS, "pets", Rig.task("pets", "cat", "dog").toBuilder().setHead(policy).build());
    pets(40);
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
    pets(60);
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

  @Test
  void saysOnceWhyItDoesNotFitYet() {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    rig.pass(Duration.ofSeconds(2));
    for (int i = 0; i < 3; i++) {
      rig.example("pets", "cat-" + i, "cat", -5);
      rig.pass(Duration.ofSeconds(2));
    }
    List<RunEvent> runs = rig.values(Topics.RUNS);
    assertEquals(
        List.of(
            "class \"cat\" and 1 more: 0 of 1 train examples with a vector",
            "class \"dog\": 0 of 1 train examples with a vector"),
        runs.stream().map(run -> run.getDecided().getWhy()).toList());
  }

  @Test
  void aCommandIsAnsweredThoughTheReasonIsTheSame() {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    rig.pass(Duration.ofSeconds(6));
    rig.send(
        Topics.COMMANDS,
        "pets",
        Command.newBuilder().setTrain(TrainCommand.getDefaultInstance()).build());
    rig.pass(Duration.ofSeconds(6));
    assertEquals(2, rig.values(Topics.RUNS).size());
  }

  @Test
  void anAbsurdPaceStopsNobodyElse() {
    var never = com.google.protobuf.Duration.newBuilder().setSeconds(300_000_000_000L);
    TaskSpec absurd =
        Rig.task("absurd", "cat", "dog").toBuilder()
            .setFit(FitPolicy.newBuilder().setDebounce(never).setMaxWait(never))
            .build();
    rig.send(Topics.TASKS, "absurd", absurd);
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    pets(20);
    rig.fit();
    assertEquals(1, rig.values(Topics.MODELS).size());
  }

  @Test
  void aLabelMoreIsAVersionMoreStartedFromTheOneBefore() {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    pets(20);
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
  void labelsWaitForTaskClassPictureAndVector() {
    rig.image(Facts.stored("x"), "x");
    rig.image(Facts.label("x", "pets", "cow", "e1", 1), "x");
    rig.image(Facts.label("y", "pets", "cat", "e1", 1), "y");
    rig.pass(Duration.ofSeconds(6));
    TaskDesk desk = rig.desks.find("pets").orElseThrow();
    assertEquals(List.of("y"), desk.examples().withoutPicture());
    assertEquals(1, desk.examples().size());
    assertEquals(List.of(), rig.values(Topics.REJECTS));

    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    pets(20);
    rig.fit();
    rig.image(Facts.embedded("x", Rig.SPACE, 1, 0, 9), "x");
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog", "cow"));
    rig.image(Facts.stored("z"), "z");
    rig.image(Facts.embedded("z", Rig.SPACE, 1, 0, 8), "z");
    rig.image(Facts.label("z", "pets", "cow", "e1", 1), "z");
    rig.fit();
    ModelPublished last = last(rig.values(Topics.MODELS));
    assertEquals(List.of("cat", "dog", "cow"), last.getClassesList());
    assertEquals("class-list-changed", last.getGate().getVerdict());
  }

  @Test
  void poisonIsRejectedWholeAndTheRestGoesOn() {
    byte[] garbage = {(byte) 0xff, 1, 2};
    rig.sendBytes(Topics.LABELS, "x", garbage);
    rig.image(
        Facts.embedded("x", Rig.SPACE, 1, 1, 2).toBuilder()
            .setVectorDigest(Facts.digest("?"))
            .build(),
        "x");
    rig.sendBytes(Topics.TASKS, "pets", garbage);
    rig.image(Facts.stored("x"), "x");
    rig.image(Facts.label("x", "pets", "cat", "e1", 1), "x");

    List<Reject> rejects = rig.values(Topics.REJECTS);
    assertEquals(
        List.of("undecodable", "wrong-digest", "undecodable"),
        rejects.stream().map(Reject::getFault).toList());
    assertEquals("graft.labels", rejects.get(0).getSourceTopic());
    assertArrayEquals(garbage, rejects.get(0).getValue().toByteArray());
    assertEquals(1, rig.values(Topics.EXAMPLES).size());
  }

  @Test
  void sameStateTwiceIsNoChange() {
    for (int i = 0; i < 3; i++) {
      rig.example("pets", "x", "cat", 1);
    }
    assertEquals(1, rig.values(Topics.EXAMPLES).size());
  }

  @Test
  void aResultForATaskThatChangedMeanwhileIsDropped() {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    pets(20);
    rig.pass(Duration.ofSeconds(2));
    assertEquals(1, rig.fits.size());
    TaskSpec deleted = Rig.task("pets", "cat", "dog").toBuilder().setDeleted(true).build();
    rig.send(Topics.TASKS, "pets", deleted);
    rig.fit();
    assertEquals(List.of(), rig.values(Topics.MODELS));
    assertTrue(
        rig.values(Topics.RUNS).stream()
            .anyMatch(run -> run.getDropped().getWhy().equals("the task was deleted")));
  }

  @Test
  void aCommandFitsWithoutAChange() {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    pets(20);
    rig.fit();
    rig.send(
        Topics.COMMANDS,
        "pets",
        Command.newBuilder().setBy("ann").setTrain(TrainCommand.getDefaultInstance()).build());
    rig.fit();
    assertEquals(2, rig.values(Topics.MODELS).size());
    assertTrue(
        rig.values(Topics.RUNS).stream()
            .anyMatch(run -> run.getDecided().getWhy().equals("commanded by ann")));
    assertEquals("", rig.desks.find("pets").orElseThrow().ledger().getCommanded());
  }

  @Test
  void keepsTheLastVersionsAndThoseThatWereStable() {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    pets(20);
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
  void aStoreThatIsDownDelaysAVersionAndLosesNothing() {
    var broken = new AtomicBoolean(true);
    try (Rig down = new Rig(BreakableStore.of(BlobStores.inMemory(), broken))) {
      down.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
      pets(down, 20);
      down.fit();
      assertEquals(List.of(), down.values(Topics.MODELS));
      assertEquals("failed", nameOf(last(down.values(Topics.RUNS))));
      broken.set(false);
      down.fit();
      assertEquals(1, only(down.values(Topics.MODELS)).getVersion());
    }
  }

  @Test
  void anErasedImageLeavesTheExamplesAndTheNextVersion() {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    pets(20);
    rig.fit();
    rig.image(Facts.erased("pet-3"), "pet-3");
    rig.fit();
    assertEquals("erased", last(rig.values(Topics.EXAMPLES)).getRemoved().getWhy());
    assertEquals(21, last(rig.values(Topics.MODELS)).getDataset().getSequence());
    assertTrue(rig.desks.find("pets").orElseThrow().examples().get("pet-3").isEmpty());
  }

  private void pets(int count) {
    pets(rig, count);
  }

  private static void pets(Rig rig, int count) {
    for (int i = 0; i < count; i++) {
      boolean cat = i % 2 == 0;
      rig.example("pets", "pet-" + i, cat ? "cat" : "dog", (cat ? -4 : 4) + i % 3);
    }
  }

  private static String nameOf(RunEvent event) {
    return event.getEventCase().name().toLowerCase(Locale.ROOT);
  }

  private static <T> T only(List<T> all) {
    assertEquals(1, all.size(), all::toString);
    return all.get(0);
  }

  private static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }
}
