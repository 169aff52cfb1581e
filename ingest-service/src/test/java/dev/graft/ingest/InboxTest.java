package dev.graft.ingest;

import static dev.graft.ingest.SharedIngest.announced;
import static dev.graft.ingest.Submissions.image;
import static dev.graft.ingest.Submissions.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import dev.graft.embedded.TestBed;
import dev.graft.events.Digests;
import dev.graft.ingest.picture.Drawn;
import dev.graft.topics.Topics;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What anyone may put into graft.inbox, with any client. */
class InboxTest {
  @RegisterExtension static final SharedIngest ingest = new SharedIngest();

  @Test
  void takesTheInboxAndRefusesWhatItCannotTake() {
    TestBed.blobs("camera").put("in/late.png", Drawn.png(15));
    try (var rejects = new Followed<>(Topics.REJECTS);
        var inbox = new InboxProducer()) {
      inbox.put("k0", "garbage \u0000".getBytes(UTF_8));
      inbox.put("k1", image("inbox-bad", "no picture".getBytes(UTF_8)).toByteArray());
      inbox.put("k2", object("camera", "in/never.png").toByteArray());
      inbox.put("k3", object("secret", "in/never.png").toByteArray());
      inbox.put("k4", object("camera", "in/late.png").toByteArray());
      inbox.put("k5", image("inbox-1", Drawn.png(16)).toByteArray());
      var json = "{\"label\":{\"taskId\":\"unheard-of\",\"imageId\":\"j\",\"className\":\"x\"}}";
      inbox.putJson("k6", json);
      inbox.flush();
      for (var expected :
          Map.of("k1", "unknown-kind", "k2", "blob-missing", "k3", "bad-reference").entrySet()) {
        var reject =
            rejects.await(r -> r.getKey().equals(ByteString.copyFromUtf8(expected.getKey())));
        assertEquals(expected.getValue(), reject.getFault(), reject.getReason());
      }
      rejects.await(r -> r.getKey().equals(ByteString.copyFromUtf8("k0")));
    }
    announced(fact -> fact.getStored().getBlobDigest().equals(Digests.sha256Hex(Drawn.png(15))));
    announced(fact -> fact.getStored().getImageId().equals("inbox-1"));
    try (var labels = new Followed<>(Topics.LABELS)) {
      assertEquals("unheard-of", labels.await(l -> l.getImageId().equals("j")).getTaskId());
    }
  }
}
