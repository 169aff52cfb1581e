package dev.graft.trainer.examine;

import dev.graft.blobs.BlobStore;
import dev.graft.trainer.diagnose.TaskMeasured;
import dev.graft.trainer.fit.Pixels;
import dev.graft.trainer.fit.TailVectors;
import dev.graft.trainer.v1.KeptVersion;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.bundle.BadBundleException;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.BundleFiles;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.diagnose.Measured;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Examines a task's newest version: its judged head on what it learned, held out, and on validation
 * examples; the same picture in both splits; and what its network makes of some of the pictures.
 * One at a time, on the thread of whoever asks.
 */
public final class TaskExam {
  private final BlobStore blobs;
  private final BundleFiles files;
  private final TailVectors tails;
  private final Device device;
  private final Semaphore turn = new Semaphore(1);

  public TaskExam(BlobStore blobs, BundleFiles files, TailVectors tails, Device device) {
    this.blobs = blobs;
    this.files = files;
    this.tails = tails;
    this.device = device;
  }

  /**
   * Measures it all.
   *
   * @throws IOException the store lacks something or is broken
   */
  public Examined of(ExamRequest request) throws IOException, InterruptedException {
    if (!turn.tryAcquire()) {
      return new Examined.NotNow("another task is examined just now; ask again in a minute");
    }
    try {
      return examine(request);
    } catch (BadBundleException | BadWeightsException e) {
      return new Examined.NotNow("the newest version can't be read: " + e.getMessage());
    } finally {
      turn.release();
    }
  }

  private Examined examine(ExamRequest request)
      throws IOException, BadBundleException, BadWeightsException, InterruptedException {
    List<KeptVersion> versions = request.ledger().getVersionsList();
    if (versions.isEmpty()) {
      return new Examined.NotNow(
          "no version has been published yet; `graft status` says what the task waits for");
    }
    KeptVersion newest = versions.get(versions.size() - 1);
    Bundle bundle = BundleFormat.unpack(newest.getBundleDigest(), files);
    Subject subject = Subject.of(request, newest.getVersion(), bundle, tails);
    if (subject.learned().isEmpty()) {
      return new Examined.NotNow(
          bundle.tail().isPresent()
              ? "the embeddings of the task's own tail are not in memory: they come with the next fit, and `graft train %s` asks for one"
                  .formatted(request.taskId())
              : "none of the examples that version %d learned from has an embedding in its space any more"
                  .formatted(newest.getVersion()));
    }
    return new Examined.Done(measured(request, subject));
  }

  private TaskMeasured measured(ExamRequest request, Subject subject)
      throws IOException, BadWeightsException, InterruptedException {
    Heads heads = Heads.of(subject);
    var pixels = new Pixels(blobs);
    Leaks.Found leaks = leaks(subject, pixels);
    Eye.Looked looked = new Eye(blobs, pixels, device, subject).look(request.pictures());
    var ledger = new LedgerLook(request.ledger(), subject.bundle());
    return new TaskMeasured(
        request.taskId(),
        subject.version(),
        new Measured(
            heads.training().accuracy(),
            heads.outOfFold().accuracy(),
            heads.validation().accuracy(),
            leaks.twins(),
            looked.preprocessings(),
            looked.statistics(),
            looked.betweenParts()),
        heads.losses(),
        heads.classes(subject),
        ledger.curve(),
        ledger.judgedOn(),
        new TaskMeasured.Embeddings(
            subject.bundle().space().id(),
            ledger.expectedSpace(),
            looked.compared(),
            looked.differing(),
            looked.leastCosine()),
        ledger.tune(),
        looked.fromPretraining(),
        remarks(subject, leaks, looked));
  }

  /** In the published backbone's eyes, which every example has been through. */
  private static Leaks.Found leaks(Subject subject, Pixels pixels) {
    Bundle bundle = subject.bundle();
    String space = Backbone.spaceOf(bundle.backbone()).id();
    return new Leaks(space, bundle.judged().width(), pixels, subject.learned())
        .among(subject.validation());
  }

  private static List<String> remarks(Subject subject, Leaks.Found leaks, Eye.Looked looked) {
    var remarks = new ArrayList<String>();
    if (subject.later() > 0) {
      remarks.add(
          "%d train examples are newer than version %d and left out"
              .formatted(subject.later(), subject.version()));
    }
    if (subject.without() > 0) {
      remarks.add(
          "%d examples have no embedding in its space and are left out"
              .formatted(subject.without()));
    }
    int rest = subject.validation().size() - leaks.twins().size() - leaks.searched();
    if (rest > 0) {
      remarks.add("%d validation pictures were compared by their bytes alone".formatted(rest));
    }
    remarks.addAll(looked.remarks());
    return remarks;
  }
}
