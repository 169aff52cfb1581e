package dev.graft.inference.predict;

import dev.graft.inference.serve.Answerers;
import dev.graft.inference.serve.Pins;
import dev.graft.inference.serve.Resident;
import dev.graft.inference.serve.Shelves;
import dev.graft.v1.VersionRef;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Which version answers: what the rollout serves, or the one that the request names. */
final class ChosenVersion {

  private final Known known;
  private final Shelves shelves;
  private final Pins pins;

  ChosenVersion(Known known, Shelves shelves, Pins pins) {
    this.known = known;
    this.shelves = shelves;
    this.pins = pins;
  }

  /** Who answers a question; the one that serves it is held for the caller, who closes it. */
  CompletableFuture<Answerers> of(Asked asked) {
    var question = asked.question();
    var taskId = question.taskId();
    return question.version() == 0
        ? CompletableFuture.completedFuture(
            shelves
                .answerers(taskId, question.pictures(), asked::cohortKey)
                .orElseThrow(() -> nothingServes(taskId)))
        : of(taskId, question.version()).thenApply(Answerers::pinned);
  }

  /** What serves, if it is another than this; held for the caller, who closes it. */
  @Nullable Resident other(String taskId, Resident failed) {
    var serving = shelves.serving(taskId).orElse(null);
    if (serving != null && serving.version() == failed.version()) {
      serving.close();
      return null;
    }
    return serving;
  }

  /** Held for the caller, who closes it. */
  CompletableFuture<Resident> of(String taskId, long version) {
    if (version < 0) {
      throw Refusal.invalid("version must be 0 or one that ListVersions names, not " + version);
    }
    return version == 0
        ? CompletableFuture.completedFuture(
            shelves.serving(taskId).orElseThrow(() -> nothingServes(taskId)))
        : pinned(taskId, version);
  }

  private StatusRuntimeException nothingServes(String taskId) {
    var stable = known.rollout(taskId).getStableVersion();
    if (stable == 0) {
      return Refusal.precondition(
          "task " + taskId + " has no version yet: label some of its pictures first");
    }
    var trouble = shelves.trouble(taskId);
    return Refusal.unavailable(
        trouble.isEmpty()
            ? "version " + stable + " of task " + taskId + " is being loaded; try again"
            : "version " + stable + " of task " + taskId + " cannot serve: " + trouble);
  }

  private CompletableFuture<Resident> pinned(String taskId, long version) {
    var model = known.model(taskId, version);
    if (model.isEmpty()) {
      throw Refusal.notFound(
          "task " + taskId + " has no version " + version + "; ListVersions names those there are");
    }
    var ref =
        VersionRef.newBuilder()
            .setVersion(version)
            .setBundleDigest(model.get().getBundleDigest())
            .build();
    return pins.pin(taskId, ref).thenApply(pinned -> held(version, pinned));
  }

  private static Resident held(long version, Pins.Pinned pinned) {
    if (pinned instanceof Pins.Pinned.Held held) {
      return held.resident();
    }
    if (pinned instanceof Pins.Pinned.Refused refused) {
      throw Refusal.precondition("version " + version + " fails its checks: " + refused.why());
    }
    throw Refusal.unavailable(
        "version " + version + " could not be loaded: " + ((Pins.Pinned.NotNow) pinned).why());
  }
}
