package dev.graft.inference;

import static dev.graft.inference.SharedService.PICTURE;
import static dev.graft.inference.SharedService.picture;
import static dev.graft.inference.SharedService.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.graft.embedded.TestBed;
import dev.graft.events.Digests;
import dev.graft.events.Receipts;
import dev.graft.inference.serve.RandomMini;
import dev.graft.inference.serve.TestBundles;
import dev.graft.loop.Register;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.v1.EmbeddingInput;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageStored;
import dev.graft.v1.InboxEvent;
import dev.graft.v1.ListVersionsRequest;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.Predicted;
import io.grpc.Status.Code;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client is answered, and what is recorded of it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class AnswersTest {

  @RegisterExtension static final SharedService service = new SharedService();

  @Test
  void aPublishedVersionAnswersWithAllThatAnAnswerNames() {
    var task = service.tasks().create("answers");
    service.tasks().release(task, 1);
    var answer = service.predict(task);
    assertEquals(1, answer.getVersion());
    assertEquals("bee", answer.getClassName());
    assertEquals(TestBundles.CLASSES, answer.getClassesList());
    assertEquals(answer.getProbabilities(1), answer.getProbability());
    assertEquals(Digests.sha256Hex(PICTURE.toByteArray()), answer.getImageId());
    assertEquals(service.space(), answer.getSpace());
    var receipt = Receipts.decode(answer.getReceipt()).orElseThrow();
    assertEquals(
        List.of(task, answer.getImageId(), 1L),
        List.of(receipt.getTaskId(), receipt.getImageId(), receipt.getVersion()));
  }

  @Test
  void anAnswerIsRecordedAndItsPictureSubmitted() {
    var recorded = new CompletableFuture<Predicted>();
    var kept = new CompletableFuture<InboxEvent>();
    var task = service.tasks().create("records");
    service.tasks().release(task, 1);
    try (var predictions = Register.of(Topics.PREDICTIONS, TestBed.clients());
        var inbox = Register.of(Topics.INBOX, TestBed.clients())) {
      predictions
          .onChange(
              (key, value) -> value.filter(p -> key.equals(task)).ifPresent(recorded::complete))
          .start();
      inbox
          .onChange(
              (key, value) -> value.filter(i -> key.equals("recorded-1")).ifPresent(kept::complete))
          .start();
      var answer =
          service.client().predict(picture(task).toBuilder().setImageId("recorded-1").build());
      assertEquals(
          answer.getProbabilitiesList(), recorded.join().getAnswers(0).getProbabilitiesList());
      assertEquals("recorded-1", recorded.join().getImageId());
      assertEquals(PICTURE, kept.join().getImage().getData());
    }
  }

  @Test
  void whatIsUnknownIsRecordedAsSuch() {
    var recorded = new CompletableFuture<Predicted>();
    var task = service.tasks().create("unknowns");
    service.tasks().publish(task, service.bundles().thatTell().store(1));
    service.running().awaitServing(task, 1);
    try (var predictions = Register.of(Topics.PREDICTIONS, TestBed.clients())) {
      predictions
          .onChange(
              (key, value) -> value.filter(p -> key.equals(task)).ifPresent(recorded::complete))
          .start();
      var answer = service.predict(task);
      assertTrue(answer.getNovelty().getUnknown(), answer.toString());
      assertEquals(answer.getNovelty(), recorded.join().getAnswers(0).getNovelty());
    }
  }

  @Test
  void aRequestMayNameItsVersion() {
    var task = service.tasks().create("pins");
    service.tasks().release(task, 1);
    service.tasks().release(task, 2);
    assertEquals(
        1, service.client().predict(picture(task).toBuilder().setVersion(1).build()).getVersion());
    refused(
        Code.NOT_FOUND,
        "has no version 99",
        () -> service.client().predict(picture(task).toBuilder().setVersion(99).build()));
    var versions =
        service.client().listVersions(ListVersionsRequest.newBuilder().setTaskId(task).build());
    assertEquals(
        List.of(2L, 1L),
        versions.getVersionsList().stream().map(v -> v.getModel().getVersion()).toList());
    assertTrue(versions.getVersions(0).getStable() && versions.getVersions(0).getResident());
    assertFalse(versions.getVersions(1).getStable());
  }

  @Test
  void embeddingsOfTheRightSpaceAreAnsweredAndOthersRefused() {
    var task = service.tasks().create("embeddings");
    service.tasks().release(task, 1);
    var vector = EmbeddingInput.newBuilder().setSpace(service.space());
    for (var at = 0; at < RandomMini.width(); at++) {
      vector.addVector(0.5f);
    }
    var request = PredictRequest.newBuilder().setTaskId(task);
    assertEquals(
        "bee", service.client().predict(request.setEmbedding(vector).build()).getClassName());
    var foreign = request.setEmbedding(vector.clone().setSpace("another")).build();
    refused(Code.INVALID_ARGUMENT, "is of space another", () -> service.client().predict(foreign));
    var shorter = request.setEmbedding(vector.clone().clearVector().addVector(1)).build();
    refused(Code.INVALID_ARGUMENT, "has 1 values", () -> service.client().predict(shorter));
  }

  @Test
  void storedImagesAreAnsweredUnlessUnknownOrErased() {
    var task = service.tasks().create("stored");
    service.tasks().release(task, 1);
    var digest = Digests.sha256Hex(PICTURE.toByteArray());
    service.blobs().create(Keys.pixels("cat-1"), PICTURE.toByteArray());
    var fact =
        ImageFact.newBuilder()
            .setStored(ImageStored.newBuilder().setImageId("cat-1").setBlobDigest(digest));
    service.blobs().create(Keys.imageId("cat-1"), fact.build().toByteArray());
    service.blobs().create(Keys.erased("cat-2"), new byte[0]);
    assertEquals("cat-1", service.client().predict(stored(task, "cat-1")).getImageId());
    refused(
        Code.NOT_FOUND,
        "there is no image cat-3",
        () -> service.client().predict(stored(task, "cat-3")));
    refused(
        Code.FAILED_PRECONDITION,
        "was erased",
        () -> service.client().predict(stored(task, "cat-2")));
  }

  @Test
  void badRequestsAreRefusedWithWhatToDo() {
    var task = service.tasks().create("bad");
    refused(Code.NOT_FOUND, "there is no task nowhere", () -> service.predict("nowhere"));
    refused(Code.FAILED_PRECONDITION, "has no version yet", () -> service.predict(task));
    service.tasks().release(task, 1);
    var garbage =
        picture(task).toBuilder().setImage(ByteString.copyFromUtf8("no picture at all")).build();
    refused(Code.INVALID_ARGUMENT, "cannot be read", () -> service.client().predict(garbage));
    var nothing = PredictRequest.newBuilder().setTaskId(task).build();
    refused(Code.INVALID_ARGUMENT, "nothing to predict", () -> service.client().predict(nothing));
    assertEquals(1, service.predict(task).getVersion());
  }

  private static PredictRequest stored(String task, String imageId) {
    return PredictRequest.newBuilder().setTaskId(task).setStoredImageId(imageId).build();
  }
}
