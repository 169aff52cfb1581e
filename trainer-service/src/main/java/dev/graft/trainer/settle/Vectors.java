package dev.graft.trainer.settle;

import dev.graft.trainer.v1.ImageState;
import dev.graft.trainer.v1.StoredVector;
import dev.graft.v1.Embedded;
import dev.graft.v1.EmbeddingRef;
import dev.graft.v1.Example;
import dev.graft.v1.SettledLabel;
import dev.graft.v1.Vector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Vectors of one image. Until the picture is known, the latest of each (space, blob) is kept, since
 * any of the blobs may turn out to be the image's; from then on only those of its blob.
 */
final class Vectors {
  private static final Comparator<StoredVector> BY_TIME =
      (a, b) -> Times.compare(a.getEventTime(), b.getEventTime());
  private static final Comparator<StoredVector> LATEST =
      BY_TIME.thenComparing(StoredVector::getVectorDigest);

  private Vectors() {}

  static ImageState merge(ImageState state, Embedded embedded, Instant recorded) {
    if (state.hasStored() && !state.getStored().getBlobDigest().equals(embedded.getBlobDigest())) {
      return state;
    }
    StoredVector vector =
        StoredVector.newBuilder()
            .setSpace(embedded.getSpace())
            .setBlobDigest(embedded.getBlobDigest())
            .setVectorDigest(embedded.getVectorDigest())
            .setEventTime(Times.orElse(embedded.hasEventTime(), embedded.getEventTime(), recorded))
            .addAllValues(embedded.getVectorList())
            .build();
    var known = new TreeMap<String, StoredVector>();
    state.getVectorsList().forEach(each -> known.put(keyOf(each), each));
    known.merge(keyOf(vector), vector, (a, b) -> LATEST.compare(a, b) >= 0 ? a : b);
    return state.toBuilder().clearVectors().addAllVectors(known.values()).build();
  }

  static ImageState.Builder keepOnly(ImageState.Builder state, String blobDigest) {
    List<StoredVector> own = new ArrayList<>(state.getVectorsList());
    own.removeIf(vector -> !vector.getBlobDigest().equals(blobDigest));
    return state.clearVectors().addAllVectors(own);
  }

  static void addTo(SettledLabel.Builder settled, Example.Builder example, ImageState state) {
    for (StoredVector vector : state.getVectorsList()) {
      example.addEmbeddings(
          EmbeddingRef.newBuilder()
              .setSpace(vector.getSpace())
              .setVectorDigest(vector.getVectorDigest()));
      settled.addVectors(
          Vector.newBuilder().setSpace(vector.getSpace()).addAllValues(vector.getValuesList()));
    }
  }

  private static String keyOf(StoredVector vector) {
    return vector.getSpace() + "/" + vector.getBlobDigest();
  }
}
