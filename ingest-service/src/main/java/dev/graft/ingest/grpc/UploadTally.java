package dev.graft.ingest.grpc;

import dev.graft.ingest.outcome.Outcome;
import dev.graft.v1.UploadImagesResponse;
import dev.graft.v1.UploadRefusal;

/** What became of an upload so far. Names the first 100 refusals, and counts all. */
final class UploadTally {
  private static final int MOST_NAMED = 100;

  private final UploadImagesResponse.Builder counts = UploadImagesResponse.newBuilder();

  synchronized void stored(boolean alreadyKnown) {
    if (alreadyKnown) {
      counts.setAlreadyKnown(counts.getAlreadyKnown() + 1);
    } else {
      counts.setStored(counts.getStored() + 1);
    }
  }

  synchronized void labelled() {
    counts.setLabelled(counts.getLabelled() + 1);
  }

  /** A refused picture; nobody looks at its labels. */
  synchronized void refusedImage(
      long index, String imageId, int labels, Outcome.Refused<?> refused) {
    counts.setRefusedImages(counts.getRefusedImages() + 1);
    counts.setSkippedLabels(counts.getSkippedLabels() + labels);
    name(index, 0, imageId, refused);
  }

  /**
   * A refused label of a picture that was taken.
   *
   * @param label its place in the message, from 1
   */
  synchronized void refusedLabel(
      long index, int label, String imageId, Outcome.Refused<?> refused) {
    counts.setRefusedLabels(counts.getRefusedLabels() + 1);
    name(index, label, imageId, refused);
  }

  private void name(long index, int label, String imageId, Outcome.Refused<?> refused) {
    if (counts.getRefusalsCount() < MOST_NAMED) {
      counts.addRefusals(
          UploadRefusal.newBuilder()
              .setIndex(index)
              .setLabel(label)
              .setImageId(imageId)
              .setCode(Replies.status(refused.fault().kind()).getCode().value())
              .setFault(refused.fault().code())
              .setReason(refused.reason()));
    }
  }

  /** Pictures that are in the store and on Kafka. */
  synchronized long taken() {
    return counts.getStored() + counts.getAlreadyKnown();
  }

  synchronized UploadImagesResponse summary() {
    return counts.build();
  }
}
