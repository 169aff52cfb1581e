package dev.graft.trainer.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStore;
import dev.graft.embedded.TestBed;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.trainer.examine.ExamRequest;
import dev.graft.trainer.examine.Examined;
import dev.graft.trainer.examine.TaskExam;
import dev.graft.trainer.fit.PictureProbes;
import dev.graft.trainer.fit.Wishes;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.trainer.tune.TuneRuns;
import dev.graft.v1.Command;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.RunEvent;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.TrainCommand;
import dev.graft.v1.TunePolicy;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.backbone.WeightsSource;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.bundle.Classifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From labels to a fine-tuned version and on, with the shipped network and a real store. */
class FineTuneTest {
  private static final String TASK = "parts";
  private static final int TRAIN = 16; // of each class
  private static final int VALIDATION = 4;
  private static final int EPOCHS = 4;

  private final long alive = VisionRuntime.aliveArrays();
  private final AtomicBoolean down = new AtomicBoolean();
  private final BlobStore store = BreakableStore.of(TestBed.blobs("graft-fine-tune"), down);
  private final Rig rig =
      new Rig(
          store, PictureProbes.over(store), Wishes.ofVision(), TestBed.folder("fine-tune-cache"));
  private final List<RunEvent> told = new ArrayList<>();
  private final List<ModelPublished> published = new ArrayList<>();

  @BeforeEach
  void labelPictures() throws Exception {
    rig.send(Topics.TASKS, TASK, TuneRuns.spec(EPOCHS));
    try (var drawn = new DrawnExamples(rig, TASK)) {
      for (int i = 0; i < TRAIN + VALIDATION; i++) {
        for (int label = 0; label < TuneRuns.CLASSES.size(); label++) {
          drawn.example(label, i, i >= TRAIN);
        }
      }
    }
    rig.fit();
    published.addAll(rig.values(Topics.MODELS));
    told.addAll(rig.values(Topics.RUNS));
    assertEquals(1, published.size());
  }

  @AfterEach
  void close() {
    rig.close();
    assertEquals(alive, VisionRuntime.aliveArrays());
  }

  @Test
  void aCommandBecomesAVersionWithATailAndLabelsRefreshItsHead() throws Exception {
    command();
    rig.tune();
    rig.fit();
    rig.tune(); // erases what the run kept
    var runs = rig.values(Topics.RUNS);
    assertEquals("command", runs.get(0).getTuneDecided().getTrigger());
    assertEquals(48, runs.get(0).getTuneDecided().getInputs().getExamples());
    assertTrue(runs.stream().anyMatch(RunEvent::hasTunePlanned));
    assertEquals(EPOCHS, runs.stream().filter(RunEvent::hasTuneEpoch).count());
    assertTrue(runs.stream().anyMatch(run -> run.getTuneEnded().getHelped()), () -> "" + runs);
    assertEquals("layer3", started(runs).getStarted().getCut());
    ModelPublished tuned = rig.values(Topics.MODELS).get(0);
    assertEquals(2, tuned.getVersion());
    assertEquals(1, tuned.getParentVersion());
    assertEquals("not-worse", tuned.getGate().getVerdict());
    assertNotEquals(published.get(0).getSpace(), tuned.getSpace());
    assertEquals(List.of(), store.list("tunes/"));
    Bundle bundle = bundle(tuned);
    assertAnswersThroughItsTail(bundle);

    newLabel();
    rig.fit();
    ModelPublished refreshed = rig.values(Topics.MODELS).get(0);
    assertEquals(3, refreshed.getVersion());
    assertEquals(2, refreshed.getParentVersion());
    assertEquals(tuned.getSpace(), refreshed.getSpace());
    assertEquals(bundle.tail(), bundle(refreshed).tail());
    assertIsExaminedWithItsTail();
    assertEquals(
        61,
        refreshed.getDataset().getCountsList().stream()
            .mapToInt(count -> count.getTrain() + count.getValidation())
            .sum());
  }

  @Test
  void batchNormIsTrainedWhereTheTaskSaysSoAndTheVersionRemembersIt() throws Exception {
    TaskSpec spec = TuneRuns.spec(3 * EPOCHS);
    rig.send(
        Topics.TASKS,
        TASK,
        spec.toBuilder()
            .setTune(spec.getTune().toBuilder().setBatchNorm(TunePolicy.BatchNorm.TRAINED))
            .build());
    command();
    rig.tune();
    rig.fit();
    rig.tune(); // erases what the run kept
    var runs = rig.values(Topics.RUNS);
    assertEquals(
        List.of("trained"),
        runs.stream()
            .filter(RunEvent::hasTunePlanned)
            .map(run -> run.getTunePlanned().getBatchNorm())
            .toList());
    assertTrue(runs.stream().anyMatch(run -> run.getTuneEnded().getHelped()), () -> "" + runs);
    Bundle bundle = bundle(rig.values(Topics.MODELS).get(0));
    assertEquals("trained", bundle.tail().orElseThrow().batchNorm());
    assertAnswersThroughItsTail(bundle);
    var tune = examined().measured().tune().orElseThrow();
    assertEquals("trained", tune.batchNorm());
    assertTrue(tune.ofThisVersion());
  }

  @Test
  void aStoreThatGoesDownIsWaitedForAndTheRunGoesOn() {
    command();
    down.set(true);
    rig.tune();
    assertTrue(last().getFailed().getWhy().startsWith("try again: "), () -> "" + last());
    down.set(false);
    rig.pass(Duration.ofSeconds(40));
    rig.tune();
    assertTrue(rig.values(Topics.RUNS).stream().anyMatch(RunEvent::hasTuneEnded));
    rig.tune(); // erases what the run kept
  }

  @Test
  void ofItselfItSaysOnceWhyItDoesNot() {
    rig.send(Topics.TASKS, TASK, with(TunePolicy.Mode.AUTO));
    rig.pass(Duration.ofMinutes(3));
    var decisions = rig.values(Topics.RUNS);
    assertEquals(1, decisions.size());
    var decided = decisions.get(0).getTuneDecided();
    assertEquals(List.of("48 of 200 train examples"), decided.getReasonsList());
    assertTrue(decided.getInputs().getHeadSettled());
    assertEquals(0, rig.tunes.size());
  }

  @Test
  void aTaskThatIsNeverToBeFineTunedRefusesACommand() {
    rig.send(Topics.TASKS, TASK, with(TunePolicy.Mode.OFF));
    command();
    assertEquals(
        List.of("the task is never to be fine-tuned"), last().getTuneDecided().getReasonsList());
    assertEquals(0, rig.tunes.size());
  }

  private void command() {
    rig.send(
        Topics.COMMANDS,
        TASK,
        Command.newBuilder()
            .setBy("ann")
            .setTrain(TrainCommand.newBuilder().setFineTune(true))
            .build());
    rig.pass(Duration.ofSeconds(6));
  }

  private static TaskSpec with(TunePolicy.Mode mode) {
    TaskSpec spec = TuneRuns.spec(EPOCHS);
    return spec.toBuilder().setTune(spec.getTune().toBuilder().setMode(mode)).build();
  }

  private RunEvent last() {
    var runs = rig.values(Topics.RUNS);
    return runs.get(runs.size() - 1);
  }

  private static RunEvent started(List<RunEvent> runs) {
    return runs.stream().filter(RunEvent::hasStarted).findFirst().orElseThrow();
  }

  private Bundle bundle(ModelPublished model) throws Exception {
    return BundleFormat.unpack(model.getBundleDigest(), new BundlePublisher(store));
  }

  /** The way an inference replica proves a version. */
  private void assertAnswersThroughItsTail(Bundle bundle) throws Exception {
    var tail = bundle.tail().orElseThrow();
    byte[] file = store.get(Keys.bundleFile(tail.digest())).orElseThrow();
    try (var backbone =
        Backbone.load(bundle.backbone(), WeightsSource.none(), tail, file, Device.CPU)) {
      new Classifier(bundle).verify(backbone);
    }
  }

  /** Through the network that serves, and with how it was made. */
  private void assertIsExaminedWithItsTail() throws Exception {
    var measured = examined().measured();
    assertEquals(3, measured.version());
    assertEquals(32, measured.embeddings().compared());
    assertEquals(0, measured.embeddings().differing());
    assertEquals(measured.embeddings().expected(), measured.embeddings().space());
    var tune = measured.tune().orElseThrow();
    assertTrue(tune.ofThisVersion());
    assertEquals("statistics-frozen", tune.batchNorm());
    assertEquals(EPOCHS, tune.epochs().size());
  }

  private Examined.Done examined() throws Exception {
    TaskDesk desk = rig.desks.find(TASK).orElseThrow();
    var request = new ExamRequest(TASK, desk.ledger(), desk.examples().snapshot(), 32);
    var exam = new TaskExam(store, new BundlePublisher(store), rig.tails, Device.CPU);
    return assertInstanceOf(Examined.Done.class, exam.of(request));
  }

  private void newLabel() throws Exception {
    try (var drawn = new DrawnExamples(rig, TASK)) {
      drawn.example(0, TRAIN + VALIDATION, true);
    }
  }
}
