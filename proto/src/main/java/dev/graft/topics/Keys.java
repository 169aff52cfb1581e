package dev.graft.topics;

import dev.graft.events.Digests;
import java.nio.charset.StandardCharsets;

/** How keys are written: of records in Kafka, and of objects in the store. */
public final class Keys {
  private Keys() {}

  /** Key on graft.models. */
  public static String model(String taskId, long version) {
    return taskId + "/" + version;
  }

  /** Key on graft.replicas. */
  public static String replica(String replicaId, String taskId) {
    return replicaId + "/" + taskId;
  }

  /** A weights file, by the sha256 of its bytes in hex. */
  public static String blob(String digest) {
    return "blobs/" + digest;
  }

  /** A file of a bundle, by the sha256 of its bytes in hex; versions share it. */
  public static String bundleFile(String digest) {
    return "bundle-files/" + digest;
  }

  /** The manifest of a bundle, by its own digest. */
  public static String bundle(String digest) {
    return "bundles/" + digest + ".json";
  }

  /** Something that a fine-tune must find again wherever it goes on; gone when it has ended. */
  public static String tune(String runId, String name) {
    return "tunes/" + runId + "/" + name;
  }

  /** The ImageFact first stored under an image id: created once, it binds the id to its bytes. */
  public static String imageId(String imageId) {
    return "ids/" + hashed(imageId);
  }

  /**
   * The encoded picture of an image: every id has an object of its own, so that one can go alone.
   */
  public static String pixels(String imageId) {
    return "pixels/" + hashed(imageId);
  }

  /** Present if the image was erased. */
  public static String erased(String imageId) {
    return "erased/" + hashed(imageId);
  }

  /** Present while something of an erasure is still to be done. */
  public static String erasing(String imageId) {
    return "erasing/" + hashed(imageId);
  }

  /** Present while an object that nothing needs waits for its end; says since when. */
  public static String doomed(String key) {
    return "doomed/" + key;
  }

  private static String hashed(String imageId) {
    return Digests.sha256Hex(imageId.getBytes(StandardCharsets.UTF_8));
  }
}
