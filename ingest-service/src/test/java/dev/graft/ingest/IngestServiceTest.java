package dev.graft.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.graft.embedded.TestBed;
import dev.graft.events.Digests;
import dev.graft.ingest.picture.Drawn;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.EraseImageRequest;
import dev.graft.v1.ImageErased;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.InboxEvent;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.ListTasksRequest;
import dev.graft.v1.ObjectReference;
import dev.graft.v1.PutTaskRequest;
import dev.graft.v1.SubmitImageRequest;
import dev.graft.v1.SubmitLabelRequest;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.UploadImagesRequest;
import dev.graft.v1.UploadImagesResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The service as its users see it: real HTTP, real gRPC, a real broker and a real S3 server. */
class IngestServiceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static RunningIngest service;

  /** What came back: its status, and its body as JSON. */
  private record Answer(int status, String type, JsonNode body) {
    String fault() {
      return body.path("fault").asText();
    }
  }

  @BeforeAll
  static void start() {
    service = new RunningIngest("ingest-service-test");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void takesAPictureAsTheBodyWhateverItsContentTypeSays() throws Exception {
    byte[] png = Drawn.png(11);
    var answer = post("/v1/images?image_id=raw-1&group=g", "image/jpeg", png);
    assertEquals(201, answer.status(), answer.toString());
    assertEquals("image/png", answer.body().at("/stored/mediaType").asText());
    assertEquals(
        Digests.sha256Hex(png),
        images(fact -> fact.getStored().getImageId().equals("raw-1")).getStored().getBlobDigest());
    assertEquals(200, post("/v1/images?image_id=raw-1", "text/plain", png).status());
    assertEquals(
        200, post("/v1/images?image_id=raw-1", "application/x-www-form-urlencoded", png).status());
  }

  @Test
  void takesAPictureAsAFormWhateverItsNameSays() throws Exception {
    var answer = form("cat.jpg", Drawn.png(12), "form-1");
    assertEquals(201, answer.status(), answer.toString());
    assertEquals("image/png", answer.body().at("/stored/mediaType").asText());
    assertEquals("form-1", answer.body().at("/stored/imageId").asText());
  }

  @Test
  void refusesBadPicturesWithAProblem() throws Exception {
    var empty = post("/v1/images", "image/png", new byte[0]);
    assertEquals("application/problem+json", empty.type());
    assertEquals(400, empty.status());
    var garbage = post("/v1/images", "image/png", "garbage".getBytes(UTF_8));
    assertEquals("415 unknown-kind", garbage.status() + " " + garbage.fault());
    var bomb = post("/v1/images", "image/png", Drawn.bomb());
    assertEquals("413 too-many-pixels", bomb.status() + " " + bomb.fault());
    var large = post("/v1/images", "image/png", new byte[(16 << 20) + 1]);
    assertEquals("413 too-large", large.status() + " " + large.fault());
    var huge = post("/v1/images", "image/png", new byte[25 << 20]);
    assertEquals("413 too-large", huge.status() + " " + huge.fault());
    var badId = post("/v1/images?image_id=a%20b", "image/png", Drawn.png(1));
    assertEquals("400 bad-image-id", badId.status() + " " + badId.fault());
  }

  @Test
  void forgetsAPictureForEver() throws Exception {
    byte[] png = Drawn.png(13);
    post("/v1/images?image_id=a/b:c", "image/png", png);
    assertEquals(200, send("DELETE", "/v1/images/a/b:c?by=ann&why=asked", "").status());
    images(fact -> fact.getErased().getImageId().equals("a/b:c"));
    var again = post("/v1/images?image_id=a/b:c", "image/png", png);
    assertEquals("410 erased", again.status() + " " + again.fault());
    var other = status(() -> service.grpc().submitImage(submit("a/b:c", png)));
    assertEquals(Status.Code.FAILED_PRECONDITION, other);
  }

  @Test
  void leavesNoByteOfAnErasedPictureInTheStoreOrOnATopic() throws Exception {
    byte[] png = Drawn.png(61);
    var store = TestBed.blobs("ingest-service-test");
    var remains = new Remains(store, png);
    try (var producer = producer()) {
      inbox(producer, "gone-1", image("gone-1", png).toByteArray());
      producer.flush();
      images(fact -> fact.getStored().getImageId().equals("gone-1"));
      assertTrue(remains.places().contains("object " + Keys.pixels("gone-1")));
      assertTrue(remains.places().stream().anyMatch(place -> place.startsWith("graft.inbox/")));
      assertEquals(200, send("DELETE", "/v1/images/gone-1", "").status());
      awaitNothing(remains);
      try (var rejects = new Followed<>(Topics.REJECTS)) { // nor does it come back by this way
        inbox(producer, "gone-1", image("gone-1", png).toByteArray());
        producer.flush();
        var reject = rejects.await(r -> r.getKey().equals(ByteString.copyFromUtf8("gone-1")));
        assertEquals("erased", reject.getFault());
        assertTrue(reject.getValue().isEmpty());
      }
    }
    assertEquals(Optional.empty(), store.get(Keys.imageId("gone-1")));
    assertEquals(
        200, send("DELETE", "/v1/images/gone-1", "").status(), "asked again, it is done again");
    awaitNothing(remains);
  }

  private static void awaitNothing(Remains remains) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!remains.places().isEmpty()) {
      assertTrue(System.nanoTime() < deadline, () -> remains.places().toString());
      Thread.onSpinWait();
    }
  }

  @Test
  void announcesAnErasureOfWhichOnlyTheNoteWasWritten() throws Exception {
    var store = TestBed.blobs("ingest-service-test");
    post("/v1/images?image_id=half-erased", "image/png", Drawn.png(62));
    var wished = ImageErased.newBuilder().setImageId("half-erased").setBy("ann").build();
    store.create(Keys.erasing("half-erased"), wished.toByteArray()); // and then it was killed
    assertEquals(
        wished, images(fact -> fact.getErased().getImageId().equals("half-erased")).getErased());
    assertEquals(Optional.empty(), store.get(Keys.pixels("half-erased")));
    assertTrue(store.get(Keys.erased("half-erased")).isPresent());
  }

  @Test
  void makesATaskThatCanBeUsedAtOnce() throws Exception {
    var put = send("PUT", "/v1/tasks/pets", "{\"classes\":[\"cat\",\"dog\"]}");
    assertEquals(201, put.status(), put.toString());
    assertEquals("mini", put.body().at("/backbone/name").asText());
    assertEquals(200, send("GET", "/v1/tasks/pets", "").status());
    var label = "{\"taskId\":\"pets\",\"imageId\":\"x\",\"className\":\"cat\"}";
    assertEquals(201, send("POST", "/v1/labels", label).status());
    var cow = send("POST", "/v1/labels", label.replace("cat", "cow"));
    assertEquals("400 unknown-class", cow.status() + " " + cow.fault());
    var stale = send("PUT", "/v1/tasks/pets?expected_revision=7", "{\"classes\":[\"a\",\"b\"]}");
    assertEquals("412 stale-revision", stale.status() + " " + stale.fault());
    assertEquals(200, send("DELETE", "/v1/tasks/pets", "").status());
    assertEquals(404, send("GET", "/v1/tasks/pets", "").status());
    var gone = send("POST", "/v1/labels", label);
    assertEquals("404 unknown-task", gone.status() + " " + gone.fault());
  }

  @Test
  void answersNonsenseWithProblemsToo() throws Exception {
    assertEquals("malformed", send("PUT", "/v1/tasks/t", "{\"clases\":[]}").fault());
    assertEquals("malformed", send("POST", "/v1/labels", "not json").fault());
    assertEquals("bad-task", send("PUT", "/v1/tasks/Big", "{\"classes\":[\"a\",\"b\"]}").fault());
    assertEquals("no-such-address", send("GET", "/v2/nothing", "").fault());
  }

  @Test
  void takesEverythingOverGrpcAsWell() {
    var grpc = service.grpc();
    var task = TaskSpec.newBuilder().setTaskId("grpc-task").addClasses("a").addClasses("b").build();
    assertTrue(grpc.putTask(PutTaskRequest.newBuilder().setTask(task).build()).getCreated());
    assertTrue(
        grpc.listTasks(ListTasksRequest.getDefaultInstance()).getTasksList().stream()
            .anyMatch(listed -> listed.getTaskId().equals("grpc-task")));
    var stored = grpc.submitImage(submit("grpc-1", Drawn.jpeg(14)));
    assertEquals("image/jpeg", stored.getStored().getMediaType());
    assertTrue(grpc.submitImage(submit("grpc-1", Drawn.jpeg(14))).getAlreadyKnown());
    assertEquals(
        Status.Code.ALREADY_EXISTS, status(() -> grpc.submitImage(submit("grpc-1", Drawn.png(1)))));
    assertEquals(
        "grpc-1", grpc.submitLabel(label("grpc-task", "grpc-1", "a")).getFact().getImageId());
    assertEquals(
        Status.Code.INVALID_ARGUMENT,
        status(() -> grpc.submitLabel(label("grpc-task", "grpc-1", "z"))));
    assertEquals(
        Status.Code.NOT_FOUND, status(() -> grpc.submitLabel(label("none", "grpc-1", "a"))));
    assertEquals(
        Status.Code.INVALID_ARGUMENT, status(() -> grpc.submitImage(submit("", new byte[0]))));
    assertEquals(
        "grpc-1",
        grpc.eraseImage(EraseImageRequest.newBuilder().setImageId("grpc-1").build())
            .getErased()
            .getImageId());
  }

  @Test
  void takesAFolderAsOneStreamOverGrpc() {
    var task = TaskSpec.newBuilder().setTaskId("uploaded").addClasses("a").addClasses("b");
    service.grpc().putTask(PutTaskRequest.newBuilder().setTask(task).build());
    var summary = new CompletableFuture<UploadImagesResponse>();
    var requests = service.grpcLater().uploadImages(new First<>(summary));
    for (int i = 0; i < 30; i++) {
      var label = LabelSubmitted.newBuilder().setTaskId("uploaded").setClassName("a");
      requests.onNext(
          UploadImagesRequest.newBuilder()
              .setImage(submit("uploaded-" + i, Drawn.png(i)).getImage())
              .addLabels(label)
              .build());
    }
    requests.onNext(UploadImagesRequest.getDefaultInstance());
    requests.onCompleted();
    assertEquals(30, summary.join().getStored());
    assertEquals(30, summary.join().getLabelled());
    assertEquals("empty-picture", summary.join().getRefusals(0).getFault());
    images(fact -> fact.getStored().getImageId().equals("uploaded-29"));
    try (var labels = new Followed<>(Topics.LABELS)) {
      assertEquals("uploaded", labels.await(l -> l.getImageId().equals("uploaded-29")).getTaskId());
    }
  }

  /** Waits for the one answer of a stream. */
  private record First<A>(CompletableFuture<A> answer) implements StreamObserver<A> {
    @Override
    public void onNext(A value) {
      answer.complete(value);
    }

    @Override
    public void onError(Throwable failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {}
  }

  @Test
  void takesTheInboxAndRefusesWhatItCannotTake() {
    TestBed.blobs("camera").put("in/late.png", Drawn.png(15));
    try (var rejects = new Followed<>(Topics.REJECTS);
        var producer = producer()) {
      inbox(producer, "k0", "garbage \u0000".getBytes(UTF_8));
      inbox(producer, "k1", image("inbox-bad", "no picture".getBytes(UTF_8)).toByteArray());
      inbox(producer, "k2", object("camera", "in/never.png").toByteArray());
      inbox(producer, "k3", object("secret", "in/never.png").toByteArray());
      inbox(producer, "k4", object("camera", "in/late.png").toByteArray());
      inbox(producer, "k5", image("inbox-1", Drawn.png(16)).toByteArray());
      var json = "{\"label\":{\"taskId\":\"unheard-of\",\"imageId\":\"j\",\"className\":\"x\"}}";
      var record = new ProducerRecord<>("graft.inbox", "k6".getBytes(UTF_8), json.getBytes(UTF_8));
      record.headers().add("content-type", "application/json".getBytes(UTF_8));
      producer.send(record);
      producer.flush();
      for (var expected :
          Map.of("k1", "unknown-kind", "k2", "blob-missing", "k3", "bad-reference").entrySet()) {
        var reject =
            rejects.await(r -> r.getKey().equals(ByteString.copyFromUtf8(expected.getKey())));
        assertEquals(expected.getValue(), reject.getFault(), reject.getReason());
      }
      rejects.await(r -> r.getKey().equals(ByteString.copyFromUtf8("k0")));
    }
    images(fact -> fact.getStored().getBlobDigest().equals(Digests.sha256Hex(Drawn.png(15))));
    images(fact -> fact.getStored().getImageId().equals("inbox-1"));
    try (var labels = new Followed<>(Topics.LABELS)) {
      assertEquals("unheard-of", labels.await(l -> l.getImageId().equals("j")).getTaskId());
    }
  }

  @Test
  void streamsWeightsIntoTheStore() throws Exception {
    byte[] head =
        ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN).putLong(64).put((byte) '{').array();
    int megabytes = 40; // more than any buffered body may have
    var answer =
        weights(new SequenceInputStream(new ByteArrayInputStream(head), zeros(megabytes << 20)));
    assertEquals(201, answer.status(), answer.toString());
    var digest = answer.body().path("digest").asText();
    assertEquals(9 + (megabytes << 20), answer.body().path("bytes").asLong());
    assertEquals(
        9 + (megabytes << 20),
        TestBed.blobs("ingest-service-test").stat("blobs/" + digest).orElseThrow().bytes());
    var backbone = BackboneRef.newBuilder().setName("mobilenet_v2").setWeightsDigest(digest);
    var task =
        TaskSpec.newBuilder()
            .setTaskId("weighted")
            .addClasses("a")
            .addClasses("b")
            .setBackbone(backbone);
    assertTrue(
        service.grpc().putTask(PutTaskRequest.newBuilder().setTask(task).build()).getCreated());
    var refused = weights(new ByteArrayInputStream("a pickle".getBytes(UTF_8)));
    assertEquals("400 bad-weights", refused.status() + " " + refused.fault());
  }

  @Test
  void countsWhatComesInAndSaysThatItIsWell() throws Exception {
    post("/v1/images", "image/png", Drawn.png(17));
    post("/v1/images", "image/png", "garbage".getBytes(UTF_8));
    var metrics =
        HTTP.send(HttpRequest.newBuilder(at("/prometheus")).build(), BodyHandlers.ofString());
    assertTrue(metrics.body().contains("graft_ingest_taken_total{"), metrics.body());
    assertTrue(metrics.body().contains("fault=\"unknown-kind\""), metrics.body());
    assertEquals(200, send("GET", "/health/liveness", "").status());
  }

  private static InputStream zeros(int bytes) {
    return new InputStream() {
      private int left = bytes;

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }
    };
  }

  private static Answer weights(InputStream body) throws Exception {
    return send(
        HttpRequest.newBuilder(at("/v1/weights"))
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofInputStream(() -> body)));
  }

  private static ImageFact images(Predicate<ImageFact> wanted) {
    try (var images = new Followed<>(Topics.IMAGES)) {
      return images.await(wanted);
    }
  }

  private static Answer post(String path, String type, byte[] body) throws Exception {
    return send(
        HttpRequest.newBuilder(at(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private static Answer send(String method, String path, String json) throws Exception {
    return send(
        HttpRequest.newBuilder(at(path))
            .header("Content-Type", "application/json")
            .method(
                method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
  }

  private static Answer form(String name, byte[] file, String imageId) throws Exception {
    var body = new ByteArrayOutputStream();
    var part = "--limit\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n";
    body.write(part.formatted("image_id", "").getBytes(UTF_8));
    body.write((imageId + "\r\n").getBytes(UTF_8));
    body.write(
        part.formatted("file", "; filename=\"" + name + "\"\r\nContent-Type: image/jpeg")
            .getBytes(UTF_8));
    body.write(file);
    body.write("\r\n--limit--\r\n".getBytes(UTF_8));
    return post("/v1/images", "multipart/form-data; boundary=limit", body.toByteArray());
  }

  private static Answer send(HttpRequest.Builder request) throws Exception {
    var response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        JSON.readTree(response.body()));
  }

  private static URI at(String path) {
    return service.at(path);
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", TestBed.bootstrapServers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static void inbox(KafkaProducer<byte[], byte[]> producer, String key, byte[] value) {
    producer.send(new ProducerRecord<>("graft.inbox", key.getBytes(UTF_8), value));
  }

  private static InboxEvent image(String id, byte[] bytes) {
    return InboxEvent.newBuilder().setImage(submit(id, bytes).getImage()).build();
  }

  private static InboxEvent object(String bucket, String key) {
    return InboxEvent.newBuilder()
        .setImage(
            ImageSubmitted.newBuilder()
                .setObject(ObjectReference.newBuilder().setBucket(bucket).setKey(key)))
        .build();
  }

  private static SubmitImageRequest submit(String id, byte[] bytes) {
    return SubmitImageRequest.newBuilder()
        .setImage(ImageSubmitted.newBuilder().setImageId(id).setData(ByteString.copyFrom(bytes)))
        .build();
  }

  private static SubmitLabelRequest label(String task, String image, String className) {
    return SubmitLabelRequest.newBuilder()
        .setLabel(
            LabelSubmitted.newBuilder().setTaskId(task).setImageId(image).setClassName(className))
        .build();
  }

  private static Status.Code status(Runnable call) {
    return assertThrows(StatusRuntimeException.class, call::run).getStatus().getCode();
  }
}
