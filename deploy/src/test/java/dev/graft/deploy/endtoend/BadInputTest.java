package dev.graft.deploy.endtoend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.graft.deploy.audit.Held;
import dev.graft.deploy.audit.Replayed;
import dev.graft.deploy.reach.Doors;
import dev.graft.deploy.reach.Http;
import dev.graft.deploy.reach.TopicReader;
import dev.graft.topics.Topics;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.EmbeddingInput;
import dev.graft.v1.GatePolicy;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.InboxEvent;
import dev.graft.v1.KeepPolicy;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PutTaskRequest;
import dev.graft.v1.Reject;
import dev.graft.v1.SubmitImageRequest;
import dev.graft.v1.SubmitLabelRequest;
import dev.graft.v1.TaskSpec;
import dev.graft.vision.draw.DemoPictures;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes in: a clear error, a reject with a reason, or a label that waits; and the system
 * goes on.
 */
class BadInputTest {
  private static final String TASK = "bad-input";
  private static final List<String> CLASSES = DemoPictures.classes().subList(0, 2);
  private static final Duration LONG = Duration.ofSeconds(60);

  private static RunningGraft graft = RunningGraft.shared();
  private static Doors doors = new Doors(graft.addresses());
  private static KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", graft.addresses().kafka()),
          new ByteArraySerializer(),
          new ByteArraySerializer());
  // What others had rejected is read once, not at each look: some of it is large.
  private static TopicReader rejectLog = new TopicReader(graft.addresses().kafka(), Topics.REJECTS);
  private static List<Reject> rejects = new ArrayList<>();

  @BeforeAll
  static void aTaskThatAnswers() {
    createTask(TASK, CLASSES);
    for (int i = 0; i < 40; i++) {
      submit(TASK + "/" + i, CLASSES.get(i % 2), i);
    }
    await("a first version").atMost(LONG).until(BadInputTest::answers);
  }

  @AfterAll
  static void theSystemGoesOn() {
    submit(TASK + "/after-all-that", CLASSES.get(0), 999);
    await("a good label still counts")
        .atMost(LONG)
        .until(() -> examples(TASK).containsKey(TASK + "/after-all-that"));
    assertTrue(answers(), "it still answers");
    assertEquals(
        List.of(),
        graft.runFile().children().entrySet().stream()
            .filter(
                child ->
                    !ProcessHandle.of(child.getValue().pid())
                        .map(ProcessHandle::isAlive)
                        .orElse(false))
            .toList(),
        "every process lives");
    producer.close();
    rejectLog.close();
    doors.close();
  }

  @Test
  void refusesPicturesThatAreNoneAtTheDoor() {
    assertEquals(Code.INVALID_ARGUMENT, refusal(submission("empty", ByteString.EMPTY)));
    assertEquals(Code.INVALID_ARGUMENT, refusal(submission("text", Pictures.text())));
    assertEquals(Code.INVALID_ARGUMENT, refusal(submission("bomb", Pictures.bomb())));
  }

  @Test
  void refusesToPredictWhatCannotBeDecoded() {
    for (var bytes :
        List.of(ByteString.EMPTY, Pictures.text(), Pictures.bomb(), Pictures.truncated())) {
      var request = PredictRequest.newBuilder().setTaskId(TASK).setImage(bytes).build();
      assertEquals(Code.INVALID_ARGUMENT, code(() -> doors.predictions().predict(request)));
    }
  }

  @Test
  void rejectsWithAReasonWhatTheInboxCannotTake() {
    inbox(image("no-picture", Pictures.text()));
    inbox(image("no-bytes", ByteString.EMPTY));
    inbox(image("inbox-bomb", Pictures.bomb()));
    inbox(image("half", Pictures.truncated()));
    awaitReject(reject -> holds(reject, image("no-picture", Pictures.text())));
    awaitReject(reject -> holds(reject, image("no-bytes", ByteString.EMPTY)));
    awaitReject(reject -> holds(reject, image("inbox-bomb", Pictures.bomb())));
    awaitReject(
        reject ->
            reject.getKey().toStringUtf8().equals(TASK + "/half")
                || holds(reject, image("half", Pictures.truncated())));
  }

  @Test
  void rejectsGarbageOnTheInboxWholeAndGoesOn() {
    var garbage = "\u0001 not protobuf at all \u00ff".getBytes(StandardCharsets.ISO_8859_1);
    var brokenJson = "{\"image\": {".getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>("graft.inbox", garbage));
    var json = new ProducerRecord<byte[], byte[]>("graft.inbox", brokenJson);
    json.headers()
        .add(new RecordHeader("content-type", "application/json".getBytes(StandardCharsets.UTF_8)));
    producer.send(json);
    awaitReject(reject -> reject.getValue().equals(ByteString.copyFrom(garbage)));
    awaitReject(reject -> reject.getValue().equals(ByteString.copyFrom(brokenJson)));
  }

  @Test
  void refusesLabelsOfUnknownTasksAndClassesAtTheDoor() {
    assertEquals(Code.NOT_FOUND, refusal(labelOf("no-such-task", TASK + "/1", CLASSES.get(0))));
    assertEquals(Code.INVALID_ARGUMENT, refusal(labelOf(TASK, TASK + "/1", "no-such-class")));
  }

  @Test
  void letsLabelsFromTheInboxWaitUntilTheirTaskExists() {
    var later = "comes-later";
    for (int i = 0; i < 40; i++) {
      inbox(
          InboxEvent.newBuilder()
              .setLabel(labelOf(later, TASK + "/" + i, CLASSES.get(i % 2)))
              .build());
    }
    await("the labels wait").atMost(LONG).until(() -> waiting(later) == 40);
    assertEquals(Code.NOT_FOUND, code(() -> doors.predictions().predict(ask(later))));
    createTask(later, CLASSES);
    await("they count").atMost(LONG).until(() -> answers(later));
  }

  @Test
  void refusesAnEmbeddingOfAnotherSpace() {
    var embedding =
        EmbeddingInput.newBuilder()
            .setSpace("f".repeat(64))
            .addAllVector(Collections.nCopies(128, 0.5f));
    var request = PredictRequest.newBuilder().setTaskId(TASK).setEmbedding(embedding).build();
    assertEquals(Code.INVALID_ARGUMENT, code(() -> doors.predictions().predict(request)));
  }

  private static void createTask(String id, List<String> classes) {
    var task =
        TaskSpec.newBuilder()
            .setTaskId(id)
            .addAllClasses(classes)
            .setBackbone(BackboneRef.newBuilder().setName("mini"))
            .setKeep(KeepPolicy.newBuilder().setShare(0))
            .setGate(GatePolicy.newBuilder().setFloor(0));
    doors.ingest().putTask(PutTaskRequest.newBuilder().setTask(task).build());
  }

  private static void submit(String id, String className, long seed) {
    var image = ImageSubmitted.newBuilder().setImageId(id).setData(Pictures.good(className, seed));
    doors.ingest().submitImage(SubmitImageRequest.newBuilder().setImage(image).build());
    doors
        .ingest()
        .submitLabel(
            SubmitLabelRequest.newBuilder().setLabel(labelOf(TASK, id, className)).build());
  }

  private static LabelSubmitted labelOf(String taskId, String imageId, String className) {
    return LabelSubmitted.newBuilder()
        .setTaskId(taskId)
        .setImageId(imageId)
        .setClassName(className)
        .setAnnotator("test")
        .build();
  }

  private static InboxEvent image(String id, ByteString bytes) {
    return InboxEvent.newBuilder().setImage(submission(id, bytes)).build();
  }

  private static ImageSubmitted submission(String id, ByteString bytes) {
    return ImageSubmitted.newBuilder().setImageId(TASK + "/" + id).setData(bytes).build();
  }

  private static Code refusal(ImageSubmitted image) {
    return code(
        () -> doors.ingest().submitImage(SubmitImageRequest.newBuilder().setImage(image).build()));
  }

  private static Code refusal(LabelSubmitted label) {
    return code(
        () -> doors.ingest().submitLabel(SubmitLabelRequest.newBuilder().setLabel(label).build()));
  }

  private static Code code(org.junit.jupiter.api.function.Executable call) {
    var refusal = assertThrows(StatusRuntimeException.class, call);
    assertFalse(String.valueOf(refusal.getStatus().getDescription()).isBlank(), "says why");
    return refusal.getStatus().getCode();
  }

  private static void inbox(InboxEvent event) {
    producer.send(new ProducerRecord<>("graft.inbox", event.toByteArray()));
  }

  private static boolean holds(Reject reject, InboxEvent event) {
    return reject.getValue().equals(event.toByteString());
  }

  private static void awaitReject(Predicate<Reject> wanted) {
    await("a reject")
        .atMost(LONG)
        .until(
            () ->
                rejectsByNow().stream()
                    .filter(wanted)
                    .anyMatch(reject -> !reject.getReason().isBlank()));
  }

  private static List<Reject> rejectsByNow() {
    rejectLog.toEnd((topic, record) -> rejects.add(TopicReader.value(Topics.REJECTS, record)));
    return rejects;
  }

  private static Map<String, Held> examples(String taskId) {
    return Replayed.of(graft.addresses().kafka(), taskId).examples();
  }

  /** Labels of a task that does not exist, as the status counts them. */
  private static int waiting(String taskId) {
    var status = new Http().get("http://" + graft.addresses().trainerHttp() + "/v1/status");
    for (var task : status.path("tasks")) {
      if (task.path("task").asText().equals(taskId)) {
        return task.path("waiting").path("unknownTask").asInt();
      }
    }
    return 0;
  }

  private static boolean answers() {
    return answers(TASK);
  }

  private static boolean answers(String taskId) {
    try {
      return doors.predictions().predict(ask(taskId)).getVersion() > 0;
    } catch (StatusRuntimeException notYet) {
      return false;
    }
  }

  private static PredictRequest ask(String taskId) {
    return PredictRequest.newBuilder()
        .setTaskId(taskId)
        .setImage(Pictures.good(CLASSES.get(0), 5))
        .build();
  }
}
