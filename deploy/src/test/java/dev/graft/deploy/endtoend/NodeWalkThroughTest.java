package dev.graft.deploy.endtoend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.graft.deploy.reach.Doors;
import dev.graft.deploy.reach.Http;
import dev.graft.events.Receipts;
import dev.graft.v1.GatePolicy;
import dev.graft.v1.KeepPolicy;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.PutTaskRequest;
import dev.graft.v1.TaskSpec;
import dev.graft.vision.draw.DemoPictures;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What deploy/examples/node shows a newcomer works as it stands there. */
class NodeWalkThroughTest {
  private static final String TASK = "from-node";
  private static final String PREFIX = TASK + "/";
  private static final List<String> FORMS = List.of("json", "protobuf");
  private static final List<String> CLASSES = DemoPictures.classes().subList(0, 2);
  private static final int OF_EACH = 20; // per class and form
  private static final Duration LONG = Duration.ofSeconds(60);

  private static NodeExample example;
  private static RunningGraft graft;
  private static Doors doors;

  @BeforeAll
  static void installAndCreateATask() throws Exception {
    example = new NodeExample(); // first, since it may skip
    graft = RunningGraft.shared();
    doors = new Doors(graft.addresses());
    var task =
        TaskSpec.newBuilder()
            .setTaskId(TASK)
            .addAllClasses(CLASSES)
            .setKeep(KeepPolicy.newBuilder().setShare(0))
            .setGate(GatePolicy.newBuilder().setFloor(0));
    doors.ingest().putTask(PutTaskRequest.newBuilder().setTask(task).build());
  }

  @AfterAll
  static void closeTheDoors() {
    if (doors != null) {
      doors.close();
    }
  }

  @Test
  void publishesPicturesAndLabelsInBothFormsAndPredicts() throws Exception {
    var published = new TreeMap<String, String>();
    for (var form : FORMS) {
      for (var className : CLASSES) {
        publish(form, className).forEach(id -> published.put(id, className));
      }
    }
    await("the trainer holds them all").atMost(LONG).until(() -> held().equals(published));
    await("a first version").atMost(LONG).until(NodeWalkThroughTest::answers);
    for (var className : CLASSES) {
      assertSameAnswer(picture("asked", className, 7777));
    }
    assertSameInference();
  }

  @Test
  void saysWhyAPictureThatIsNoneCannotBePredicted() throws Exception {
    var text = Files.writeString(example.folder().resolve("no-picture.jpg"), "a text");
    for (var refused : List.of(predict(text), infer(List.of(text)))) {
      assertEquals(1, refused.exitCode(), refused.toString());
      assertTrue(
          refused.err().matches("(?s)(InvalidArgument|FailedPrecondition): .{10,}"), refused.err());
    }
  }

  /** The ids that it published. */
  private static List<String> publish(String form, String className) throws Exception {
    var files = new ArrayList<String>();
    for (int i = 0; i < OF_EACH; i++) {
      files.add(picture(form, className, i).toString());
    }
    var ids = files.stream().map(file -> PREFIX + Path.of(file).getFileName()).toList();
    var kafka = List.of("--brokers", graft.addresses().kafka(), "--form", form);
    said(
        "published 20 pictures as " + form,
        "publish-picture.js",
        joined(kafka, List.of("--prefix", PREFIX), files));
    said(
        "published 20 labels as " + form,
        "publish-label.js",
        joined(kafka, List.of("--task", TASK, "--class", className), ids));
    return ids;
  }

  private static void said(String expected, String script, List<String> arguments)
      throws Exception {
    var result = example.node(script, arguments);
    assertEquals(expected, result.out().strip(), result.toString());
    assertEquals(0, result.exitCode(), result.toString());
  }

  /** Node's answer is that of a client in Java that asks the same version. */
  private static void assertSameAnswer(Path picture) throws Exception {
    var asked = predict(picture);
    assertEquals(0, asked.exitCode(), asked.toString());
    var answer = new ObjectMapper().readTree(asked.out());
    var same = predicted(picture, answer.path("version").asLong());
    assertEquals(same.getClassName(), answer.path("className").asText());
    assertEquals(same.getProbability(), answer.path("probability").floatValue(), 1e-4f);
    assertEquals(same.getClassesList(), texts(answer.path("classes")));
  }

  /** In the words of the Open Inference Protocol the answers are those of Predict. */
  private static void assertSameInference() throws Exception {
    var pictures = new ArrayList<Path>();
    for (var className : CLASSES) {
      pictures.add(picture("asked", className, 7777));
    }
    var asked = infer(pictures);
    assertEquals(0, asked.exitCode(), asked.toString());
    var lines = asked.out().strip().lines().toList();
    assertEquals(pictures.size(), lines.size(), asked.out());
    for (int i = 0; i < lines.size(); i++) {
      var answer = new ObjectMapper().readTree(lines.get(i));
      var same = predicted(pictures.get(i), Long.parseLong(answer.path("modelVersion").asText()));
      assertEquals(pictures.get(i).getFileName().toString(), answer.path("file").asText());
      assertEquals(same.getClassName(), answer.path("className").asText());
      for (int c = 0; c < CLASSES.size(); c++) {
        assertEquals(
            same.getProbabilities(c), answer.path("probabilities").get(c).floatValue(), 1e-4f);
      }
      assertTrue(Receipts.decode(answer.path("receipt").asText()).isPresent());
    }
  }

  private static NodeExample.Result infer(List<Path> pictures) throws Exception {
    var server = "http://" + graft.addresses().inferenceGrpc();
    return example.node(
        "infer.js",
        joined(
            List.of("--server", server, "--model", TASK),
            pictures.stream().map(Path::toString).toList()));
  }

  private static PredictResponse predicted(Path picture, long version) throws IOException {
    var request =
        PredictRequest.newBuilder()
            .setTaskId(TASK)
            .setVersion(version)
            .setImage(ByteString.copyFrom(Files.readAllBytes(picture)));
    return doors.predictions().predict(request.build());
  }

  private static NodeExample.Result predict(Path picture) throws Exception {
    var server = "http://" + graft.addresses().inferenceGrpc();
    return example.node(
        "predict.js", List.of("--server", server, "--task", TASK, picture.toString()));
  }

  private static Path picture(String form, String className, int number) throws IOException {
    var folder = Files.createDirectories(example.folder().resolve("pictures"));
    int seed = 5000 + number * 2 + FORMS.indexOf(form);
    return Files.write(
        folder.resolve(className + "-" + form + "-" + number + ".png"),
        DemoPictures.png(className, seed));
  }

  /** Class of each image that the trainer says it holds and has an embedding of. */
  private static Map<String, String> held() {
    var url = "http://" + graft.addresses().trainerHttp() + "/v1/tasks/" + TASK + "/examples";
    var held = new TreeMap<String, String>();
    for (var each : new Http().get(url).path("examples")) {
      if (!each.path("embeddings").isEmpty()) {
        held.put(each.path("image").asText(), each.path("class").asText());
      }
    }
    return held;
  }

  private static boolean answers() {
    try {
      var request =
          PredictRequest.newBuilder().setTaskId(TASK).setImage(Pictures.good(CLASSES.get(0), 5));
      return doors.predictions().predict(request.build()).getVersion() > 0;
    } catch (StatusRuntimeException notYet) {
      return false;
    }
  }

  @SafeVarargs
  private static List<String> joined(List<String>... parts) {
    return Stream.of(parts).flatMap(List::stream).toList();
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
