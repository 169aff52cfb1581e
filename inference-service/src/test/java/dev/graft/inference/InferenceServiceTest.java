package dev.graft.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.graft.blobs.BlobStore;
import dev.graft.embedded.TestBed;
import dev.graft.events.Digests;
import dev.graft.events.Receipts;
import dev.graft.events.Vectors;
import dev.graft.inference.judge.Cohort;
import dev.graft.inference.openinference.Asking;
import dev.graft.inference.serve.RandomMini;
import dev.graft.inference.serve.TestBundles;
import dev.graft.inference.serve.TestPictures;
import dev.graft.loop.Publisher;
import dev.graft.loop.Register;
import dev.graft.openinference.GRPCInferenceServiceGrpc;
import dev.graft.openinference.ModelInferRequest;
import dev.graft.openinference.ServerReadyRequest;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.v1.EmbedRequest;
import dev.graft.v1.EmbeddingInput;
import dev.graft.v1.Example;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.GetRolloutRequest;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageStored;
import dev.graft.v1.InboxEvent;
import dev.graft.v1.ListVersionsRequest;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.Predicted;
import dev.graft.v1.PromoteRequest;
import dev.graft.v1.RollBackRequest;
import dev.graft.v1.RolloutPlan;
import dev.graft.v1.RolloutPolicy;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutState.Phase;
import dev.graft.v1.RolloutTrial;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.VersionAnswer;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Tap;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The whole service against a real broker and a real S3 server, asked by a real client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class InferenceServiceTest {

  private static final ByteString PICTURE = ByteString.copyFrom(TestPictures.png());

  private final BlobStore blobs = TestBed.blobs(RunningService.BUCKET);
  private final BackboneSpec spec = RandomMini.store(blobs);
  private final String space = Backbone.spaceOf(spec).id();
  private final TestBundles bundles =
      new TestBundles(
          blobs, spec, space, RandomMini.width(), Optional.of(RandomMini.probe(spec, blobs)));
  private final Publisher publisher =
      Publisher.open(TestBed.clients(), "test", new SimpleMeterRegistry());
  private RunningService service;
  private TestTasks tasks;

  @BeforeAll
  void start() {
    service = RunningService.start();
    tasks = new TestTasks(service, publisher, bundles);
  }

  @AfterAll
  void stop() {
    service.close();
    publisher.close();
  }

  @Test
  void aPublishedVersionAnswersWithAllThatAnAnswerNames() {
    var task = task("answers");
    release(task, 1);
    var answer = predict(task);
    assertEquals(1, answer.getVersion());
    assertEquals("bee", answer.getClassName());
    assertEquals(TestBundles.CLASSES, answer.getClassesList());
    assertEquals(answer.getProbabilities(1), answer.getProbability());
    assertEquals(Digests.sha256Hex(PICTURE.toByteArray()), answer.getImageId());
    assertEquals(space, answer.getSpace());
    var receipt = Receipts.decode(answer.getReceipt()).orElseThrow();
    assertEquals(
        List.of(task, answer.getImageId(), 1L),
        List.of(receipt.getTaskId(), receipt.getImageId(), receipt.getVersion()));
  }

  @Test
  void anAnswerIsRecordedAndItsPictureSubmitted() {
    var recorded = new CompletableFuture<Predicted>();
    var kept = new CompletableFuture<InboxEvent>();
    var task = task("records");
    release(task, 1);
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
    var task = task("unknowns");
    tasks.publish(task, bundles.thatTell().store(1));
    service.awaitServing(task, 1);
    try (var predictions = Register.of(Topics.PREDICTIONS, TestBed.clients())) {
      predictions
          .onChange(
              (key, value) -> value.filter(p -> key.equals(task)).ifPresent(recorded::complete))
          .start();
      var answer = predict(task);
      assertTrue(answer.getNovelty().getUnknown(), answer.toString());
      assertEquals(answer.getNovelty(), recorded.join().getAnswers(0).getNovelty());
    }
  }

  @Test
  void rollingBackAndPromotingAreAnsweredWhenTheyAreDone() {
    var task = task("rollbacks");
    release(task, 1);
    release(task, 2);
    var wrong =
        RollBackRequest.newBuilder().setTaskId(task).setExpectedStable(7).setBy("ann").build();
    refused(Code.FAILED_PRECONDITION, "expected version 7", () -> service.client().rollBack(wrong));
    var back =
        service
            .client()
            .rollBack(RollBackRequest.newBuilder().setTaskId(task).setBy("ann").build());
    assertEquals(Phase.HELD, back.getState().getPhase());
    assertEquals(1, predict(task).getVersion());
    refused(
        Code.FAILED_PRECONDITION,
        "no version was stable before version 1",
        () -> service.client().rollBack(RollBackRequest.newBuilder().setTaskId(task).build()));
    var on = service.client().promote(PromoteRequest.newBuilder().setTaskId(task).build());
    assertEquals(Phase.STABLE, on.getState().getPhase());
    assertEquals(2, predict(task).getVersion());
    var rollout =
        service.client().getRollout(GetRolloutRequest.newBuilder().setTaskId(task).build());
    assertEquals(2, rollout.getState().getStableVersion());
    assertEquals(2, rollout.getReplica().getServingVersion());
  }

  /** A judge of the test's own speaks: the service's own hears of no version of this task. */
  @Test
  void aCandidateServesItsShareIsScoredOnTheRestAndGoesWhenTheJudgeSaysSo() {
    var task = task("trials");
    var one = bundles.store(1);
    var two = bundles.store(2);
    judge(TestBundles.stable(task, one));
    service.awaitServing(task, 1);
    var lines = new ConcurrentHashMap<String, Predicted>();
    try (var predictions = Register.of(Topics.PREDICTIONS, TestBed.clients())) {
      predictions.onChange((key, value) -> value.ifPresent(p -> lines.put(p.getPredictionId(), p)));
      predictions.start();
      judge(TestBundles.trial(task, one, two, one, RolloutTrial.Stage.SHADOW_STAGE, 0));
      while (line(lines, predict(task)).getAnswersCount() < 2) {
        Thread.onSpinWait(); // until both are here
      }
      assertEquals(1, predict(task).getVersion());
      judge(TestBundles.trial(task, one, two, one, RolloutTrial.Stage.CANARY_STAGE, 1));
      while (predict(task).getVersion() == 1) {
        Thread.onSpinWait();
      }
      var line = line(lines, predict(task));
      assertEquals(
          List.of(2L, 1L), line.getAnswersList().stream().map(VersionAnswer::getVersion).toList());
      judge(TestBundles.trial(task, one, two, one, RolloutTrial.Stage.CANARY_STAGE, 0.5));
      var keys = IntStream.range(0, 40).mapToObj(at -> "user-" + at).toList();
      while (!keys.stream().allMatch(key -> isAsTheCohortSays(task, key))) {
        Thread.onSpinWait(); // until the word is here
      }
      judge(TestBundles.stable(task, one));
      while (predict(task).getVersion() == 2) {
        Thread.onSpinWait();
      }
    }
  }

  private boolean isAsTheCohortSays(String task, String key) {
    long due = Cohort.isIn(task, 2, 0.5, key) ? 2 : 1;
    var asked = picture(task).toBuilder().setCohortKey(key).build();
    return service.client().predict(asked).getVersion() == due;
  }

  private void judge(RolloutState state) {
    publisher.send(Topics.ROLLOUTS, state.getTaskId(), state).join();
  }

  private static Predicted line(Map<String, Predicted> lines, PredictResponse answer) {
    var id = Receipts.decode(answer.getReceipt()).orElseThrow().getPredictionId();
    while (!lines.containsKey(id)) {
      Thread.onSpinWait();
    }
    return lines.get(id);
  }

  @Test
  void aRequestMayNameItsVersion() {
    var task = task("pins");
    release(task, 1);
    release(task, 2);
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
  void aDamagedVersionIsRefusedEverywhereAndTheOldOneServesOn() {
    var task = task("damaged");
    release(task, 1);
    tasks.publish(task, bundles.storeDamaged(42)); // a number of its own: the store is shared
    while (tasks.rollout(task).getRefusedVersionsCount() == 0) { // a newer one would take its turn
      Thread.onSpinWait();
    }
    assertEquals(1, predict(task).getVersion());
    release(task, 43);
    assertEquals(43, predict(task).getVersion());
    assertEquals(List.of(42L), tasks.rollout(task).getRefusedVersionsList());
  }

  @Test
  void aWorseCandidateIsRolledBackByTheLabelsOfWhatItAnswered() {
    var canary =
        RolloutPolicy.newBuilder()
            .setRefresh(RolloutPlan.newBuilder().setMode(RolloutPolicy.Mode.CANARY))
            .setLogShadowWait(com.google.protobuf.Duration.getDefaultInstance());
    var task = tasks.create("judged", TaskSpec.newBuilder().setRollout(canary));
    release(task, 1);
    tasks.publish(task, bundles.store(44));
    var began = await(task, state -> state.getPhase() == Phase.CANARY).getTrial().getBegan();
    for (var number = 1; number <= 40; number++) {
      publisher.send(Topics.PREDICTIONS, task, answered(task, number, began)).join();
      publisher.send(Topics.EXAMPLES, task, labelled(task, number, began)).join();
    }
    var back = await(task, state -> state.getPhase() == Phase.ROLLED_BACK);
    assertEquals(1, back.getStableVersion());
    assertTrue(
        back.getWhy().startsWith("version 44 was rolled back to version 1: worse: 0 better"));
  }

  /** Version 1 is right, and version 44 is not. */
  private static Predicted answered(String task, int number, Timestamp began) {
    return Predicted.newBuilder()
        .setPredictionId("judged-" + number)
        .setTaskId(task)
        .setImageId("judged-" + number)
        .setTime(began)
        .setServedVersion(1)
        .addAnswers(VersionAnswer.newBuilder().setVersion(1).setClassName("bee"))
        .addAnswers(VersionAnswer.newBuilder().setVersion(44).setClassName("ant"))
        .build();
  }

  private static ExampleChange labelled(String task, int number, Timestamp began) {
    return ExampleChange.newBuilder()
        .setTaskId(task)
        .setSequence(number)
        .setImageId("judged-" + number)
        .setTime(began.toBuilder().setSeconds(began.getSeconds() + 1))
        .setAdded(Example.newBuilder().setClassName("bee"))
        .build();
  }

  private RolloutState await(String task, Predicate<RolloutState> wanted) {
    var state = tasks.rollout(task);
    while (!wanted.test(state)) {
      Thread.onSpinWait();
      state = tasks.rollout(task);
    }
    return state;
  }

  @Test
  void embeddingsOfTheRightSpaceAreAnsweredAndOthersRefused() {
    var task = task("embeddings");
    release(task, 1);
    var vector = EmbeddingInput.newBuilder().setSpace(space);
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
    var task = task("stored");
    release(task, 1);
    var digest = Digests.sha256Hex(PICTURE.toByteArray());
    blobs.create(Keys.pixels("cat-1"), PICTURE.toByteArray());
    var fact =
        ImageFact.newBuilder()
            .setStored(ImageStored.newBuilder().setImageId("cat-1").setBlobDigest(digest));
    blobs.create(Keys.imageId("cat-1"), fact.build().toByteArray());
    blobs.create(Keys.erased("cat-2"), new byte[0]);
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
    var task = task("bad");
    refused(Code.NOT_FOUND, "there is no task nowhere", () -> predict("nowhere"));
    refused(Code.FAILED_PRECONDITION, "has no version yet", () -> predict(task));
    release(task, 1);
    var garbage =
        picture(task).toBuilder().setImage(ByteString.copyFromUtf8("no picture at all")).build();
    refused(Code.INVALID_ARGUMENT, "cannot be read", () -> service.client().predict(garbage));
    var nothing = PredictRequest.newBuilder().setTaskId(task).build();
    refused(Code.INVALID_ARGUMENT, "nothing to predict", () -> service.client().predict(nothing));
    assertEquals(1, predict(task).getVersion());
  }

  @Test
  void theOpenInferenceProtocolAnswersWithTheSameNumbersAndRecordsThem() throws Exception {
    var task = task("open");
    release(task, 1);
    release(task, 2);
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
    try (var backbone = Backbone.load(spec, digest -> blobs.open(Keys.blob(digest)), Device.CPU)) {
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
    return GRPCInferenceServiceGrpc.newBlockingStub(service.channel());
  }

  @Test
  void aVersionOfAnUnusualInputSeesPicturesAsThoseThatEmbedThemDo() throws Exception {
    var unusual =
        new BackboneSpec(
            spec.name(),
            spec.weightsDigest(),
            BackboneSpec.parse(
                    "{\"input\":{\"gray\":true,\"channels\":1,\"size\":96,\"pad\":{},\"clahe\":{}}}")
                .input(),
            List.of(
                new Tap("layer2", Tap.Pooling.MEAN_AND_MAX),
                new Tap(Tap.EMBEDDING, Tap.Pooling.MEAN)));
    int width = 2 * 96 + RandomMini.width();
    var own =
        new TestBundles(
            blobs,
            unusual,
            Backbone.spaceOf(unusual).id(),
            width,
            Optional.of(RandomMini.probe(unusual, blobs)));
    var task = task("unusual");
    var ref = own.store(1);
    publisher.send(Topics.MODELS, Keys.model(task, 1), own.published(task, ref)).join();
    service.awaitServing(task, 1);
    assertEquals("bee", predict(task).getClassName());
    var embedded =
        service.client().embed(EmbedRequest.newBuilder().setTaskId(task).setImage(PICTURE).build());
    assertEquals(Backbone.spaceOf(unusual).id(), embedded.getSpace());
    var seen =
        (Decoded.Readable) new PictureDecoder(PictureLimits.DEFAULT).decode(PICTURE.toByteArray());
    try (var backbone =
        Backbone.load(unusual, digest -> blobs.open(Keys.blob(digest)), Device.CPU)) {
      float[] expected = backbone.embedPictures(List.of(seen.picture()))[0];
      assertEquals(width, expected.length);
      assertArrayEquals(expected, Vectors.toArray(embedded.getVectorList()), 1e-4f);
    }
    var small =
        picture(task).toBuilder().setImage(ByteString.copyFrom(TestPictures.png(20, 15))).build();
    refused(Code.INVALID_ARGUMENT, "at least 16", () -> service.client().predict(small));
  }

  private String task(String name) {
    return tasks.create(name);
  }

  private void release(String task, long version) {
    tasks.release(task, version);
  }

  private PredictResponse predict(String task) {
    return service.client().predict(picture(task));
  }

  private static PredictRequest picture(String task) {
    return PredictRequest.newBuilder().setTaskId(task).setImage(PICTURE).build();
  }

  private static PredictRequest stored(String task, String imageId) {
    return PredictRequest.newBuilder().setTaskId(task).setStoredImageId(imageId).build();
  }

  private static void refused(Code code, String why, Runnable call) {
    var status = assertThrows(StatusRuntimeException.class, call::run).getStatus();
    assertEquals(code, status.getCode(), status.toString());
    assertTrue(String.valueOf(status.getDescription()).contains(why), status.toString());
  }
}
