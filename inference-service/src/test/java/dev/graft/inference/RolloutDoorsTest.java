package dev.graft.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.graft.blobs.BlobStore;
import dev.graft.embedded.Moment;
import dev.graft.embedded.TestBed;
import dev.graft.events.Receipts;
import dev.graft.inference.serve.RandomMini;
import dev.graft.inference.serve.TestBundles;
import dev.graft.inference.serve.TestPictures;
import dev.graft.loop.Publisher;
import dev.graft.loop.TopicId;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.v1.AbortRequest;
import dev.graft.v1.DatasetManifest;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.ExplainRequest;
import dev.graft.v1.ExplainResponse;
import dev.graft.v1.GateVerdict;
import dev.graft.v1.HistoryEntry;
import dev.graft.v1.HistoryRequest;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.PauseRequest;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.PromoteRequest;
import dev.graft.v1.ResumeRequest;
import dev.graft.v1.RollBackRequest;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutState.Phase;
import dev.graft.v1.VersionRef;
import dev.graft.v1.WatchRolloutsRequest;
import dev.graft.vision.backbone.Backbone;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What people ask and order of the whole service, on a real broker and a real S3 server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RolloutDoorsTest {

  private static final ByteString PICTURE = ByteString.copyFrom(TestPictures.png());

  private final BlobStore blobs = TestBed.blobs(RunningService.BUCKET);
  private final Publisher publisher =
      Publisher.open(TestBed.clients(), "test", new SimpleMeterRegistry());
  private RunningService service;
  private TestTasks tasks;

  @BeforeAll
  void start() {
    service = RunningService.start();
    var spec = RandomMini.store(blobs);
    var probe = Optional.of(RandomMini.probe(spec, blobs));
    var bundles =
        new TestBundles(blobs, spec, Backbone.spaceOf(spec).id(), RandomMini.width(), probe);
    tasks = new TestTasks(service, publisher, bundles);
  }

  @AfterAll
  void stop() {
    service.close();
    publisher.close();
  }

  @Test
  void whatIsPausedWaitsUntilItIsResumed() {
    var task = tasks.create("paused");
    tasks.release(task, 1);
    var pause =
        PauseRequest.newBuilder()
            .setTaskId(task)
            .setExpectedStable(1)
            .setExpectedPhase(Phase.STABLE)
            .setBy("ann")
            .setWhy("holiday");
    var held = service.client().pause(pause.build()).getState();
    assertEquals(Phase.HELD, held.getPhase());
    assertEquals("ann", held.getBy());
    assertEquals("paused at version 1 (holiday)", held.getWhy());
    tasks.publish(task, tasks.bundles().store(2));
    while (tasks.rollout(task).getWaitingCount() == 0) {
      Moment.pass();
    }
    assertEquals(1, tasks.rollout(task).getStableVersion());
    var resume = ResumeRequest.newBuilder().setTaskId(task).setExpectedPhase(Phase.HELD);
    assertFalse(service.client().resume(resume.build()).getState().getPhase() == Phase.HELD);
    service.awaitServing(task, 2);
    assertEquals(2, predict(task).getVersion());
  }

  @Test
  void whereNothingIsOnTrialNothingCanBeAborted() {
    var task = tasks.create("aborted");
    tasks.release(task, 1);
    refused(
        "no candidate is on trial",
        () -> service.client().abort(AbortRequest.newBuilder().setTaskId(task).build()));
    refused(
        "the task is not held",
        () -> service.client().resume(ResumeRequest.newBuilder().setTaskId(task).build()));
  }

  @Test
  void everyCommandIsRefusedWhenAnotherStateIsExpectedAndTellsTheRealOne() {
    var task = tasks.create("expected");
    tasks.release(task, 1);
    var door = service.client();
    var abort = AbortRequest.newBuilder().setTaskId(task).setExpectedCandidate(9).build();
    refused("expected version 9 on trial, but it is none", () -> door.abort(abort));
    var pause = PauseRequest.newBuilder().setTaskId(task).setExpectedCandidate(9).build();
    refused("expected version 9 on trial, but it is none", () -> door.pause(pause));
    var promote = PromoteRequest.newBuilder().setTaskId(task).setExpectedCandidate(9).build();
    refused("expected version 9 on trial, but it is none", () -> door.promote(promote));
    var back = RollBackRequest.newBuilder().setTaskId(task).setExpectedPhase(Phase.CANARY).build();
    refused("expected the phase CANARY, but it is STABLE", () -> door.rollBack(back));
    var resume = ResumeRequest.newBuilder().setTaskId(task).setExpectedStable(3).build();
    var state =
        refused("expected version 3 to be stable, but it is version 1", () -> door.resume(resume));
    assertEquals(1, state.getStableVersion());
    assertEquals(Phase.STABLE, state.getPhase());
    assertEquals(0, state.getPublishedCount()); // short enough for a trailer
  }

  @Test
  void theHistoryTellsWhatServedWhenAndWhatItWasTrainedOn() {
    var task = tasks.create("history");
    var first = trained(task, 1, 3);
    tasks.release(task, 2);
    service.client().rollBack(RollBackRequest.newBuilder().setTaskId(task).setBy("ann").build());
    var all = history(HistoryRequest.newBuilder().setTaskId(task));
    assertEquals(
        List.of(1L, 2L, 1L), all.stream().map(e -> e.getState().getStableVersion()).toList());
    assertEquals(tasks.rollout(task), all.get(0).getState());
    assertEquals(first.getDataset(), all.get(0).getStableDataset());
    assertEquals(Topics.ROLLOUT_HISTORY.name(), all.get(0).getPlace().getTopic());
    assertTrue(all.get(0).getPlace().getOffset() > all.get(1).getPlace().getOffset());
    for (var entry : all) {
      var then = HistoryRequest.newBuilder().setTaskId(task).setAt(entry.getState().getSince());
      assertEquals(List.of(entry), history(then));
    }
    long middle = all.get(1).getState().getRevision();
    var older = HistoryRequest.newBuilder().setTaskId(task).setBeforeRevision(middle);
    assertEquals(all.subList(2, all.size()), history(older));
    assertEquals(
        all.subList(0, 2), history(HistoryRequest.newBuilder().setTaskId(task).setLimit(2)));
    var before = Timestamp.newBuilder().setSeconds(1);
    assertEquals(List.of(), history(HistoryRequest.newBuilder().setTaskId(task).setAt(before)));
  }

  @Test
  void theHistoryRefusesWhatCannotBeAsked() {
    var task = tasks.create("history-refused");
    var nowhere = HistoryRequest.newBuilder().setTaskId("nowhere");
    refused(Code.NOT_FOUND, "there is no task nowhere", () -> history(nowhere));
    var many = HistoryRequest.newBuilder().setTaskId(task).setLimit(101);
    refused(Code.INVALID_ARGUMENT, "limit must be from 0 to 100", () -> history(many));
    var never = Timestamp.newBuilder().setSeconds(Long.MAX_VALUE);
    var notATime = HistoryRequest.newBuilder().setTaskId(task).setAt(never);
    refused(Code.INVALID_ARGUMENT, "at is no time", () -> history(notATime));
  }

  @Test
  void aReceiptLeadsToEverythingThatAnAnswerWasMadeFrom() {
    var task = tasks.create("explained");
    var model = trained(task, 1, 3);
    var answer = predict(task);
    tasks.release(task, 2);
    var told = explainedOnceRecorded(answer.getReceipt());
    assertEquals(List.of(), told.getUnknownList());
    assertEquals(model, told.getModel());
    assertEquals(answer.getImageId(), told.getPrediction().getImageId());
    assertEquals(
        answer.getProbabilitiesList(), told.getPrediction().getAnswers(0).getProbabilitiesList());
    assertEquals(Topics.PREDICTIONS.name(), told.getPredictionPlace().getTopic());
    assertEquals(Topics.EXAMPLES.name(), told.getDatasetEnd().getTopic());
    assertEquals(1, told.getRollout().getState().getStableVersion());
    var older = told.getReceipt().toBuilder().clearTime().build(); // as they were once
    var again = explain(Receipts.encode(older));
    assertEquals(told.toBuilder().setReceipt(older).build(), again);
  }

  @Test
  void whatIsNoLongerKnownOfAnAnswerIsSaid() {
    var task = tasks.create("forgotten");
    tasks.release(task, 1);
    var receipt = Receipts.decode(predict(task).getReceipt()).orElseThrow();
    var lost = receipt.toBuilder().setPredictionId("lost").setVersion(7).build();
    var told = explain(Receipts.encode(lost));
    assertEquals(lost, told.getReceipt());
    assertEquals(
        List.of(
            "the answer is not on graft.predictions, which keeps 14 days; what could not be written"
                + " was dropped",
            "version 7 is no longer kept, nor what it was made from"),
        told.getUnknownList());
    assertEquals(1, told.getRollout().getState().getStableVersion());
    refused(Code.INVALID_ARGUMENT, "this is no receipt", () -> explain("no receipt"));
  }

  @Test
  void aWatcherHearsWhatTheJudgeSays() {
    var task = tasks.create("watched");
    tasks.release(task, 1);
    var watched =
        service.client().watchRollouts(WatchRolloutsRequest.newBuilder().setTaskId(task).build());
    assertEquals(tasks.rollout(task), watched.next().getState());
    tasks.release(task, 2);
    var state = watched.next().getState();
    assertEquals(2, state.getStableVersion());
    assertEquals(tasks.rollout(task), state);
  }

  /** A version that says what it was trained on, and the changes that it names. */
  private ModelPublished trained(String task, long version, int changes) {
    for (var sequence = 1; sequence <= changes; sequence++) {
      var change = ExampleChange.newBuilder().setTaskId(task).setSequence(sequence);
      publisher.send(Topics.EXAMPLES, task, change.build()).join();
    }
    VersionRef ref = tasks.bundles().store(version);
    var dataset =
        DatasetManifest.newBuilder()
            .setTaskId(task)
            .setTopicId(new TopicId(Topics.EXAMPLES, TestBed.clients()).get())
            .setSequence(changes)
            .setDigest("digest");
    var model =
        tasks.bundles().published(task, ref).toBuilder()
            .setDataset(dataset)
            .setGate(GateVerdict.newBuilder().setReleased(true).setVerdict("first-version"))
            .build();
    publisher.send(Topics.MODELS, Keys.model(task, version), model).join();
    service.awaitServing(task, version);
    return model;
  }

  /** The recorder writes behind the answer. */
  private ExplainResponse explainedOnceRecorded(String receipt) {
    var told = explain(receipt);
    while (!told.hasPrediction()) {
      Moment.pass();
      told = explain(receipt);
    }
    return told;
  }

  private ExplainResponse explain(String receipt) {
    return service.client().explain(ExplainRequest.newBuilder().setReceipt(receipt).build());
  }

  private List<HistoryEntry> history(HistoryRequest.Builder request) {
    return service.client().history(request.build()).getEntriesList();
  }

  private PredictResponse predict(String task) {
    return service
        .client()
        .predict(PredictRequest.newBuilder().setTaskId(task).setImage(PICTURE).build());
  }

  private static RolloutState refused(String why, Runnable call) {
    var refusal = refused(Code.FAILED_PRECONDITION, why, call);
    try {
      return StatusProto.fromThrowable(refusal).getDetails(0).unpack(RolloutState.class);
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static StatusRuntimeException refused(Code code, String why, Runnable call) {
    var refusal = assertThrows(StatusRuntimeException.class, call::run);
    var status = refusal.getStatus();
    assertEquals(code, status.getCode(), status.toString());
    assertTrue(String.valueOf(status.getDescription()).contains(why), status.toString());
    return refusal;
  }
}
