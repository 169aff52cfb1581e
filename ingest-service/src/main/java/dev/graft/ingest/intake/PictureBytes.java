package dev.graft.ingest.intake;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.NotReadableException;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.ingest.picture.PictureGlance;
import dev.graft.ingest.picture.PictureLimits;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.ObjectReference;

/** The bytes of a submission, wherever they lie, and what their header says. */
final class PictureBytes {
  private final BlobStore blobs;
  private final PictureLimits limits;
  private final PictureGlance glance;

  PictureBytes(BlobStore blobs, PictureLimits limits) {
    this.blobs = blobs;
    this.limits = limits;
    this.glance = new PictureGlance(limits);
  }

  Outcome<SeenPicture> of(ImageSubmitted submitted) {
    Outcome<byte[]> bytes =
        submitted.hasObject()
            ? referred(submitted.getObject())
            : Outcome.taken(submitted.getData().toByteArray());
    return bytes.then(
        read -> glance.at(read).then(glimpse -> Outcome.taken(new SeenPicture(read, glimpse))));
  }

  private Outcome<byte[]> referred(ObjectReference object) {
    if (object.getBucket().isBlank() || object.getKey().isBlank()) {
      return Outcome.refused(
          Fault.BAD_REFERENCE, "A reference to a picture needs both a bucket and a key.");
    }
    try {
      return blobs
          .getFrom(object.getBucket(), object.getKey(), limits.maxBytes())
          .map(Outcome::taken)
          .orElseGet(() -> missing(object));
    } catch (NotReadableException notOurs) {
      return Outcome.refused(Fault.BAD_REFERENCE, String.valueOf(notOurs.getMessage()));
    }
  }

  private static Outcome<byte[]> missing(ObjectReference object) {
    return Outcome.refused(
        Fault.BLOB_MISSING,
        "There is no object \"%s\" in bucket \"%s\"; put it there first, then submit it again."
            .formatted(Fields.shortened(object.getKey()), object.getBucket()));
  }
}
