package dev.graft.trainer.examine;

import dev.graft.blobs.BlobStore;
import dev.graft.trainer.diagnose.TaskMeasured;
import dev.graft.trainer.fit.Pixels;
import dev.graft.trainer.fit.TailVectors;
import dev.graft.trainer.fit.Wishes;
import dev.graft.trainer.v1.CurvePoint;
import dev.graft.trainer.v1.KeptVersion;
import dev.graft.trainer.v1.TaskLedger;
import dev.graft.trainer.v1.TuneStory;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.bundle.BadBundleException;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.BundleFiles;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.diagnose.Measured;
import dev.graft.vision.examine.Answers;
import dev.graft.vision.head.HeadFit;
import dev.graft.vision.head.HeadOptions;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.strategy.HeadRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

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
    Bundle bundle = subject.bundle();
    var remarks = new ArrayList<String>();
    Answers training = answers(subject, subject.embeddings(subject.learned()));
    Answers validation = answers(subject, subject.embeddings(subject.validation()));
    Answers outOfFold = outOfFold(subject);
    var pixels = new Pixels(blobs);
    Leaks.Found leaks =
        new Leaks(
                Backbone.spaceOf(bundle.backbone()).id(),
                bundle.judged().width(),
                pixels,
                subject.learned())
            .among(subject.validation());
    var eye = new Eye(blobs, pixels, device, subject);
    Eye.Looked looked = eye.look(request.pictures());
    remarks(subject, leaks, looked, remarks);
    return new TaskMeasured(
        request.taskId(),
        subject.version(),
        new Measured(
            training.accuracy(),
            outOfFold.accuracy(),
            validation.accuracy(),
            leaks.twins(),
            looked.preprocessings(),
            looked.statistics(),
            looked.betweenParts()),
        new TaskMeasured.Losses(training.logLoss(), outOfFold.logLoss(), validation.logLoss()),
        classes(subject, validation),
        curve(request.ledger()),
        judgedOn(request.ledger()),
        new TaskMeasured.Embeddings(
            bundle.space().id(),
            expected(request.ledger(), bundle),
            looked.compared(),
            looked.differing(),
            looked.leastCosine()),
        tune(request.ledger().getTune().getStory(), bundle),
        looked.fromPretraining(),
        remarks);
  }

  private static Answers answers(Subject subject, LabelledEmbeddings on) {
    return Answers.of(subject.bundle().judged(), subject.bundle().temperature(), on);
  }

  /** By heads that are fitted as the version's was. */
  private static Answers outOfFold(Subject subject) throws InterruptedException {
    Bundle bundle = subject.bundle();
    HeadOptions options =
        HeadOptions.reusing(
            bundle.kind(), bundle.l2(), bundle.temperature(), bundle.policy().balance());
    return Answers.outOfFold(
        subject.embeddings(subject.learned()),
        bundle.temperature(),
        some -> HeadFit.fit(some, options, null).head());
  }

  private static List<TaskMeasured.ClassLook> classes(Subject subject, Answers validation) {
    return IntStream.range(0, subject.bundle().classes().size())
        .mapToObj(
            label ->
                new TaskMeasured.ClassLook(
                    subject.bundle().classes().get(label),
                    (int)
                        subject.learned().stream().filter(pick -> pick.label() == label).count(),
                    validation.accuracyOf(label)))
        .toList();
  }

  private static List<HeadRecord.Point> curve(TaskLedger ledger) {
    return ledger.getTune().getCurveList().stream()
        .map(point -> new HeadRecord.Point(point.getExamples(), point.getAccuracy()))
        .toList();
  }

  private static int judgedOn(TaskLedger ledger) {
    List<CurvePoint> curve = ledger.getTune().getCurveList();
    return curve.isEmpty() ? 0 : curve.get(curve.size() - 1).getJudgedOn();
  }

  /** The space that the version's tail, or else the backbone alone, has with today's backbone. */
  private static String expected(TaskLedger ledger, Bundle bundle) {
    BackboneSpec now = Wishes.specOf(ledger.getSpec().getBackbone());
    return bundle
        .tail()
        .map(tail -> Backbone.spaceOf(now, tail))
        .orElseGet(() -> Backbone.spaceOf(now))
        .id();
  }

  private static Optional<TaskMeasured.TuneLook> tune(TuneStory story, Bundle bundle) {
    if (story.getEpochsCount() == 0) {
      return Optional.empty();
    }
    boolean own =
        bundle.tail().map(Tail::digest).filter(story.getEnded().getTailDigest()::equals).isPresent();
    return Optional.of(
        new TaskMeasured.TuneLook(
            story.getPlanned().getCut(),
            story.getPlanned().getBatchNorm(),
            own,
            story.getEpochsList().stream()
                .map(
                    epoch ->
                        new TaskMeasured.EpochLook(
                            epoch.getEpoch(),
                            epoch.getTrainLoss(),
                            epoch.getHeldOutLoss(),
                            epoch.getHeldOutAccuracy()))
                .toList()));
  }

  private static void remarks(
      Subject subject, Leaks.Found leaks, Eye.Looked looked, List<String> remarks) {
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
  }
}
