package dev.graft.ingest.intake;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.graft.blobs.BlobStore;
import dev.graft.blobs.StoreUnavailableException;
import dev.graft.events.Times;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.topics.Keys;
import dev.graft.v1.ImageErased;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Erases images from the store. First a note that there is work to do, then the marker, then pixels
 * and binding go, then whoever called announces it, and the note goes last: wherever that stops,
 * the note says how to go on, and every step may be done again. The marker is made once, stays for
 * ever, and holds the fact that was announced first.
 */
public final class Erasures {
  private static final String UNFINISHED = "erasing/";

  private final BlobStore blobs;

  public Erasures(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** The fact of an image's erasure, if it was erased. */
  public Optional<ImageErased> erased(String imageId) {
    if (blobs.stat(Keys.erased(imageId)).isEmpty()) {
      return Optional.empty(); // nearly always; an absent head costs far less than an absent body
    }
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
    blobs.create(Keys.erasing(imageId), fact.toByteArray());
    return Outcome.taken(carryOut(fact));
  }

  /**
   * Everything but the announcement.
   *
   * @param wished what is to be marked, unless it was marked before
   * @return the fact to announce
   */
  public ImageErased carryOut(ImageErased wished) {
    var imageId = wished.getImageId();
    boolean first = blobs.create(Keys.erased(imageId), wished.toByteArray());
    takeAway(imageId);
    return first ? wished : erased(imageId).orElse(wished);
  }

  /** Deletes what an erased id has in the store; such an id is never used again. */
  void takeAway(String imageId) {
    blobs.delete(Keys.pixels(imageId));
    blobs.delete(Keys.imageId(imageId));
  }

  /** Keys of the notes of erasures of which something is still to be done. */
  public List<String> unfinished() {
    return blobs.list(UNFINISHED);
  }

  /** What a note says; nothing if it is gone meanwhile. */
  public Optional<ImageErased> wished(String note) {
    return blobs.get(note).map(bytes -> parse(note, bytes));
  }

  /** Nothing is left to do. */
  public void finished(String note) {
    blobs.delete(note);
  }

  private static ImageErased parse(String imageId, byte[] bytes) {
    try {
      return ImageErased.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new StoreUnavailableException("the erasure marker of " + imageId + " is damaged", e);
    }
  }
}
