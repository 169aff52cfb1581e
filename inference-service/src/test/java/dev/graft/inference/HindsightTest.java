package dev.graft.inference;

import static dev.graft.inference.SharedService.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import dev.graft.embedded.Moment;
import dev.graft.embedded.TestBed;
import dev.graft.events.Receipts;
import dev.graft.loop.TopicId;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.v1.DatasetManifest;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.ExplainRequest;
import dev.graft.v1.ExplainResponse;
import dev.graft.v1.GateVerdict;
import dev.graft.v1.HistoryEntry;
import dev.graft.v1.HistoryRequest;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.RollBackRequest;
import dev.graft.v1.VersionRef;
import io.grpc.Status.Code;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told of a task afterwards: what served when, and what an answer was made from. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HindsightTest {

  @RegisterExtension static final SharedService service = new SharedService();

  @Test
  void theHistoryTellsWhatServedWhenAndWhatItWasTrainedOn() {
    var task = service.tasks().create("history");
    var first = trained(task, 1, 3);
    service.tasks().release(task, 2);
    service.client().rollBack(RollBackRequest.newBuilder().setTaskId(task).setBy("ann").build());
    var all = history(HistoryRequest.newBuilder().setTaskId(task));
    assertEquals(
        List.of(1L, 2L, 1L), all.stream().map(e -> e.getState().getStableVersion()).toList());
    assertEquals(service.tasks().rollout(task), all.get(0).getState());
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
    var task = service.tasks().create("history-refused");
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
    var task = service.tasks().create("explained");
    var model = trained(task, 1, 3);
    var answer = service.predict(task);
    service.tasks().release(task, 2);
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
    var task = service.tasks().create("forgotten");
    service.tasks().release(task, 1);
    var receipt = Receipts.decode(service.predict(task).getReceipt()).orElseThrow();
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

  /** A version that says what it was trained on, and the changes that it names. */
  private ModelPublished trained(String task, long version, int changes) {
    for (var sequence = 1; sequence <= changes; sequence++) {
      var change = ExampleChange.newBuilder().setTaskId(task).setSequence(sequence);
      service.publisher().send(Topics.EXAMPLES, task, change.build()).join();
    }
    VersionRef ref = service.bundles().store(version);
    var dataset =
        DatasetManifest.newBuilder()
            .setTaskId(task)
            .setTopicId(new TopicId(Topics.EXAMPLES, TestBed.clients()).get())
            .setSequence(changes)
            .setDigest("digest");
    var model =
        service.bundles().published(task, ref).toBuilder()
            .setDataset(dataset)
            .setGate(GateVerdict.newBuilder().setReleased(true).setVerdict("first-version"))
            .build();
    service.publisher().send(Topics.MODELS, Keys.model(task, version), model).join();
    service.running().awaitServing(task, version);
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
}
