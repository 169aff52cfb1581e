package dev.graft.ingest.intake;

import dev.graft.blobs.BlobStore;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.ingest.picture.PictureLimits;
import dev.graft.v1.ImageErased;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.LabelFact;
import dev.graft.v1.LabelSubmitted;
import java.time.Instant;

/**
 * What every door calls. All of it may be repeated with the same result, so a caller that got no
 * answer, and a loop that was killed, just ask again.
 */
public final class Intake {
  private final PictureBytes bytes;
  private final PictureBinding binding;
  private final Erasures erasures;

  public Intake(BlobStore blobs, PictureLimits limits) {
    this.bytes = new PictureBytes(blobs, limits);
    this.erasures = new Erasures(blobs);
    this.binding = new PictureBinding(blobs, erasures);
  }

  /**
   * Keeps a picture.
   *
   * @param receivedAt becomes the event time of a submission that has none
   */
  public Outcome<TakenImage> image(ImageSubmitted submitted, Instant receivedAt) {
    return Fields.check(submitted)
        .then(bytes::of)
        .then(picture -> binding.bind(submitted, picture, receivedAt));
  }

  /**
   * Checks a label by itself; whether its task and class exist is for {@link LabelTask} to say.
   *
   * @param eventId of a submission that has none
   * @param receivedAt becomes the event time of a submission that has none
   */
  public Outcome<LabelFact> label(LabelSubmitted submitted, String eventId, Instant receivedAt) {
    return Labels.check(submitted, eventId, receivedAt);
  }

  /**
   * Marks an image as erased for ever; one that we don't know too, since it may still be on its
   * way.
   */
  public Outcome<ImageErased> erase(String imageId, String by, String why, Instant now) {
    return erasures.erase(imageId, by, why, now);
  }
}
