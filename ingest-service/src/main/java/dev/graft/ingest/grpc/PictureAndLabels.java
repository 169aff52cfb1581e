package dev.graft.ingest.grpc;

import dev.graft.events.Digests;
import dev.graft.ingest.door.Desk;
import dev.graft.ingest.door.Door;
import dev.graft.ingest.intake.TakenImage;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.ObjectReference;
import dev.graft.v1.UploadImagesRequest;
import java.time.Instant;
import java.util.HexFormat;

/** One message of an upload: first the picture, then, if it was taken, its labels. */
final class PictureAndLabels {
  private static final int MOST_LABELS = 100;
  private static final int LONGEST_NAMED_ID = 200;

  private final Desk desk;

  PictureAndLabels(Desk desk) {
    this.desk = desk;
  }

  /**
   * Takes it in, and tells the tally.
   *
   * @param at when it arrived; its labels are each a nanosecond apart, so that the last one counts
   * @throws dev.graft.ingest.outcome.UnavailableException if Kafka does not take it
   * @throws dev.graft.blobs.StoreUnavailableException if the store does not answer
   */
  void take(long index, UploadImagesRequest message, Instant at, UploadTally tally) {
    picture(message, at)
        .either(
            taken -> {
              tally.stored(taken.alreadyKnown());
              labels(index, message, taken.stored().getImageId(), at, tally);
              return true;
            },
            refused -> {
              var id = message.getImage().getImageId();
              var named = id.substring(0, Math.min(id.length(), LONGEST_NAMED_ID));
              tally.refusedImage(index, named, message.getLabelsCount(), refused);
              return false;
            });
  }

  private Outcome<TakenImage> picture(UploadImagesRequest message, Instant at) {
    if (message.getLabelsCount() > MOST_LABELS) {
      return Outcome.refused(
          Fault.BAD_LABEL,
          "A message takes at most %d labels; send the picture again with the others."
              .formatted(MOST_LABELS));
    }
    return desk.image(Door.GRPC, message.getImage(), at);
  }

  private void labels(
      long index, UploadImagesRequest message, String imageId, Instant at, UploadTally tally) {
    for (int i = 0; i < message.getLabelsCount(); i++) {
      int label = i + 1;
      desk.label(Door.GRPC, ofPicture(message.getLabels(i), imageId), at.plusNanos(i))
          .either(
              fact -> {
                tally.labelled();
                return true;
              },
              refused -> {
                tally.refusedLabel(index, label, imageId, refused);
                return false;
              });
    }
  }

  private static LabelSubmitted ofPicture(LabelSubmitted label, String imageId) {
    boolean names = label.hasReceipt() || !label.getImageId().isEmpty();
    return names ? label : label.toBuilder().setImageId(imageId).build();
  }

  /** What must be taken in order: an id, or else the bytes that will name the picture. */
  static String key(ImageSubmitted image) {
    if (!image.getImageId().isEmpty()) {
      return image.getImageId();
    }
    return image.hasObject() ? object(image.getObject()) : digest(image);
  }

  private static String object(ObjectReference object) {
    return object.getBucket() + '\n' + object.getKey(); // no image id has a line end
  }

  private static String digest(ImageSubmitted image) {
    var sha256 = Digests.sha256();
    image.getData().asReadOnlyByteBufferList().forEach(sha256::update);
    return HexFormat.of().formatHex(sha256.digest());
  }
}
