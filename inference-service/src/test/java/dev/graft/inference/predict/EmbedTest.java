package dev.graft.inference.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.events.Digests;
import dev.graft.topics.Keys;
import dev.graft.v1.EmbedRequest;
import dev.graft.v1.EmbedResponse;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageStored;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EmbedTest {
  private static final byte[] PICTURE = {1, 2, 3, 4, 5};
  private static final EmbedResponse EXPECTED =
      EmbedResponse.newBuilder()
          .setSpace(GatedBackbone.SPACE)
          .addAllVector(List.of(1f, 2f, 3f, 4f))
          .setImageId(Digests.sha256Hex(PICTURE))
          .build();

  private final BlobStore blobs = BlobStores.inMemory();
  private final OpenDoor door = new OpenDoor(blobs);

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void givesTheEmbeddingInTheSpaceOfWhatTheTaskServes() {
    assertEquals(EXPECTED, door.client().embed(picture().setTaskId("pets").build()));
  }

  @Test
  void givesTheEmbeddingInANamedSpaceThatIsInMemory() {
    var named = picture().setSpace(GatedBackbone.SPACE);
    assertEquals(EXPECTED, door.client().embed(named.build()));
    assertEquals(EXPECTED, door.client().embed(named.setTaskId("pets").build()));
    refused(Code.NOT_FOUND, "no version in memory here has space 8", picture().setSpace("8"));
    refused(Code.NOT_FOUND, "no task cats", named.setTaskId("cats"));
  }

  @Test
  void embedsAStoredImage() {
    blobs.create(Keys.pixels("cat-1"), PICTURE);
    var stored =
        ImageStored.newBuilder().setImageId("cat-1").setBlobDigest(Digests.sha256Hex(PICTURE));
    blobs.create(
        Keys.imageId("cat-1"), ImageFact.newBuilder().setStored(stored).build().toByteArray());
    var request = EmbedRequest.newBuilder().setTaskId("pets").setStoredImageId("cat-1");
    assertEquals(
        EXPECTED.toBuilder().setImageId("cat-1").build(), door.client().embed(request.build()));
    refused(Code.NOT_FOUND, "there is no image cat-2", request.setStoredImageId("cat-2"));
  }

  @Test
  void refusesWhatItCannotEmbed() {
    refused(Code.NOT_FOUND, "task_id is empty", picture());
    refused(Code.INVALID_ARGUMENT, "nothing to embed", EmbedRequest.newBuilder().setTaskId("pets"));
    refused(
        Code.INVALID_ARGUMENT,
        "cannot be read",
        picture()
            .setTaskId("pets")
            .setImage(ByteString.copyFrom(new byte[] {GatedBackbone.UNREADABLE})));
  }

  private void refused(Code code, String why, EmbedRequest.Builder request) {
    var status =
        assertThrows(StatusRuntimeException.class, () -> door.client().embed(request.build()))
            .getStatus();
    assertEquals(code, status.getCode(), status.toString());
    assertTrue(String.valueOf(status.getDescription()).contains(why), status.toString());
  }

  private static EmbedRequest.Builder picture() {
    return EmbedRequest.newBuilder().setImage(ByteString.copyFrom(PICTURE));
  }
}
