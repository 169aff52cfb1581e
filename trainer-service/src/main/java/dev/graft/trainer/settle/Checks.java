package dev.graft.trainer.settle;

import com.google.protobuf.Message;
import dev.graft.events.Vectors;
import dev.graft.trainer.v1.ImageState;
import dev.graft.v1.Embedded;
import dev.graft.v1.ImageFact;
import dev.graft.v1.LabelFact;
import java.util.Optional;
import java.util.regex.Pattern;

/** Refuses records that contradict themselves, before they touch a state. */
public final class Checks {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern TASK = Pattern.compile("[a-z0-9-]{1,63}");
  private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9._:/@+=-]{1,200}");
  private static final int MAX_WIDTH = 16_384;
  private static final int MAX_NAME = 1_000;

  private Checks() {}

  public static Optional<Fault> of(String key, ImageFact fact) {
    if (fact.hasErased()) {
      return sameImage(key, fact.getErased().getImageId());
    }
    if (!fact.hasStored()) {
      return malformed("neither stored nor erased");
    }
    return sameImage(key, fact.getStored().getImageId())
        .or(() -> digest("blob_digest", fact.getStored().getBlobDigest()));
  }

  public static Optional<Fault> of(String key, LabelFact fact) {
    if (!TASK.matcher(fact.getTaskId()).matches()) {
      return malformed("task id \"" + fact.getTaskId() + "\" is not [a-z0-9-]{1,63}");
    }
    if (fact.getEventId().isEmpty() || fact.getEventId().length() > MAX_NAME) {
      return malformed("the label has no event id, or one of over " + MAX_NAME + " characters");
    }
    if (!fact.hasAsserted() && !fact.hasRetracted()) {
      return malformed("neither asserted nor retracted");
    }
    String names =
        fact.hasAsserted() ? fact.getAsserted().getClassName() : fact.getRetracted().getEventId();
    return names.isEmpty() || names.length() > MAX_NAME
        ? malformed("a class name or retracted event id is empty or over " + MAX_NAME)
        : sameImage(key, fact.getImageId());
  }

  /** Everything that can be said of a vector without knowing its image. */
  public static Optional<Fault> of(String key, Embedded embedded) {
    if (!DIGEST.matcher(embedded.getSpace()).matches()) {
      return Optional.of(
          new Fault("wrong-space", "space \"" + embedded.getSpace() + "\" is no sha256 in hex"));
    }
    if (embedded.getVectorCount() == 0 || embedded.getVectorCount() > MAX_WIDTH) {
      return malformed("a vector of " + embedded.getVectorCount() + " values");
    }
    float[] vector = Vectors.toArray(embedded.getVectorList());
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        return malformed("the vector holds values that are not finite");
      }
    }
    if (!Vectors.digestOf(vector).equals(embedded.getVectorDigest())) {
      return Optional.of(new Fault("wrong-digest", "vector_digest is not that of the vector"));
    }
    return sameImage(key, embedded.getImageId())
        .or(() -> digest("blob_digest", embedded.getBlobDigest()));
  }

  /** A vector of another picture than the one stored under its id. */
  public static Optional<Fault> against(ImageState known, Message fact) {
    return fact instanceof Embedded embedded
            && known.hasStored()
            && !known.getStored().getBlobDigest().equals(embedded.getBlobDigest())
        ? Optional.of(
            new Fault(
                "wrong-blob",
                "the vector is of blob "
                    + embedded.getBlobDigest()
                    + ", the image is blob "
                    + known.getStored().getBlobDigest()))
        : Optional.empty();
  }

  private static Optional<Fault> sameImage(String key, String imageId) {
    if (!IMAGE.matcher(imageId).matches()) {
      return malformed("image id \"" + imageId + "\" is not [A-Za-z0-9._:/@+=-]{1,200}");
    }
    return key.equals(imageId)
        ? Optional.empty()
        : malformed("the record's key is \"" + key + "\", its image id \"" + imageId + "\"");
  }

  private static Optional<Fault> digest(String field, String value) {
    return DIGEST.matcher(value).matches()
        ? Optional.empty()
        : Optional.of(new Fault("wrong-digest", field + " is no sha256 in hex"));
  }

  private static Optional<Fault> malformed(String reason) {
    return Optional.of(new Fault("malformed", reason));
  }
}
