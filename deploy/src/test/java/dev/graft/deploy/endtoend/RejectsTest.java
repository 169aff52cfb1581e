package dev.graft.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.blobs.StoreAddress;
import dev.graft.deploy.reach.TopicReader;
import dev.graft.topics.Topics;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.InboxEvent;
import dev.graft.v1.ObjectReference;
import dev.graft.vision.draw.DemoPictures;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** A picture whose object came too late: found, looked at, and sent again, through the command. */
class RejectsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String KEY = "came-too-late";
  private static final InboxEvent EVENT =
      InboxEvent.newBuilder()
          .setImage(
              ImageSubmitted.newBuilder()
                  .setImageId(KEY)
                  .setObject(
                      ObjectReference.newBuilder()
                          .setBucket(RunningGraft.READABLE)
                          .setKey("late.png")))
          .build();

  private final RunningGraft graft = RunningGraft.shared();

  @Test
  void sendsAPictureAgainWhoseObjectIsThereNow() throws Exception {
    var camera = camera();
    publish();
    await("a reject").atMost(LONG).until(() -> listed().size() == 1);
    var reject = listed().get(0);
    assertEquals("blob-missing", reject.path("fault").asText());

    var id = reject.path("id").asText();
    var file = Files.createTempDirectory(graft.home().folder(), "saved").resolve("value");
    var shown = rejects("show", id, "--save", file.toString());
    assertTrue(shown.contains("header   shelf: 7"), shown);
    assertTrue(shown.contains("\"bucket\": \"camera\""), shown);
    assertArrayEquals(EVENT.toByteArray(), Files.readAllBytes(file));

    camera.put("late.png", Pictures.good(DemoPictures.classes().get(0), 4711).toByteArray());
    var told = rejects("replay", "--dry-run", "--key", KEY);
    assertTrue(told.contains("would go to graft.inbox: blob-missing"), told);
    assertTrue(told.contains("1 would be sent again"), told);
    assertTrue(!listed().get(0).path("replayed").asBoolean());

    assertTrue(rejects("replay", "--key", KEY, "--rate", "100").contains("1 sent again"));
    await("it is stored").atMost(LONG).until(this::stored);
    assertTrue(listed().get(0).path("replayed").asBoolean());

    var second = rejects("replay", "--class", "blob-missing", "--key", KEY);
    assertTrue(second.contains("0 sent again"), second);
    assertTrue(second.contains("1 not: sent again before"), second);
    assertTrue(rejects("replay", "--key", KEY, "--again").contains("1 sent again"));
    assertEquals(1, Cli.here("rejects", "replay", "--home", home()).exitCode(), "which?");
  }

  private void publish() {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", graft.addresses().kafka()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      // An hour old, so that nobody waits for its object.
      long then = Instant.now().minusSeconds(3600).toEpochMilli();
      var record =
          new ProducerRecord<>("graft.inbox", null, then, KEY.getBytes(UTF_8), EVENT.toByteArray());
      record.headers().add("shelf", "7".getBytes(UTF_8));
      producer.send(record);
    }
  }

  private List<JsonNode> listed() throws Exception {
    var all = new ArrayList<JsonNode>();
    new ObjectMapper().readTree(rejects("list", "--json", "--key", KEY)).forEach(all::add);
    return all;
  }

  private boolean stored() {
    boolean[] found = {false};
    try (var images = new TopicReader(graft.addresses().kafka(), Topics.IMAGES)) {
      images.toEnd((topic, record) -> found[0] |= KEY.equals(record.key()));
    }
    return found[0];
  }

  private String rejects(String... words) {
    var command = new ArrayList<>(List.of("rejects"));
    command.addAll(List.of(words));
    command.addAll(List.of("--home", home()));
    var result = Cli.here(command.toArray(String[]::new));
    assertEquals(0, result.exitCode(), result.out());
    return result.out();
  }

  private String home() {
    return graft.home().folder().toString();
  }

  private BlobStore camera() {
    var address =
        new StoreAddress(
            graft.runFile().store(),
            RunningGraft.READABLE,
            "graft-local",
            "graft-local",
            "us-east-1",
            Set.of());
    var store = BlobStores.s3(address);
    store.ensureReady();
    return store;
  }
}
