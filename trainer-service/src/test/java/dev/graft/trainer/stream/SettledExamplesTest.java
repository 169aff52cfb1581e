package dev.graft.trainer.stream;

import static dev.graft.trainer.stream.Pets.last;
import static dev.graft.trainer.stream.Pets.pets;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.events.Vectors;
import dev.graft.topics.Topics;
import dev.graft.trainer.Facts;
import dev.graft.v1.Example;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageStored;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.Reject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which facts of an image become an example of a task, in whatever order they come. */
class SettledExamplesTest {
  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
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
    pets(rig, 20);
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
  void sameStateTwiceIsNoChange() {
    for (int i = 0; i < 3; i++) {
      rig.example("pets", "x", "cat", 1);
    }
    assertEquals(1, rig.values(Topics.EXAMPLES).size());
  }

  @Test
  void anEmbeddingMadeAgainInAnotherBatchIsNoNews() {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    pets(rig, 20);
    rig.fit();
    String digest = last(rig.values(Topics.EXAMPLES)).getAdded().getEmbeddings(0).getVectorDigest();
    rig.values(Topics.MODELS);
    rig.values(Topics.RUNS);
    for (int i = 0; i < 20; i++) {
      submittedAgain("pet-" + i, Math.nextUp((i % 2 == 0 ? -4f : 4f) + i % 3));
    }
    rig.pass(Duration.ofSeconds(10));
    assertEquals(0, rig.fits.size());
    assertEquals(List.of(), rig.values(Topics.EXAMPLES));
    assertEquals(List.of(), rig.values(Topics.RUNS));

    rig.image(Facts.label("pet-19", "pets", "cat", "correction", 9), "pet-19");
    rig.fit();
    Example corrected = last(rig.values(Topics.EXAMPLES)).getReplaced();
    assertEquals("cat", corrected.getClassName());
    assertEquals(digest, corrected.getEmbeddings(0).getVectorDigest());
    assertEquals(1, rig.values(Topics.MODELS).size());
  }

  @Test
  void aLabelSaidAgainTeachesWhatItTaughtBefore() {
    rig.example("pets", "x", "cat", 1);
    rig.image(Facts.label("x", "pets", "cat", "by another", 2), "x");
    var examples = rig.desks.find("pets").orElseThrow().examples();
    assertEquals(2, rig.values(Topics.EXAMPLES).size());
    assertEquals(2, examples.sequence());
    assertEquals(1, examples.get("x").orElseThrow().sequence());
    rig.image(Facts.label("x", "pets", "dog", "corrected", 3), "x");
    assertEquals(3, examples.get("x").orElseThrow().sequence());
  }

  @Test
  void anEmbeddingThatIsReallyAnotherOneIsTakenOver() {
    rig.example("pets", "x", "cat", 1);
    submittedAgain("x", 1.01f);
    assertEquals(
        Vectors.digestOf(new float[] {1.01f, 1}),
        last(rig.values(Topics.EXAMPLES)).getReplaced().getEmbeddings(0).getVectorDigest());
  }

  /** As a prediction keeps its picture: the same bytes under the same id, later. */
  private void submittedAgain(String image, float x) {
    ImageStored stored = Facts.stored(image).getStored();
    rig.image(
        ImageFact.newBuilder()
            .setStored(stored.toBuilder().setSource("prediction").setEventTime(Facts.at(9)))
            .build(),
        image);
    rig.image(Facts.embedded(image, Rig.SPACE, 9, x, 1), image);
  }

  @Test
  void anErasedImageLeavesTheExamplesAndTheNextVersion() {
    rig.send(Topics.TASKS, "pets", Rig.task("pets", "cat", "dog"));
    pets(rig, 20);
    rig.fit();
    rig.image(Facts.erased("pet-3"), "pet-3");
    rig.fit();
    assertEquals("erased", last(rig.values(Topics.EXAMPLES)).getRemoved().getWhy());
    assertEquals(21, last(rig.values(Topics.MODELS)).getDataset().getSequence());
    assertTrue(rig.desks.find("pets").orElseThrow().examples().get("pet-3").isEmpty());
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
}
