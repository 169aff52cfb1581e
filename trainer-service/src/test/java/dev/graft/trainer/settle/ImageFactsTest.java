package dev.graft.trainer.settle;

import static dev.graft.trainer.Facts.embedded;
import static dev.graft.trainer.Facts.erased;
import static dev.graft.trainer.Facts.label;
import static dev.graft.trainer.Facts.retract;
import static dev.graft.trainer.Facts.stored;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.trainer.Facts;
import dev.graft.trainer.v1.ImageState;
import dev.graft.v1.LabelFact;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageFactsTest {
  private static final Instant RECORDED = Instant.ofEpochMilli(5);
  private static final ImageFacts STORED = ImageFacts.NONE.with(stored("x"));

  @Test
  void theLatestLabelCounts() {
    ImageFacts facts =
        STORED
            .with(label("x", "pets", "dog", "e2", 2), RECORDED)
            .with(label("x", "pets", "cat", "e1", 1), RECORDED);
    assertEquals("dog", facts.settled("x", "pets").getExample().getClassName());
  }

  @Test
  void aRetractionBringsTheLabelBeforeItBack() {
    ImageFacts facts =
        STORED
            .with(retract("x", "pets", "e2", "e3", 3), RECORDED)
            .with(label("x", "pets", "cat", "e1", 1), RECORDED)
            .with(label("x", "pets", "dog", "e2", 2), RECORDED);
    assertEquals("cat", facts.settled("x", "pets").getExample().getClassName());
  }

  @Test
  void aLabelWithoutTimeIsAsOldAsItsRecord() {
    LabelFact timeless = label("x", "pets", "cat", "e1", 1).toBuilder().clearEventTime().build();
    ImageFacts facts =
        STORED.with(timeless, RECORDED).with(label("x", "pets", "dog", "e2", 4), RECORDED);
    assertEquals("cat", facts.settled("x", "pets").getExample().getClassName());
  }

  @Test
  void aLabelWaitsForItsPicture() {
    ImageFacts facts = ImageFacts.NONE.with(label("x", "pets", "cat", "e1", 1), RECORDED);
    assertEquals(ImageFacts.NO_PICTURE, facts.settled("x", "pets").getWhyRemoved());
    assertTrue(facts.with(stored("x")).settled("x", "pets").hasExample());
  }

  @Test
  void whenItWasFirstLabelledIsKnownWhateverBecameOfThatLabel() {
    ImageFacts facts =
        ImageFacts.NONE
            .with(label("x", "pets", "cat", "e1", 9), Instant.ofEpochMilli(100))
            .with(retract("x", "pets", "e1", "e2", 9), Instant.ofEpochMilli(200))
            .with(stored("x"))
            .with(label("x", "cars", "bus", "e3", 1), Instant.ofEpochMilli(250))
            .with(label("x", "pets", "dog", "e4", 1), Instant.ofEpochMilli(300));
    var example = facts.settled("x", "pets").getExample();
    assertEquals("dog", example.getClassName());
    assertEquals(Facts.at(100), example.getFirstLabelled());
    assertEquals(Facts.at(250), facts.settled("x", "cars").getExample().getFirstLabelled());
  }

  @Test
  void anExampleNeedsNoVectorYet() {
    ImageFacts facts = STORED.with(label("x", "pets", "cat", "e1", 1), RECORDED);
    assertEquals(0, facts.settled("x", "pets").getVectorsCount());
    assertTrue(facts.settled("x", "pets").hasExample());
  }

  @Test
  void erasureKeepsNothing() {
    ImageFacts facts =
        STORED
            .with(label("x", "pets", "cat", "e1", 1), RECORDED)
            .with(embedded("x", "mini", 1, 1, 2), RECORDED)
            .with(erased("x"))
            .with(embedded("x", "mini", 2, 1, 2), RECORDED)
            .with(label("x", "pets", "dog", "e2", 2), RECORDED)
            .with(stored("x"));
    assertEquals(ImageState.newBuilder().setErased(true).build(), facts.state());
    assertEquals(ImageFacts.ERASED, facts.settled("x", "pets").getWhyRemoved());
  }

  @Test
  void refusesWhatContradictsItself() {
    var honest = embedded("x", "mini", 1, 1, 2);
    assertEquals(Optional.empty(), Checks.of("x", honest));
    assertEquals("malformed", kind(Checks.of("y", honest)));
    assertEquals("wrong-space", kind(Checks.of("x", honest.toBuilder().setSpace("mini").build())));
    assertEquals(
        "wrong-digest",
        kind(Checks.of("x", honest.toBuilder().setVectorDigest(Facts.digest("?")).build())));
    assertEquals(
        "wrong-digest", kind(Checks.of("x", honest.toBuilder().setBlobDigest("?").build())));
    assertEquals("malformed", kind(Checks.of("x", embedded("x", "mini", 1, Float.NaN))));
    assertEquals("malformed", kind(Checks.of("x", embedded("x", "mini", 1))));
    assertEquals(
        "wrong-blob",
        kind(
            Checks.against(
                STORED.state(), honest.toBuilder().setBlobDigest(Facts.digest("?")).build())));
    assertEquals("malformed", kind(Checks.of("x", label("x", "Pets!", "cat", "e1", 1))));
    assertEquals("malformed", kind(Checks.of("x", label("x", "pets", "", "e1", 1))));
    assertEquals("malformed", kind(Checks.of("x", label("x", "pets", "cat", "", 1))));
    assertEquals("malformed", kind(Checks.of("x", LabelFact.getDefaultInstance())));
  }

  private static String kind(Optional<Fault> fault) {
    return fault.orElseThrow().kind();
  }
}
