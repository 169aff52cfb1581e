package dev.graft.ingest.intake;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.graft.blobs.BlobStore;
import dev.graft.blobs.StoreUnavailableException;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.topics.Keys;
import dev.graft.v1.ImageErased;
import java.time.Instant;
import java.util.Optional;

/**
 * The markers of erased images. A marker is made once and holds the fact that was announced first.
 */
public final class Erasures {
  private final BlobStore blobs;

  public Erasures(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** The fact of an image's erasure, if it was erased. */
  public Optional<ImageErased> erased(String imageId) {
    return blobs.get(Keys.erased(imageId)).map(bytes -> parse(imageId, bytes));
  }

  Outcome<ImageErased> erase(String imageId, String by, String why, Instant now) {
    if (!Fields.isImageId(imageId)) {
      return Fields.badImageId(imageId);
    }
    if (by.length() > Fields.LONGEST || why.length() > Fields.LONGEST) {
      return Outcome.refused(
          Fault.BAD_FIELD, "by and why take at most %d characters.".formatted(Fields.LONGEST));
    }
    var fact =
        ImageErased.newBuilder()
            .setImageId(imageId)
            .setBy(by)
            .setWhy(why)
            .setEventTime(Times.of(now))
            .build();
    boolean first = blobs.create(Keys.erased(imageId), fact.toByteArray());
    return Outcome.taken(first ? fact : erased(imageId).orElse(fact));
  }

  private static ImageErased parse(String imageId, byte[] bytes) {
    try {
      return ImageErased.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new StoreUnavailableException("the erasure marker of " + imageId + " is damaged", e);
    }
  }
}
