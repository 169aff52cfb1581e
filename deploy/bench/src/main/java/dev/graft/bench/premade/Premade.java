package dev.graft.bench.premade;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.graft.bench.material.Material;
import dev.graft.deploy.Failure;
import dev.graft.deploy.reach.Addresses;
import dev.graft.deploy.reach.Doors;
import dev.graft.deploy.reach.Http;
import dev.graft.v1.BackboneRef;
import dev.graft.v1.FitPolicy;
import dev.graft.v1.GatePolicy;
import dev.graft.v1.GetRolloutRequest;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.KeepPolicy;
import dev.graft.v1.LabelSubmitted;
import dev.graft.v1.ListVersionsRequest;
import dev.graft.v1.PromoteRequest;
import dev.graft.v1.PutTaskRequest;
import dev.graft.v1.RolloutPolicy;
import dev.graft.v1.SubmitImageRequest;
import dev.graft.v1.SubmitLabelRequest;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.VersionInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A task with versions: batches of labelled pictures go in, the trainer fits and publishes, the
 * gate lets through whatever comes. Predicted pictures are not kept.
 */
public final class Premade implements AutoCloseable {
  /** Of the task that is made here, unless another is named. */
  public static final String TASK = "bench";

  /** So many that each of twenty classes has some, without which there is no version. */
  private static final int FIRST_LABELS = 240;

  private static final int LABELS_EACH = 24;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final String task;
  private final Doors doors;
  private final List<Path> files;
  private int used;

  private Premade(String task, Doors doors, List<Path> files) {
    this.task = task;
    this.doors = doors;
    this.files = files;
  }

  /**
   * Uploads the weights and creates the task; its classes are the folders' names. No version is
   * watched after it became stable, so that one head answers.
   */
  public static Premade task(Addresses addresses, Path weights, Path images) {
    var unwatched = RolloutPolicy.newBuilder().setWatch(Duration.getDefaultInstance()).build();
    return task(addresses, weights, images, TASK, unwatched);
  }

  /** The same with a name of its own, and watched as usual. */
  public static Premade task(Addresses addresses, Path weights, Path images, String id) {
    return task(addresses, weights, images, id, RolloutPolicy.getDefaultInstance());
  }

  private static Premade task(
      Addresses addresses, Path weights, Path images, String id, RolloutPolicy rollout) {
    var digest = new Http().uploadWeights(addresses.ingestHttp(), weights);
    var files = Material.files(images);
    var task =
        TaskSpec.newBuilder()
            .setTaskId(id)
            .addAllClasses(files.stream().map(Premade::className).distinct().sorted().toList())
            .setKeep(KeepPolicy.newBuilder().setShare(0))
            .setRollout(rollout)
            .setGate(GatePolicy.newBuilder().setFloor(0).setMargin(1))
            .setFit(
                FitPolicy.newBuilder()
                    .setDebounce(Duration.newBuilder().setSeconds(2))
                    .setMaxWait(Duration.newBuilder().setSeconds(60)))
            .setBackbone(BackboneRef.newBuilder().setName("mobilenet_v2").setWeightsDigest(digest));
    var doors = new Doors(addresses);
    doors.ingest().putTask(PutTaskRequest.newBuilder().setTask(task).build());
    return new Premade(id, doors, files);
  }

  private static String className(Path file) {
    return String.valueOf(file.getName(file.getNameCount() - 2));
  }

  /** Labels until so many versions are published, and returns the newest ones, oldest first. */
  public List<Long> versions(int count) {
    while (true) {
      int known = published().size();
      if (known >= count) {
        return published().stream().map(info -> info.getModel().getVersion()).sorted().toList();
      }
      label(known == 0 ? FIRST_LABELS : LABELS_EACH);
      awaitOver(known);
    }
  }

  private List<VersionInfo> published() {
    return doors
        .predictions()
        .listVersions(ListVersionsRequest.newBuilder().setTaskId(task).build())
        .getVersionsList();
  }

  private void label(int count) {
    for (int i = 0; i < count; i++) {
      var file = files.get(used++ % files.size());
      var image = ImageSubmitted.newBuilder().setData(bytes(file)).setSource("bench");
      var stored =
          doors
              .ingest()
              .submitImage(SubmitImageRequest.newBuilder().setImage(image).build())
              .getStored();
      var label =
          LabelSubmitted.newBuilder()
              .setTaskId(task)
              .setImageId(stored.getImageId())
              .setClassName(className(file))
              .setAnnotator("bench");
      doors.ingest().submitLabel(SubmitLabelRequest.newBuilder().setLabel(label).build());
    }
  }

  private void awaitOver(int known) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (published().size() <= known) {
      if (System.nanoTime() > deadline) {
        throw new Failure("no version was published within two minutes of the labels");
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  /** Returns when a version is on trial, or watched, beside another and both are in memory. */
  public void awaitTrial() {
    awaitTrial(doors, task);
  }

  /** The same for any task. */
  public static void awaitTrial(Doors doors, String task) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!isOnTrial(doors, task)) {
      if (System.nanoTime() > deadline) {
        throw new Failure("no version was on trial within two minutes");
      }
      pause();
    }
  }

  private static boolean isOnTrial(Doors doors, String task) {
    var rollout =
        doors.predictions().getRollout(GetRolloutRequest.newBuilder().setTaskId(task).build());
    var trial = rollout.getState().getTrial();
    return rollout
        .getReplica()
        .getResidentVersionsList()
        .containsAll(List.of(trial.getCandidate().getVersion(), trial.getBaseline().getVersion()));
  }

  /** Serves this version, and returns when it does. */
  public void promote(long version) {
    doors
        .predictions()
        .promote(
            PromoteRequest.newBuilder()
                .setTaskId(task)
                .setVersion(version)
                .setBy("bench")
                .setWhy("measured")
                .build());
  }

  private static ByteString bytes(Path file) {
    try {
      return ByteString.copyFrom(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    doors.close();
  }
}
