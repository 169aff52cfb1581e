package dev.graft.ingest.intake;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.graft.blobs.BlobStore;
import dev.graft.blobs.StoreUnavailableException;
import dev.graft.events.Digests;
import dev.graft.events.Times;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.topics.Keys;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageStored;
import dev.graft.v1.ImageSubmitted;
import java.time.Instant;

/**
 * Binds an id to bytes, once and for all replicas: the first to create the id's object wins, and
 * everyone later gets the facts of then, so that group and split never move.
 *
 * <p>Binding, pixels, and a last look for the erasure marker, in this order: pixels without a
 * binding can't come to be, so nobody ever has to decide whether pixels are an orphan or on their
 * way; and an erasure, which marks before it deletes, either sees the pixels or is seen here.
 */
final class PictureBinding {
  private final BlobStore blobs;
  private final Erasures erasures;

  PictureBinding(BlobStore blobs, Erasures erasures) {
    this.blobs = blobs;
    this.erasures = erasures;
  }

  Outcome<TakenImage> bind(ImageSubmitted submitted, SeenPicture picture, Instant receivedAt) {
    var stored = stored(submitted, picture, receivedAt);
    var id = stored.getImageId();
    if (erasures.erased(id).isPresent()) {
      return erased(id);
    }
    return bound(stored).then(taken -> kept(taken, picture.bytes()));
  }

  private Outcome<TakenImage> bound(ImageStored stored) {
    var id = stored.getImageId();
    var fact = ImageFact.newBuilder().setStored(stored).build();
    if (blobs.create(Keys.imageId(id), fact.toByteArray())) {
      return Outcome.taken(new TakenImage(stored, false));
    }
    var first = first(id);
    if (first.getBlobDigest().equals(stored.getBlobDigest())) {
      return Outcome.taken(new TakenImage(first, true));
    }
    return Outcome.refused(
        Fault.ID_TAKEN,
        "Image id \"%s\" stands for other bytes (sha256 %s, these are %s); choose another id."
            .formatted(id, first.getBlobDigest(), stored.getBlobDigest()));
  }

  private Outcome<TakenImage> kept(TakenImage taken, byte[] bytes) {
    var id = taken.stored().getImageId();
    var pixels = Keys.pixels(id);
    if (!taken.alreadyKnown() || blobs.stat(pixels).isEmpty()) { // whoever bound it may have died
      blobs.create(pixels, bytes);
    }
    if (erasures.erased(id).isPresent()) {
      erasures.takeAway(id);
      return erased(id);
    }
    return Outcome.taken(taken);
  }

  private static Outcome<TakenImage> erased(String id) {
    return Outcome.refused(
        Fault.ERASED, "Image \"%s\" was erased; its id can't be used again.".formatted(id));
  }

  private ImageStored first(String id) {
    byte[] bytes =
        blobs
            .get(Keys.imageId(id))
            .orElseThrow(
                () ->
                    new StoreUnavailableException("the binding of " + id + " is being taken away"));
    try {
      return ImageFact.parseFrom(bytes).getStored();
    } catch (InvalidProtocolBufferException e) {
      throw new StoreUnavailableException("the binding of " + id + " is damaged", e);
    }
  }

  private static ImageStored stored(
      ImageSubmitted submitted, SeenPicture picture, Instant receivedAt) {
    var digest = Digests.sha256Hex(picture.bytes());
    return ImageStored.newBuilder()
        .setImageId(submitted.getImageId().isEmpty() ? digest : submitted.getImageId())
        .setBlobDigest(digest)
        .setMediaType(picture.glimpse().mediaType())
        .setSizeBytes(picture.bytes().length)
        .setWidth(picture.glimpse().width())
        .setHeight(picture.glimpse().height())
        .setSource(submitted.getSource())
        .setGroup(submitted.getGroup())
        .setEventTime(submitted.hasEventTime() ? submitted.getEventTime() : Times.of(receivedAt))
        .build();
  }
}
