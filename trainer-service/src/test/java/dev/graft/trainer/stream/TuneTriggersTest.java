package dev.graft.trainer.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Durations;
import dev.graft.topics.Topics;
import dev.graft.trainer.plan.Drift;
import dev.graft.v1.RunEvent;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.TuneDecided;
import dev.graft.v1.TunePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What starts a fine-tune of itself, after a first one that found no picture in the store; and what
 * is told of it.
 */
class TuneTriggersTest {
  private static final String TASK = "pets";
  private final Rig rig = new Rig();
  private final Random random = new Random(1);
  private int images;
  private TuneDecided decided = TuneDecided.getDefaultInstance();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aScheduleStartsOneAndTellsWhen() {
    begin(TunePolicy.newBuilder().setEvery(Durations.fromHours(3)));
    examples(10, 0);
    pass(Duration.ofHours(2));
    TuneDecided no = last();
    assertFalse(no.getTune());
    assertTrue(
        no.getReasonsList().get(3).startsWith("the next one is scheduled for "),
        () -> "" + no.getReasonsList());
    pass(Duration.ofHours(2));
    assertEquals("schedule", last().getTrigger());
    assertEquals(1, rig.tunes.size());
  }

  @Test
  void withoutAScheduleTimeAloneStartsNone() {
    begin(TunePolicy.newBuilder());
    examples(10, 0);
    pass(Duration.ofDays(40));
    assertFalse(last().getTune());
    assertEquals(0, rig.tunes.size());
  }

  @Test
  void picturesThatDriftedStartOneAndTheDistanceIsTold() {
    begin(TunePolicy.newBuilder());
    examples(Drift.LEAST + 8, 3);
    pass(Duration.ofHours(2));
    TuneDecided yes = last();
    assertEquals("drift", yes.getTrigger(), () -> "" + yes);
    assertTrue(yes.getInputs().getDrift() > 0.15, () -> "" + yes.getInputs());
  }

  @Test
  void picturesLikeThoseBeforeStartNoneAndTheDistanceIsToldToo() {
    begin(TunePolicy.newBuilder());
    examples(Drift.LEAST + 8, 0);
    pass(Duration.ofHours(2));
    TuneDecided no = last();
    assertFalse(no.getTune(), () -> "" + no);
    assertTrue(no.getInputs().hasDrift());
    assertTrue(no.getInputs().getDrift() < 0.05, () -> "" + no.getInputs());
  }

  /** With enough examples the first one begins of itself, and ends at once. */
  private void begin(TunePolicy.Builder policy) {
    TaskSpec spec = Rig.task(TASK, "cat", "dog");
    rig.send(
        Topics.TASKS, TASK, spec.toBuilder().setTune(policy.setMode(TunePolicy.Mode.AUTO)).build());
    examples(300, 0);
    assertEquals("new-labels", last().getTrigger());
    rig.tune();
    rig.tune(); // erases what it kept
    assertEquals(0, rig.tunes.size());
  }

  /** So many of both classes, whose first value has moved. */
  private void examples(int count, float shift) {
    for (int i = 0; i < count; i++) {
      boolean cat = images % 2 == 0;
      float x = (cat ? -2 : 2) + shift + (float) random.nextGaussian() / 2;
      rig.example(TASK, "image-" + images++, cat ? "cat" : "dog", x);
    }
    rig.fit();
    rig.pass(Duration.ofSeconds(6));
  }

  private void pass(Duration time) {
    rig.pass(time);
    rig.pass(Duration.ofSeconds(31));
  }

  /** The last decision that was told. */
  private TuneDecided last() {
    List<RunEvent> told = rig.values(Topics.RUNS);
    told.stream()
        .filter(RunEvent::hasTuneDecided)
        .forEach(event -> decided = event.getTuneDecided());
    return decided;
  }
}
