package dev.graft.ingest.intake;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.graft.ingest.outcome.Fault;
import dev.graft.ingest.outcome.Outcome;
import dev.graft.v1.ImageSubmitted;
import java.util.regex.Pattern;

/** What the single fields of submissions may hold. */
final class Fields {
  /** Longest free text; facts are small, and people read them. */
  static final int LONGEST = 200;

  private static final Pattern IMAGE_ID = Pattern.compile("[A-Za-z0-9._:/@+=-]{1,200}");

  private Fields() {}

  static Outcome<ImageSubmitted> check(ImageSubmitted submitted) {
    if (!submitted.getImageId().isEmpty() && !isImageId(submitted.getImageId())) {
      return badImageId(submitted.getImageId());
    }
    if (submitted.getSource().length() > LONGEST || submitted.getGroup().length() > LONGEST) {
      return Outcome.refused(
          Fault.BAD_FIELD, "source and group take at most %d characters.".formatted(LONGEST));
    }
    if (submitted.hasEventTime() && !isTime(submitted.getEventTime())) {
      return badTime();
    }
    return Outcome.taken(submitted);
  }

  static boolean isImageId(String imageId) {
    return IMAGE_ID.matcher(imageId).matches();
  }

  /** Within what RFC 3339 can say: years 1 to 9999. */
  static boolean isTime(Timestamp time) {
    return Timestamps.isValid(time);
  }

  static <T> Outcome<T> badTime() {
    return Outcome.refused(
        Fault.BAD_FIELD,
        "event_time is no time between the years 1 and 9999; leave it out or mend it.");
  }

  static <T> Outcome<T> badImageId(String imageId) {
    return Outcome.refused(
        Fault.BAD_IMAGE_ID,
        "\"%s\" is no image id: 1 to 200 characters of A-Z a-z 0-9 . _ : / @ + = - are."
            .formatted(shortened(imageId)));
  }

  /** So that a reason stays a sentence whatever was sent. */
  static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }
}
