package dev.graft.deploy.endtoend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.home.RunFile;
import dev.graft.deploy.reach.Doors;
import dev.graft.deploy.reach.Http;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.GatePolicy;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.InboxEvent;
import dev.graft.v1.InputOptions;
import dev.graft.v1.KeepPolicy;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PutTaskRequest;
import dev.graft.v1.SubmitImageRequest;
import dev.graft.v1.SubmitLabelRequest;
import dev.graft.v1.TaskSpec;
import dev.graft.vision.draw.DemoPictures;
import dev.graft.vision.hostile.HostilePicture;
import dev.graft.vision.hostile.HostilePicture.Expected;
import dev.graft.vision.hostile.HostilePictures;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Hostile pictures, hundreds of them or more than a thousand, through the inbox and through predict
 * of one running system: each is embedded or rejected with a reason, each is answered or refused
 * with a reason, both ways agree, and no process notices.
 */
class HostilePicturesTest {
  private static final String TASK = "hostile";
  private static final List<String> CLASSES = DemoPictures.classes().subList(0, 2);
  private static final Duration LONG = Duration.ofSeconds(120);

  private static final RunningGraft GRAFT = RunningGraft.shared();

  @BeforeAll
  static void aTaskThatAnswers() {
    try (var doors = new Doors(GRAFT.addresses())) {
      var task =
          TaskSpec.newBuilder()
              .setTaskId(TASK)
              .addAllClasses(CLASSES)
              .setBackbone(
                  BackboneRef.newBuilder()
                      .setName("mini") // tiny pictures too: what counts is that they are read
                      .setInput(InputOptions.newBuilder().setAllowSmall(true)))
              .setKeep(KeepPolicy.newBuilder().setShare(0))
              .setGate(GatePolicy.newBuilder().setFloor(0));
      doors.ingest().putTask(PutTaskRequest.newBuilder().setTask(task).build());
      for (int i = 0; i < 40; i++) {
        submit(doors, TASK + "-good/" + i, CLASSES.get(i % 2), i);
      }
      await("a first version").atMost(LONG).until(() -> answers(doors));
    }
  }

  private static void submit(Doors doors, String id, String className, long seed) {
    var image = ImageSubmitted.newBuilder().setImageId(id).setData(Pictures.good(className, seed));
    doors.ingest().submitImage(SubmitImageRequest.newBuilder().setImage(image).build());
    var label =
        LabelSubmitted.newBuilder()
            .setTaskId(TASK)
            .setImageId(id)
            .setClassName(className)
            .setAnnotator("test");
    doors.ingest().submitLabel(SubmitLabelRequest.newBuilder().setLabel(label).build());
  }

  private static boolean answers(Doors doors) {
    try {
      return doors.predictions().predict(ask(Pictures.good(CLASSES.get(0), 5))).getVersion() > 0;
    } catch (StatusRuntimeException notYet) {
      return false;
    }
  }

  @Test
  void eachHasAnAnswerAtBothDoorsAndNoProcessNotices() throws Exception {
    var pictures = HostilePictures.some(200);
    assertTrue(pictures.size() >= 400);
    answersAll(pictures);
  }

  @Test
  @Tag("slow") // the same for more of what is spoilt in many ways
  void soHaveMoreThanAThousand() throws Exception {
    var pictures = HostilePictures.some(20);
    assertTrue(pictures.size() >= 1000);
    answersAll(pictures);
  }

  private static void answersAll(List<HostilePicture> pictures) throws Exception {
    Map<String, RunFile.ChildMark> before = GRAFT.runFile().children();
    publish(pictures);
    try (var asked = new AskedPictures(GRAFT.addresses(), TASK);
        var followed = new FollowedPictures(GRAFT.addresses().kafka(), TASK + "/")) {
      var predicted = asked.all(pictures);
      var embedded = followed.until(ids(pictures), LONG);
      System.out.println(HostilePictures.table(pictures));
      System.out.println("inbox: " + followed.summary() + "; predict: " + asked.summary());
      assertEquals(List.of(), disagreements(pictures, embedded, predicted));
      nobodyNoticed(before, followed, TASK + "/after-all-" + pictures.size());
    }
  }

  private static Set<String> ids(List<HostilePicture> pictures) {
    return pictures.stream().map(HostilePicturesTest::id).collect(Collectors.toSet());
  }

  private static String id(HostilePicture picture) {
    return TASK + "/" + picture.name();
  }

  private static void publish(List<HostilePicture> pictures) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", GRAFT.addresses().kafka(), "max.request.size", 17 << 20);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (var picture : pictures) {
        var image =
            ImageSubmitted.newBuilder()
                .setImageId(id(picture))
                .setData(ByteString.copyFrom(picture.bytes()));
        var event = InboxEvent.newBuilder().setImage(image).build();
        producer.send(new ProducerRecord<>("graft.inbox", event.toByteArray()));
      }
    }
  }

  /** Answers are empty for a picture that was read, else the reason. */
  private static List<String> disagreements(
      List<HostilePicture> pictures, Map<String, String> embedded, Map<String, String> predicted) {
    var disagreements = new ArrayList<String>();
    for (var picture : pictures) {
      var inbox = embedded.get(id(picture));
      var predict = predicted.get(picture.name());
      boolean read = picture.expected() == Expected.READ;
      boolean refused = picture.expected() == Expected.REFUSED;
      if (inbox == null
          || predict == null
          || inbox.isEmpty() != predict.isEmpty()
          || read && !inbox.isEmpty()
          || refused && inbox.isEmpty()) {
        disagreements.add(picture + ": inbox \"" + inbox + "\", predict \"" + predict + '"');
      }
    }
    return disagreements;
  }

  private static void nobodyNoticed(
      Map<String, RunFile.ChildMark> before, FollowedPictures followed, String after)
      throws IOException {
    assertEquals(before, GRAFT.runFile().children(), "the same processes as before");
    var addresses = GRAFT.addresses();
    for (var http :
        List.of(addresses.ingestHttp(), addresses.trainerHttp(), addresses.inferenceHttp())) {
      assertTrue(new Http().well("http://" + http + "/health"), http + " is well");
    }
    for (var part : Part.values()) {
      var log = GRAFT.home().log(part.title());
      assertTrue(!Files.readString(log).contains("OutOfMemoryError"), log.toString());
    }
    try (var doors = new Doors(addresses)) {
      submit(doors, after, CLASSES.get(1), after.hashCode());
      assertEquals("", followed.until(Set.of(after), LONG).get(after), "good ones still embedded");
      assertTrue(answers(doors), "a good picture is still predicted");
    }
  }

  private static PredictRequest ask(ByteString picture) {
    return PredictRequest.newBuilder().setTaskId(TASK).setImage(picture).build();
  }
}
