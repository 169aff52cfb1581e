package dev.graft.ingest;

import static dev.graft.ingest.SharedIngest.announced;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.embedded.TestBed;
import dev.graft.events.Digests;
import dev.graft.ingest.picture.Drawn;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.PutTaskRequest;
import dev.graft.v1.TaskSpec;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is taken and refused over HTTP. */
class HttpDoorTest {
  @RegisterExtension static final SharedIngest ingest = new SharedIngest();

  @Test
  void takesAPictureAsTheBodyWhateverItsContentTypeSays() throws Exception {
    byte[] png = Drawn.png(11);
    var answer = ingest.post("/v1/images?image_id=raw-1&group=g", "image/jpeg", png);
    assertEquals(201, answer.status(), answer.toString());
    assertEquals("image/png", answer.body().at("/stored/mediaType").asText());
    assertEquals(
        Digests.sha256Hex(png),
        announced(fact -> fact.getStored().getImageId().equals("raw-1"))
            .getStored()
            .getBlobDigest());
    assertEquals(200, ingest.post("/v1/images?image_id=raw-1", "text/plain", png).status());
    assertEquals(
        200,
        ingest
            .post("/v1/images?image_id=raw-1", "application/x-www-form-urlencoded", png)
            .status());
  }

  @Test
  void takesAPictureAsAFormWhateverItsNameSays() throws Exception {
    var answer = ingest.form("cat.jpg", Drawn.png(12), "form-1");
    assertEquals(201, answer.status(), answer.toString());
    assertEquals("image/png", answer.body().at("/stored/mediaType").asText());
    assertEquals("form-1", answer.body().at("/stored/imageId").asText());
  }

  @Test
  void refusesBadPicturesWithAProblem() throws Exception {
    var empty = ingest.post("/v1/images", "image/png", new byte[0]);
    assertEquals("application/problem+json", empty.type());
    assertEquals(400, empty.status());
    var garbage = ingest.post("/v1/images", "image/png", "garbage".getBytes(UTF_8));
    assertEquals("415 unknown-kind", garbage.status() + " " + garbage.fault());
    var bomb = ingest.post("/v1/images", "image/png", Drawn.bomb());
    assertEquals("413 too-many-pixels", bomb.status() + " " + bomb.fault());
    var large = ingest.post("/v1/images", "image/png", new byte[(16 << 20) + 1]);
    assertEquals("413 too-large", large.status() + " " + large.fault());
    var huge = ingest.post("/v1/images", "image/png", new byte[25 << 20]);
    assertEquals("413 too-large", huge.status() + " " + huge.fault());
    var badId = ingest.post("/v1/images?image_id=a%20b", "image/png", Drawn.png(1));
    assertEquals("400 bad-image-id", badId.status() + " " + badId.fault());
  }

  @Test
  void makesATaskThatCanBeUsedAtOnce() throws Exception {
    var put = ingest.send("PUT", "/v1/tasks/pets", "{\"classes\":[\"cat\",\"dog\"]}");
    assertEquals(201, put.status(), put.toString());
    assertEquals("mini", put.body().at("/backbone/name").asText());
    assertEquals(200, ingest.send("GET", "/v1/tasks/pets", "").status());
    var label = "{\"taskId\":\"pets\",\"imageId\":\"x\",\"className\":\"cat\"}";
    assertEquals(201, ingest.send("POST", "/v1/labels", label).status());
    var cow = ingest.send("POST", "/v1/labels", label.replace("cat", "cow"));
    assertEquals("400 unknown-class", cow.status() + " " + cow.fault());
    var stale =
        ingest.send("PUT", "/v1/tasks/pets?expected_revision=7", "{\"classes\":[\"a\",\"b\"]}");
    assertEquals("412 stale-revision", stale.status() + " " + stale.fault());
    assertEquals(200, ingest.send("DELETE", "/v1/tasks/pets", "").status());
    assertEquals(404, ingest.send("GET", "/v1/tasks/pets", "").status());
    var gone = ingest.send("POST", "/v1/labels", label);
    assertEquals("404 unknown-task", gone.status() + " " + gone.fault());
  }

  @Test
  void answersNonsenseWithProblemsToo() throws Exception {
    assertEquals("malformed", ingest.send("PUT", "/v1/tasks/t", "{\"clases\":[]}").fault());
    assertEquals("malformed", ingest.send("POST", "/v1/labels", "not json").fault());
    assertEquals(
        "bad-task", ingest.send("PUT", "/v1/tasks/Big", "{\"classes\":[\"a\",\"b\"]}").fault());
    assertEquals("no-such-address", ingest.send("GET", "/v2/nothing", "").fault());
  }

  @Test
  void streamsWeightsIntoTheStore() throws Exception {
    byte[] head =
        ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN).putLong(64).put((byte) '{').array();
    int megabytes = 40; // more than any buffered body may have
    var answer =
        ingest.weights(
            new SequenceInputStream(new ByteArrayInputStream(head), zeros(megabytes << 20)));
    assertEquals(201, answer.status(), answer.toString());
    var digest = answer.body().path("digest").asText();
    assertEquals(9 + (megabytes << 20), answer.body().path("bytes").asLong());
    assertEquals(
        9 + (megabytes << 20),
        TestBed.blobs(SharedIngest.BUCKET).stat("blobs/" + digest).orElseThrow().bytes());
    var backbone = BackboneRef.newBuilder().setName("mobilenet_v2").setWeightsDigest(digest);
    var task =
        TaskSpec.newBuilder()
            .setTaskId("weighted")
            .addClasses("a")
            .addClasses("b")
            .setBackbone(backbone);
    assertTrue(
        ingest.grpc().putTask(PutTaskRequest.newBuilder().setTask(task).build()).getCreated());
    var refused = ingest.weights(new ByteArrayInputStream("a pickle".getBytes(UTF_8)));
    assertEquals("400 bad-weights", refused.status() + " " + refused.fault());
  }

  @Test
  void countsWhatComesInAndSaysThatItIsWell() throws Exception {
    ingest.post("/v1/images", "image/png", Drawn.png(17));
    ingest.post("/v1/images", "image/png", "garbage".getBytes(UTF_8));
    var metrics = ingest.text("/prometheus");
    assertTrue(metrics.contains("graft_ingest_taken_total{"), metrics);
    assertTrue(metrics.contains("fault=\"unknown-kind\""), metrics);
    assertEquals(200, ingest.send("GET", "/health/liveness", "").status());
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
}
