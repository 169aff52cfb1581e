package dev.graft.trainer.tune;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.graft.blobs.BlobStore;
import dev.graft.topics.Keys;
import dev.graft.trainer.v1.TunePlan;
import java.util.Optional;

/**
 * What a fine-tune keeps in the object store while it runs: its plan, and a checkpoint after each
 * epoch, each created once and named by its number, so that whoever has the run's id finds the last
 * one by asking for names from the highest possible downwards. Nothing is listed. Two instances
 * that both believe they own the run write the same.
 */
final class StoredRun {
  /** Whoever reads the last but one must not lose it. */
  private static final int KEPT = 2;

  private final BlobStore blobs;
  private final String runId;

  /** A checkpoint by its number, the epochs that it has behind it. */
  record Saved(int number, byte[] bytes) {}

  StoredRun(BlobStore blobs, String runId) {
    this.blobs = blobs;
    this.runId = runId;
  }

  Optional<TunePlan> plan() {
    return blobs.get(Keys.tune(runId, "plan")).map(StoredRun::parsed);
  }

  private static TunePlan parsed(byte[] bytes) {
    try {
      return TunePlan.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the plan of the run is broken in the store", e);
    }
  }

  /** The plan that counts: this one, or one that another instance was quicker with. */
  TunePlan keep(TunePlan plan) {
    return blobs.create(Keys.tune(runId, "plan"), plan.toByteArray()) ? plan : plan().orElseThrow();
  }

  /** Its key; the one before the last goes. */
  String save(int number, byte[] checkpoint) {
    String key = key(number);
    blobs.create(key, checkpoint);
    if (number > KEPT) {
      blobs.delete(key(number - KEPT));
    }
    return key;
  }

  /**
   * The last one.
   *
   * @param most epochs that the run can have
   */
  Optional<Saved> latest(int most) {
    for (int number = most; number > 0; number--) {
      if (blobs.stat(key(number)).isPresent()) {
        int found = number;
        return blobs.get(key(number)).map(bytes -> new Saved(found, bytes));
      }
    }
    return Optional.empty();
  }

  /** All of it. */
  void erase() {
    plan()
        .ifPresent(
            plan -> {
              for (int number = 1; number <= Recipes.mostEpochs(plan); number++) {
                blobs.delete(key(number));
              }
              blobs.delete(Keys.tune(runId, "plan"));
            });
  }

  private String key(int number) {
    return Keys.tune(runId, "checkpoint-" + number);
  }
}
