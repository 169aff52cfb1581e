package dev.graft.deploy.endtoend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.reach.Doors;
import dev.graft.deploy.reach.Http;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.KeepPolicy;
import dev.graft.v1.PutTaskRequest;
import dev.graft.v1.TaskSpec;
import dev.graft.vision.draw.DemoPictures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SurvivesKillsTest {
  private static final String TASK = "kills";
  private static final Duration LONG = Duration.ofSeconds(120);

  private final RunningGraft graft = RunningGraft.shared();
  private final String kafka = graft.addresses().kafka();

  @Test
  void holdsExactlyTheExamplesThatTheLogsTellAfterEachProcessWasKilledOnce() {
    try (var doors = new Doors(graft.addresses());
        var load = new Load(kafka, doors, TASK)) {
      createTask(doors);
      load.start();
      await("the first answer").atMost(LONG).until(() -> load.answered() > 0);
      for (var part : Part.values()) {
        killUnderLoad(part, load);
      }
      load.finish();
      await("ingest has taken everything in").atMost(LONG).until(() -> taken(load));
      await("all is embedded").atMost(LONG).until(this::allIsEmbedded);
      await("the trainer holds what the logs tell")
          .atMost(LONG)
          .untilAsserted(() -> assertEquals(recomputed().examples(TASK), heldByTrainer()));
      assertNothingLostNothingDoubled(load);
    }
  }

  private void createTask(Doors doors) {
    var task =
        TaskSpec.newBuilder()
            .setTaskId(TASK)
            .addAllClasses(DemoPictures.classes())
            .setBackbone(BackboneRef.newBuilder().setName("mini"))
            .setKeep(KeepPolicy.newBuilder().setShare(0));
    doors.ingest().putTask(PutTaskRequest.newBuilder().setTask(task).build());
  }

  private void killUnderLoad(Part part, Load load) {
    graft.killAndAwaitAnother(part);
    long before = load.answered();
    await("answers after " + part.title() + " was killed")
        .atMost(LONG)
        .until(() -> load.answered() > before + 10);
    int changes = Replayed.of(kafka, TASK).sequences().size();
    await("labels become examples after " + part.title() + " was killed")
        .atMost(LONG)
        .until(() -> Replayed.of(kafka, TASK).sequences().size() > changes + 20);
  }

  private Recomputed recomputed() {
    return Recomputed.of(kafka);
  }

  private boolean taken(Load load) {
    var recomputed = recomputed();
    return recomputed.images().containsAll(load.images())
        && new HashSet<>(recomputed.eventIds(TASK)).containsAll(load.events());
  }

  private boolean allIsEmbedded() {
    return recomputed().examples(TASK).values().stream()
        .noneMatch(held -> held.embeddings().isEmpty());
  }

  private void assertNothingLostNothingDoubled(Load load) {
    var said = new ArrayList<>(recomputed().eventIds(TASK));
    said.sort(null);
    var published = new ArrayList<>(load.events());
    published.sort(null);
    assertEquals(published, said, "each label event stands on graft.labels exactly once");
    var replayed = Replayed.of(kafka, TASK);
    assertEquals(recomputed().examples(TASK), replayed.examples(), "graft.examples, replayed");
    assertEquals(
        LongStream.rangeClosed(1, replayed.sequences().size()).boxed().toList(),
        replayed.sequences(),
        "the changes are numbered without a gap and without a double");
    assertTrue(load.images().size() > 100, "there was a load");
  }

  private Map<String, Held> heldByTrainer() {
    var url = "http://%s/v1/tasks/%s/examples".formatted(graft.addresses().trainerHttp(), TASK);
    var held = new TreeMap<String, Held>();
    for (var example : new Http().get(url).path("examples")) {
      var one =
          new Held(
              example.path("class").asText(), example.path("split").asText(), embeddings(example));
      assertNull(held.put(example.path("image").asText(), one), "an image that is held twice");
    }
    return held;
  }

  private static List<String> embeddings(JsonNode example) {
    var all = new ArrayList<String>();
    example
        .path("embeddings")
        .fields()
        .forEachRemaining(vector -> all.add(vector.getKey() + " " + vector.getValue().asText()));
    return all;
  }
}
