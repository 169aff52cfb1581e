package dev.graft.inference;

import static dev.graft.inference.SharedService.PICTURE;
import static dev.graft.inference.SharedService.picture;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.embedded.TestBed;
import dev.graft.events.Digests;
import dev.graft.events.Receipts;
import dev.graft.events.Vectors;
import dev.graft.inference.openinference.Asking;
import dev.graft.loop.Register;
import dev.graft.openinference.GRPCInferenceServiceGrpc;
import dev.graft.openinference.ModelInferRequest;
import dev.graft.openinference.ServerReadyRequest;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.v1.EmbedRequest;
import dev.graft.v1.Predicted;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same answers by the Open Inference Protocol. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class OpenInferenceTest {

  @RegisterExtension static final SharedService service = new SharedService();

  @Test
  void theOpenInferenceProtocolAnswersWithTheSameNumbersAndRecordsThem() throws Exception {
    var task = service.tasks().create("open");
    service.tasks().release(task, 1);
    service.tasks().release(task, 2);
    var pinned = picture(task).toBuilder().setVersion(1).build();
    var same = service.client().predict(pinned);
    float[] embedding =
        Vectors.toArray(
            service
                .client()
                .embed(EmbedRequest.newBuilder().setTaskId(task).setImage(PICTURE).build())
                .getVectorList());
    var recorded = new CompletableFuture<Predicted>();
    try (var predictions = Register.of(Topics.PREDICTIONS, TestBed.clients())) {
      predictions
          .onChange(
              (key, value) ->
                  value
                      .filter(p -> p.getReplicaId().equals("inference-test") && key.equals(task))
                      .filter(p -> p.getServedVersion() == 2)
                      .ifPresent(recorded::complete))
          .start();
      for (var request : asOpenInference(task, embedding)) {
        var response = openInference().modelInfer(request.clone().setModelVersion("1").build());
        assertEquals("1", response.getModelVersion());
        assertEquals(List.of(same.getClassName()), Asking.texts(response, "CLASS"));
        assertArrayEquals(
            Vectors.toArray(same.getProbabilitiesList()),
            Asking.values(response, "PROBABILITIES"),
            1e-6f);
        assertArrayEquals(embedding, Asking.values(response, "EMBEDDING"), 1e-5f);
      }
      assertFalse(recorded.isDone());
      var served = openInference().modelInfer(Asking.images(task, PICTURE).build());
      assertEquals("2", served.getModelVersion());
      var receipt =
          Receipts.decode(served.getParametersOrThrow("receipts").getStringParam()).orElseThrow();
      assertEquals(receipt.getPredictionId(), recorded.join().getPredictionId());
      assertEquals(Digests.sha256Hex(PICTURE.toByteArray()), recorded.join().getImageId());
      assertFalse(recorded.join().getPinned());
      assertArrayEquals(
          Vectors.toArray(recorded.join().getAnswers(0).getProbabilitiesList()),
          Asking.values(served, "PROBABILITIES"));
    }
    assertTrue(openInference().serverReady(ServerReadyRequest.getDefaultInstance()).getReady());
  }

  /** The same picture in every way that it can be brought. */
  private List<ModelInferRequest.Builder> asOpenInference(String task, float[] embedding)
      throws Exception {
    var seen =
        (Decoded.Readable) new PictureDecoder(PictureLimits.DEFAULT).decode(PICTURE.toByteArray());
    try (var backbone =
        Backbone.load(
            service.spec(), digest -> service.blobs().open(Keys.blob(digest)), Device.CPU)) {
      float[] pixels = backbone.prepare(seen.picture());
      int side = backbone.preprocessing().crop();
      var asked =
          List.of(
              Asking.images(task, PICTURE),
              Asking.rawImages(task, PICTURE),
              Asking.floats(task, "PIXELS", pixels, 1, 3, side, side),
              Asking.rawFloats(task, "PIXELS", pixels, 1, 3, side, side),
              Asking.floats(task, "EMBEDDING", embedding, 1, embedding.length),
              Asking.rawFloats(task, "EMBEDDING", embedding, 1, embedding.length));
      asked.forEach(request -> Asking.wanting(request, "PROBABILITIES", "CLASS", "EMBEDDING"));
      return asked;
    }
  }

  private GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub openInference() {
    return GRPCInferenceServiceGrpc.newBlockingStub(service.running().channel());
  }
}
