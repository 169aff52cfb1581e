package dev.graft.inference.rollout;

import static java.util.Map.Entry.comparingByKey;

import com.google.protobuf.Message;
import dev.graft.events.Times;
import dev.graft.v1.Command;
import dev.graft.v1.DatasetManifest;
import dev.graft.v1.Example;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.ExampleRemoved;
import dev.graft.v1.GateVerdict;
import dev.graft.v1.LogShadow;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.PairCounts;
import dev.graft.v1.Predicted;
import dev.graft.v1.RefusedVersion;
import dev.graft.v1.ReplicaState;
import dev.graft.v1.RolloutPlan;
import dev.graft.v1.RolloutPolicy;
import dev.graft.v1.RolloutState;
import dev.graft.v1.RolloutTrial;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.VersionAnswer;
import dev.graft.v1.VersionRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the topics of one task say, drawn by a seed: messages that our services could write. */
final class Drawn {
  static final String TASK = "pets";
  static final double CONFIDENCE = 0.75;
  private static final List<String> CLASSES = List.of("cat", "dog", "bird");
  private static final int MOST_VERSIONS = 15; // all of them are remembered

  private final Random random;
  private final boolean queue;
  private final Set<String> labelled = new TreeSet<>();
  private final Set<String> retracted = new TreeSet<>();
  private final Map<String, String> unlabelled = new TreeMap<>(); // by image, what it shows
  private final Set<String> erased = new HashSet<>();
  private final List<Long> late = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long versions;
  private long sequence;
  private int images;
  private int predictions;
  private int commands;
  private @Nullable Command last;

  Drawn(Random random, boolean queue) {
    this.random = random;
    this.queue = queue;
  }

  Instant now() {
    return now;
  }

  Instant after(Duration time) {
    now = now.plus(time);
    return now;
  }

  private Instant tick() {
    return after(Duration.ofSeconds(1));
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
        .setDataset(DatasetManifest.newBuilder().setSequence(sequence))
        .setGate(GateVerdict.newBuilder().setReleased(version == 1 || random.nextInt(8) > 0))
        .build();
  }

  List<Message> withdrawal() {
    return List.of(
        ModelPublished.newBuilder().setTaskId(TASK).setVersion(anyVersion()).build());
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

  // --- evidence

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
            .setSequence(random.nextInt((int) sequence + 1))
            .setWhy("drawn")
            .build());
  }

  private static PairCounts counts(int better, int worse, int same) {
    return PairCounts.newBuilder().setBetter(better).setWorse(worse).setSame(same).build();
  }

  /**
   * Some images are answered, and most of them labelled.
   *
   * @param right how often in ten the candidate is right
   * @param otherRight the same of the baseline
   */
  List<Message> labels(@Nullable ModelTrial trial, long stable, int right, int otherRight) {
    var said = new ArrayList<Message>();
    int breaks = random.nextInt(25) == 0 ? 2 : 300; // one answer of the candidate in so many
    for (int i = 0; i < 12; i++) {
      var image = random.nextInt(6) == 0 && images > 0 ? anyImage() : "image-" + images++;
      var truth = unlabelled.getOrDefault(image, anyClass());
      if (!labelled.contains(image) && !retracted.contains(image) && !erased.contains(image)) {
        unlabelled.put(image, truth);
      }
      var candidate = answer(said(truth, right), breaks);
      said.add(predicted(image, trial, stable, candidate, answer(said(truth, otherRight), 300)));
    }
    if (random.nextInt(3) == 0) {
      Collections.shuffle(said, random); // two replicas, and a late one
    }
    for (var each : Map.copyOf(unlabelled).entrySet().stream().sorted(comparingByKey()).toList()) {
      if (random.nextInt(8) > 0) {
        said.add(added(each.getKey(), each.getValue()));
      }
    }
    return said;
  }

  private String said(String truth, int right) {
    return random.nextInt(10) < right ? truth : CLASSES.get((CLASSES.indexOf(truth) + 1) % 3);
  }

  private Predicted predicted(
      String image,
      @Nullable ModelTrial trial,
      long stable,
      VersionAnswer.Builder candidate,
      VersionAnswer.Builder other) {
    var predicted =
        Predicted.newBuilder()
            .setPredictionId("p" + ++predictions)
            .setTaskId(TASK)
            .setImageId(random.nextInt(20) == 0 ? "" : image)
            .setTime(Times.of(tick()));
    if (trial == null) {
      return predicted.addAnswers(other.setVersion(Math.max(1, stable))).build();
    }
    predicted.addAnswers(other.setVersion(trial.baseline));
    return random.nextInt(10) == 0
        ? predicted.build()
        : predicted.addAnswers(candidate.setVersion(trial.candidate)).build();
  }

  /**
   * @param breaks one in so many is none
   */
  private VersionAnswer.Builder answer(String className, int breaks) {
    var answer = VersionAnswer.newBuilder();
    return random.nextInt(breaks) == 0
        ? answer.setFault("broke")
        : answer
            .setClassName(className)
            .addProbabilities((float) CONFIDENCE)
            .addProbabilities(1 - (float) CONFIDENCE);
  }

  /** Corrected, withdrawn, labelled again, erased. */
  List<Message> corrections() {
    var said = new ArrayList<Message>();
    for (int i = 0; i < 4 && !labelled.isEmpty(); i++) {
      var image = List.copyOf(labelled).get(random.nextInt(labelled.size()));
      switch (random.nextInt(6)) {
        case 0 -> said.add(removed(image, "erased"));
        case 1, 2 -> said.add(removed(image, "retracted"));
        default -> said.add(change(image).setReplaced(example(anyClass())).build());
      }
    }
    for (var image : List.copyOf(retracted)) {
      if (random.nextInt(3) == 0) {
        said.add(added(image, anyClass()));
      }
    }
    return said;
  }

  private ExampleChange added(String image, String className) {
    unlabelled.remove(image);
    retracted.remove(image);
    labelled.add(image);
    return change(image).setAdded(example(className)).build();
  }

  private ExampleChange removed(String image, String why) {
    labelled.remove(image);
    (why.equals("erased") ? erased : retracted).add(image);
    return change(image).setRemoved(ExampleRemoved.newBuilder().setWhy(why)).build();
  }

  private ExampleChange.Builder change(String image) {
    return ExampleChange.newBuilder()
        .setTaskId(TASK)
        .setImageId(image)
        .setSequence(++sequence)
        .setTime(Times.of(tick()));
  }

  private static Example.Builder example(String className) {
    return Example.newBuilder().setClassName(className);
  }

  private String anyImage() {
    return "image-" + random.nextInt(images);
  }

  private String anyClass() {
    return CLASSES.get(random.nextInt(CLASSES.size()));
  }

  // --- commands

  /** Half of them say what they expect, and every other of those is mistaken. */
  List<Message> command(RolloutModel model) {
    var command = Command.newBuilder().setTaskId(TASK).setCommandId("c" + ++commands).setBy("ann");
    switch (random.nextInt(7)) {
      case 0 -> command.getPauseBuilder();
      case 1, 2 -> command.getResumeBuilder();
      case 3 -> command.getAbortBuilder();
      case 4 -> command.getRollBackBuilder().setToVersion(versionOrNone());
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

  // --- what is compared

  static String line(RolloutState state) {
    var trial = state.getTrial();
    return line(
        state.getPhase(),
        state.getStableVersion(),
        state.hasTrial()
            ? trial(
                trial.getCandidate().getVersion(),
                trial.getBaseline().getVersion(),
                trial.getStage(),
                trial.getShare())
            : "no trial",
        state.getRolledBack(),
        numbers(state.getWaitingList()),
        numbers(state.getPreviousList()),
        state.getRefusedVersionsList(),
        state.getNewest().getVersion());
  }

  private static List<Long> numbers(List<VersionRef> refs) {
    return refs.stream().map(VersionRef::getVersion).toList();
  }

  static String trial(long candidate, long baseline, RolloutTrial.Stage stage, double share) {
    return "%d beside %d %s %s".formatted(candidate, baseline, stage, share);
  }

  static String line(
      RolloutState.Phase phase,
      long stable,
      String trial,
      boolean rolledBack,
      List<Long> waiting,
      List<Long> previous,
      Collection<Long> refused,
      long newest) {
    return "%s %d, %s, rolled back %s, waiting %s, before %s, refused %s, newest %d"
        .formatted(
            phase, stable, trial, rolledBack, waiting, previous, new TreeSet<>(refused), newest);
  }
}
