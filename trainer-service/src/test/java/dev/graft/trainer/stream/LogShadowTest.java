package dev.graft.trainer.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.blobs.BlobStores;
import dev.graft.topics.Topics;
import dev.graft.trainer.Facts;
import dev.graft.trainer.v1.HeldExample;
import dev.graft.v1.LogShadow;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.PairCounts;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutTrial;
import dev.graft.v1.VersionRef;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A trial begins, and the trainer says how its versions do on stored images. */
class LogShadowTest {

  @Test
  void theVersionsOfATrialAreComparedOnImagesThatNeitherWasFittedOn() {
    try (var rig = new Rig()) {
      var models = versions(rig);
      rig.example("pets", "later-cat", "cat", -4);
      rig.example("pets", "later-dog", "dog", 4);
      rig.send(Topics.ROLLOUTS, "pets", trial(ref(models.get(1)), ref(models.get(0)), false));
      rig.fit();
      var found = only(rig);
      assertEquals(ref(models.get(1)), found.getCandidate());
      assertEquals(ref(models.get(0)), found.getBaseline());
      assertEquals(PairCounts.newBuilder().setSame(2).build(), found.getLater());
      assertEquals(validation(models.get(1)), found.getValidated().getSame());
      assertEquals(models.get(1).getDataset().getSequence() + 2, found.getSequence());
      assertEquals(
          validation(models.get(1)) + " validation images, and 2 that came after both datasets",
          found.getWhy());
    }
  }

  @Test
  void aTrialIsComparedOnceAndNotAtAllWhenItIsDone() {
    try (var rig = new Rig()) {
      var models = versions(rig);
      var begun = trial(ref(models.get(1)), ref(models.get(0)), false);
      rig.send(Topics.ROLLOUTS, "pets", begun);
      rig.fit();
      rig.send(Topics.ROLLOUTS, "pets", begun);
      rig.pass(Duration.ofSeconds(10));
      rig.fit();
      rig.send(Topics.ROLLOUTS, "pets", trial(ref(models.get(1)), ref(models.get(0)), true));
      rig.pass(Duration.ofSeconds(10));
      rig.fit();
      only(rig);
    }
  }

  @Test
  void aBundleThatIsGoneIsNotWaitedFor() {
    try (var rig = new Rig()) {
      var models = versions(rig);
      var gone = VersionRef.newBuilder().setVersion(9).setBundleDigest(Facts.digest("gone"));
      rig.send(Topics.ROLLOUTS, "pets", trial(gone.build(), ref(models.get(0)), false));
      rig.fit();
      var found = only(rig);
      assertEquals("nothing was compared", found.getWhy().split(":")[0]);
      assertEquals(PairCounts.getDefaultInstance(), found.getValidated());
    }
  }

  @Test
  void aStoreThatIsDownIsAskedAgain() {
    var down = new AtomicBoolean();
    try (var rig = new Rig(BreakableStore.of(BlobStores.inMemory(), down))) {
      var models = versions(rig);
      down.set(true);
      rig.send(Topics.ROLLOUTS, "pets", trial(ref(models.get(1)), ref(models.get(0)), false));
      rig.fit();
      assertEquals(List.of(), rig.values(Topics.EVIDENCE));
      down.set(false);
      rig.pass(Duration.ofSeconds(10));
      rig.fit();
      only(rig);
    }
  }

  @Test
  void aLabelThatIsWithdrawnAndGivenAgainIsNoNewerThanItWas() {
    try (var rig = new Rig()) {
      var models = versions(rig);
      for (int i = 0; i < 10; i++) { // of both splits
        String image = "pet-" + i;
        String name = i % 2 == 0 ? "cat" : "dog";
        rig.image(Facts.retract(image, "pets", "e-" + image + "-" + name, "gone", 2), image);
        rig.image(Facts.label(image, "pets", name, "again", 3), image);
      }
      rig.send(Topics.ROLLOUTS, "pets", trial(ref(models.get(1)), ref(models.get(0)), false));
      rig.fit();
      var found = only(rig);
      assertEquals(PairCounts.getDefaultInstance(), found.getLater());
      assertEquals(validation(models.get(1)), found.getValidated().getSame());
    }
  }

  @Test
  void aWithdrawnLabelDoesNotWaitForItsPictureAfterAStart() {
    var desk = new TaskDesk("pets");
    ExampleBook.recall(desk, "x", HeldExample.newBuilder().setAdded(3).setWithdrawn(true).build());
    ExampleBook.recall(desk, "y", HeldExample.getDefaultInstance());
    assertEquals(List.of("y"), desk.examples().withoutPicture());
  }

  private static List<ModelPublished> versions(Rig rig) {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    for (int i = 0; i < 40; i++) {
      boolean cat = i % 2 == 0;
      rig.example("pets", "pet-" + i, cat ? "cat" : "dog", (cat ? -4 : 4) + i % 3);
    }
    rig.fit();
    rig.example("pets", "another", "dog", 4);
    rig.fit();
    return rig.values(Topics.MODELS);
  }

  private static long validation(ModelPublished model) {
    return model.getDataset().getCountsList().stream()
        .mapToLong(each -> each.getValidation())
        .sum();
  }

  private static RolloutState trial(VersionRef candidate, VersionRef baseline, boolean done) {
    return RolloutState.newBuilder()
        .setTaskId("pets")
        .setStableVersion(baseline.getVersion())
        .setTrial(
            RolloutTrial.newBuilder()
                .setCandidate(candidate)
                .setBaseline(baseline)
                .setBegan(Facts.at(1))
                .setLogShadowDone(done))
        .build();
  }

  private static VersionRef ref(ModelPublished model) {
    return VersionRef.newBuilder()
        .setVersion(model.getVersion())
        .setBundleDigest(model.getBundleDigest())
        .build();
  }

  private static LogShadow only(Rig rig) {
    var found = rig.values(Topics.EVIDENCE);
    assertEquals(1, found.size(), found::toString);
    return found.get(0);
  }
}
