package dev.graft.trainer;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.graft.events.Digests;
import dev.graft.events.Vectors;
import dev.graft.v1.Embedded;
import dev.graft.v1.ImageErased;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageStored;
import dev.graft.v1.LabelAsserted;
import dev.graft.v1.LabelFact;
import dev.graft.v1.LabelRetracted;
import java.nio.charset.StandardCharsets;

/** Facts as ingest and feature would write them. */
public final class Facts {
  private Facts() {}

  public static String digest(String text) {
    return Digests.sha256Hex(text.getBytes(StandardCharsets.UTF_8));
  }

  public static Timestamp at(long millis) {
    return Timestamps.fromMillis(millis);
  }

  public static ImageFact stored(String image) {
    return ImageFact.newBuilder()
        .setStored(
            ImageStored.newBuilder()
                .setImageId(image)
                .setBlobDigest(digest("blob of " + image))
                .setMediaType("image/png")
                .setEventTime(at(1)))
        .build();
  }

  public static ImageFact erased(String image) {
    return ImageFact.newBuilder().setErased(ImageErased.newBuilder().setImageId(image)).build();
  }

  public static LabelFact label(
      String image, String task, String className, String event, long at) {
    return statement(image, task, event, at)
        .setAsserted(LabelAsserted.newBuilder().setClassName(className))
        .build();
  }

  public static LabelFact retract(
      String image, String task, String retracted, String event, long at) {
    return statement(image, task, event, at)
        .setRetracted(LabelRetracted.newBuilder().setEventId(retracted))
        .build();
  }

  public static Embedded embedded(String image, String space, long at, float... vector) {
    return Embedded.newBuilder()
        .setImageId(image)
        .setSpace(digest(space))
        .setBackbone(space)
        .setBlobDigest(digest("blob of " + image))
        .addAllVector(Vectors.toList(vector))
        .setVectorDigest(Vectors.digestOf(vector))
        .setEventTime(at(at))
        .build();
  }

  private static LabelFact.Builder statement(String image, String task, String event, long at) {
    return LabelFact.newBuilder()
        .setTaskId(task)
        .setImageId(image)
        .setEventId(event)
        .setEventTime(at(at));
  }
}
