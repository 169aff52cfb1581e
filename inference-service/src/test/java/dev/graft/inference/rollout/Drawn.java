package dev.graft.inference.rollout;

import com.google.protobuf.Message;
import dev.graft.v1.Command;
import dev.graft.v1.DatasetManifest;
import dev.graft.v1.GateVerdict;
import dev.graft.v1.LogShadow;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.PairCounts;
import dev.graft.v1.RefusedVersion;
import dev.graft.v1.ReplicaState;
import dev.graft.v1.RolloutPlan;
import dev.graft.v1.RolloutPolicy;
import dev.graft.v1.RolloutState;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.VersionRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What the topics of one task say, drawn by a seed: messages that our services could write. */
final class Drawn {
  static final String TASK = "pets";
  private static final int MOST_VERSIONS = 15; // all of them are remembered

  private final Random random;
  private final boolean queue;
  private final List<Long> late = new ArrayList<>();
  private final DrawnLabels labels;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long versions;
  private int commands;
  private @Nullable Command last;

  Drawn(Random random, boolean queue) {
    this.random = random;
    this.queue = queue;
    this.labels = new DrawnLabels(random, () -> after(Duration.ofSeconds(1)));
  }

  DrawnLabels labels() {
    return labels;
  }

  Instant now() {
    return now;
  }

  Instant after(Duration time) {
    now = now.plus(time);
    return now;
  }

  TaskSpec task(boolean deleted) {
    return TaskSpec.newBuilder()
        .setTaskId(TASK)
        .setDeleted(deleted)
        .setRollout(policy(queue))
        .build();
  }

  static RolloutPolicy policy(boolean queue) {
    return RolloutPolicy.newBuilder()
        .setRefresh(RolloutPlan.newBuilder().setMode(RolloutPolicy.Mode.DIRECT))
        .setChange(
            RolloutPlan.newBuilder()
                .setMode(RolloutPolicy.Mode.CANARY)
                .addAllShares(RolloutModel.SHARES)
                .setSoak(wire(RolloutModel.SOAK)))
        .setOverlap(queue ? RolloutPolicy.Overlap.QUEUE : RolloutPolicy.Overlap.LATEST)
        .setWatch(wire(RolloutModel.WATCH))
        .setPatience(wire(RolloutModel.PATIENCE))
        .setRestless(wire(RolloutModel.RESTLESS))
        .setLogShadowWait(wire(RolloutModel.LOG_SHADOW))
        .build();
  }

  private static com.google.protobuf.Duration wire(Duration time) {
    return com.google.protobuf.Duration.newBuilder().setSeconds(time.toSeconds()).build();
  }

  static String digest(long version) {
    return "digest-" + version;
  }

  static VersionRef ref(long version) {
    return VersionRef.newBuilder().setVersion(version).setBundleDigest(digest(version)).build();
  }

  // --- versions

  /** One time in ten the announcement is held up, and comes after that of a later one. */
  List<Message> release() {
    if (!late.isEmpty() && random.nextInt(3) == 0) {
      return List.of(model(late.remove(0)));
    }
    if (versions == MOST_VERSIONS) {
      return List.of();
    }
    versions++;
    if (versions > 1 && random.nextInt(10) == 0) {
      late.add(versions);
      return List.of();
    }
    return List.of(model(versions));
  }

  /** Every third is a head on the embeddings of all such; the gate holds back one in eight. */
  private ModelPublished model(long version) {
    return ModelPublished.newBuilder()
        .setTaskId(TASK)
        .setVersion(version)
        .setBundleDigest(digest(version))
        .setSpace(version % 3 == 1 ? "space" : "space-" + version)
        .setDataset(DatasetManifest.newBuilder().setSequence(labels.sequence()))
        .setGate(GateVerdict.newBuilder().setReleased(version == 1 || random.nextInt(8) > 0))
        .build();
  }

  List<Message> withdrawal() {
    return List.of(ModelPublished.newBuilder().setTaskId(TASK).setVersion(anyVersion()).build());
  }

  /** Sometimes of a bundle that is not ours, sometimes of a version that is yet to come. */
  List<Message> refusal() {
    long version = anyVersion();
    return List.of(
        ReplicaState.newBuilder()
            .setReplicaId("r1")
            .setTaskId(TASK)
            .addRefused(
                RefusedVersion.newBuilder()
                    .setVersion(version)
                    .setBundleDigest(random.nextInt(4) == 0 ? "another" : digest(version))
                    .setWhy("flipped byte"))
            .build());
  }

  private long anyVersion() {
    return 1 + random.nextInt((int) versions + 1);
  }

  /** Of the trial, or of one that is none. */
  List<Message> scored(@Nullable ModelTrial trial) {
    long candidate = trial == null || random.nextInt(5) == 0 ? anyVersion() : trial.candidate;
    long baseline = trial == null ? anyVersion() : trial.baseline;
    return List.of(
        LogShadow.newBuilder()
            .setTaskId(TASK)
            .setCandidate(ref(candidate))
            .setBaseline(ref(baseline))
            .setValidated(counts(random.nextInt(4), random.nextInt(4), random.nextInt(20)))
            .setLater(counts(random.nextInt(2), random.nextInt(2), random.nextInt(9)))
            .setSequence(random.nextInt((int) labels.sequence() + 1))
            .setWhy("drawn")
            .build());
  }

  private static PairCounts counts(int better, int worse, int same) {
    return PairCounts.newBuilder().setBetter(better).setWorse(worse).setSame(same).build();
  }

  // --- commands

  /** Half of them say what they expect, and every other of those is mistaken. */
  List<Message> command(RolloutModel model) {
    var command = Command.newBuilder().setTaskId(TASK).setCommandId("c" + ++commands).setBy("ann");
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> command.getPauseBuilder();
      case 3, 4 -> command.getResumeBuilder();
      case 5 -> command.getAbortBuilder();
      case 6 -> command.getRollBackBuilder().setToVersion(versionOrNone());
      default -> command.getPromoteBuilder().setVersion(versionOrNone());
    }
    switch (random.nextInt(8)) {
      case 0, 1 ->
          command
              .setExpectedStable(model.stable())
              .setExpectedCandidate(model.onTrial())
              .setExpectedPhase(model.phase());
      case 2 -> command.setExpectedStable(anyVersion());
      case 3 -> command.setExpectedPhase(RolloutState.Phase.forNumber(1 + random.nextInt(6)));
      default -> command.setExpectedCandidate(random.nextInt(6) == 0 ? anyVersion() : 0);
    }
    last = command.build();
    return List.of(last);
  }

  private long versionOrNone() {
    return random.nextBoolean() ? 0 : anyVersion();
  }

  /** A client that heard nothing may send it again. */
  List<Message> commandAgain() {
    return last == null ? List.of() : List.of(last);
  }
}
